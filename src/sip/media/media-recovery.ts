import type {PhoneConfig} from '../../core/config/phone-config.js';
import {onNetworkChange} from '../transport/network-change.js';
import type {Connectivity} from '../recovery/connectivity.js';
import type {RecoveryNews} from '../recovery/recovery-news.js';
import type {Renegotiation} from '../negotiation/renegotiation.js';

export interface MediaRecoveryParts {
  readonly config: Pick<PhoneConfig, 'clock' | 'logger' | 'mediaTimeout'>;
  readonly description: {readonly connectionState: RTCPeerConnectionState | undefined};
  readonly renegotiation: Pick<Renegotiation, 'run'>;
  readonly connectivity: Pick<Connectivity, 'connected'>;
  readonly recovery: RecoveryNews;
  /** The media have been dead for too long. */
  readonly giveUp: () => void;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
}

/** Milliseconds. ICE often mends a `disconnected` by itself, a `failed` never (WebRTC 1.0 section 5.6.3). */
const PATIENCE = 4000;
/** How long the media may take to notice a new network by themselves. */
const NETWORK_PATIENCE = 2000;
/** Pauses after each restart; the last one again and again. */
const PAUSES = [3000, 6000, 12_000];
/** How often to look whether the server can be reached again. */
const LOOK = 1000;
/** The longest wait for media to flow at all. */
const FIRST_MEDIA = 20_000;
/** While the server cannot be reached nothing can be tried: the limit counts anew from then on, so often at most. */
const EXTENSIONS = 4;

/**
 * Finds a new way for the media of a call when the old one is lost (ICE restart, RFC 8445 section 9), tries it again
 * with growing pauses while the server can be reached, and gives the call up when the media stay dead.
 */
export class MediaRecovery {
  readonly #parts: MediaRecoveryParts;
  #begun = false;
  #restarts = 0;
  #lostAt: number | undefined;
  #cancelNext: (() => void) | undefined;
  #cancelLimit: (() => void) | undefined;

  constructor(parts: MediaRecoveryParts) {
    this.#parts = parts;
    parts.signal.addEventListener('abort', () => this.#stop());
  }

  /** Both sides have answered. */
  begin(): void {
    if (this.#begun || this.#parts.signal.aborted) return;
    this.#begun = true;
    this.#limit(FIRST_MEDIA);
    onNetworkChange(() => {
      if (this.#restarts === 0) this.#next(NETWORK_PATIENCE);
    }, this.#parts.signal);
    this.look();
  }

  /** The state may have changed. */
  look(): void {
    if (!this.#begun || this.#parts.signal.aborted) return;
    const state = this.#state;
    if (state === 'connected') this.#healthy();
    else if (state === 'failed' || state === 'disconnected') this.#lost(state === 'failed');
  }

  get #state(): RTCPeerConnectionState | undefined {
    return this.#parts.description.connectionState;
  }

  #healthy(): void {
    this.#stop();
    this.#restarts = 0;
    this.#lostAt = undefined;
    this.#parts.recovery.back('media');
  }

  #lost(forGood: boolean): void {
    const {clock, mediaTimeout} = this.#parts.config;
    if (this.#lostAt === undefined) {
      this.#lostAt = clock.now();
      this.#limit(mediaTimeout * 1000);
    }
    // Once restarts have begun their pauses rule.
    if (this.#restarts === 0) this.#next(forGood ? 0 : PATIENCE);
  }

  #next(delay: number): void {
    this.#cancelNext?.();
    this.#cancelNext = this.#parts.config.clock.after(delay, () => this.#attempt());
  }

  #attempt(): void {
    const {config, renegotiation, connectivity, recovery} = this.#parts;
    if (this.#state === 'connected') return;
    recovery.lost('media');
    if (!connectivity.connected) {
      if (this.#mayWait()) this.#limit(config.mediaTimeout * 1000);
      this.#next(LOOK);
      return;
    }
    // A restart that is still being tried out is not disturbed by the next one.
    if (this.#restarts === 0 || this.#state !== 'connecting') {
      const wish = () => (this.#state === 'connected' ? undefined : {restart: true});
      renegotiation.run(wish).catch((error: unknown) => config.logger.info('The media could not be restarted.', error));
    }
    this.#next(PAUSES[Math.min(this.#restarts++, PAUSES.length - 1)] ?? LOOK);
  }

  #mayWait(): boolean {
    const {clock, mediaTimeout} = this.#parts.config;
    return clock.now() - (this.#lostAt ?? clock.now()) < (EXTENSIONS - 1) * mediaTimeout * 1000;
  }

  #limit(delay: number): void {
    this.#cancelLimit?.();
    this.#cancelLimit = this.#parts.config.clock.after(delay, this.#parts.giveUp);
  }

  #stop(): void {
    this.#cancelNext?.();
    this.#cancelLimit?.();
  }
}
