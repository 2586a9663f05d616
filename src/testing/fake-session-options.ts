import type {CallDirection, Identity} from '../core/call/call-state.js';
import type {CallMedia, MediaPort} from '../core/media-port.js';

export interface FakeSessionOptions {
  readonly direction: CallDirection;
  readonly media: MediaPort;
  readonly wanted: CallMedia;
  readonly remoteIdentity?: Identity | undefined;
  readonly localIdentity?: Identity | undefined;
  readonly videoOffered?: boolean | undefined;
  /** Additional header fields of the INVITE. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The page before this one had it already; `resume()` is what the far end does. */
  readonly restored?: boolean | undefined;
}
