import type {OutgoingRequestMessage} from '../sip-js.js';
import type {ProtectionSpace} from './protection-space.js';

export type AuthorizationField = 'Authorization' | 'Proxy-Authorization';

interface Entry {
  readonly server: string;
  readonly field: AuthorizationField;
  /**
   * Undefined for a challenge inside a dialog. Its answer stays in that dialog, because the challenge may come from the
   * far end.
   */
  readonly place: string | undefined;
  readonly callId: string;
  readonly space: ProtectionSpace;
}

/** No server needs more entries. With more, somebody is inventing realms. */
const LIMIT = 20;

/**
 * Keeps the answered challenges, so that later requests carry an answer unasked (RFC 3261 section 22.3) and save a
 * round trip. A registrar's challenge is for REGISTER. A proxy's is for all other requests. A 401 is for requests to
 * the same host. A challenge inside a dialog is for the rest of that dialog. Each server has entries of its own.
 */
export class NonceCache {
  readonly #entries = new Map<string, Entry>();

  /**
   * Returns the spaces that fit a request, by realm. An entry of the request's dialog wins over one of its place, which
   * wins over one that only has its Call-ID.
   */
  find(
    server: string,
    field: AuthorizationField,
    message: OutgoingRequestMessage,
  ): ReadonlyMap<string, ProtectionSpace> {
    const place = placeOf(field, message);
    const nearness = (entry: Entry) => {
      if (entry.callId === message.callId) return entry.place === undefined ? 3 : entry.place === place ? 2 : 1;
      return entry.place === place ? 2 : 0;
    };
    const fitting = [...this.#entries.values()]
      .filter((entry) => entry.field === field && entry.server === server && nearness(entry) > 0)
      .sort((a, b) => nearness(a) - nearness(b));
    return new Map(fitting.map(({space}) => [space.challenge.realm, space]));
  }

  keep(server: string, field: AuthorizationField, message: OutgoingRequestMessage, space: ProtectionSpace): void {
    const {callId, toTag} = message;
    const place = toTag ? undefined : placeOf(field, message);
    const entry = {server, field, place, callId, space};
    const key = JSON.stringify([server, field, place ?? {callId}, space.challenge.realm]);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const [oldest = ''] = this.#entries.keys();
    if (this.#entries.size > LIMIT) this.#entries.delete(oldest);
  }

  /** The server refused this answer. */
  drop(space: ProtectionSpace): void {
    for (const [key, entry] of this.#entries) if (entry.space === space) this.#entries.delete(key);
  }
}

function placeOf(field: AuthorizationField, {method, ruri}: OutgoingRequestMessage): string {
  if (method === 'REGISTER') return method;
  return field === 'Authorization' ? ruri.host : '';
}
