import type {OutgoingRequestMessage} from 'sip.js/lib/core/index.js';
import type {ProtectionSpace} from './protection-space.js';

export type AuthorizationField = 'Authorization' | 'Proxy-Authorization';

interface Entry {
  readonly server: string;
  readonly field: AuthorizationField;
  /** Nowhere else than in its dialog, if it came up in one: it may be the far end's. */
  readonly place: string | undefined;
  readonly callId: string;
  readonly space: ProtectionSpace;
}

/** More than that are not of use any more: somebody is making realms up. */
const LIMIT = 20;

/**
 * What servers have asked for, so that later requests bring it along unasked (RFC 3261 section 22.3) and save a round
 * trip. A registrar's challenge is for REGISTER; a proxy's is for all else; a 401 of anybody is for requests to the same
 * host; and what came up in a dialog is for the rest of it. Each server of several has its own.
 */
export class NonceCache {
  readonly #entries = new Map<string, Entry>();

  /** By realm; what came up in the dialog comes first, then what was asked for at this very place. */
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

  /** It was refused. */
  drop(space: ProtectionSpace): void {
    for (const [key, entry] of this.#entries) if (entry.space === space) this.#entries.delete(key);
  }
}

function placeOf(field: AuthorizationField, {method, ruri}: OutgoingRequestMessage): string {
  if (method === 'REGISTER') return method;
  return field === 'Authorization' ? ruri.host : '';
}
