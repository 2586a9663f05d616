import type {OutgoingRequestMessage} from 'sip.js/lib/core/index.js';
import type {ProtectionSpace} from './protection-space.js';

export type AuthorizationField = 'Authorization' | 'Proxy-Authorization';

interface Entry {
  readonly field: AuthorizationField;
  readonly place: string;
  readonly callId: string;
  readonly space: ProtectionSpace;
}

/** More than that are not of use any more: somebody is making realms up. */
const LIMIT = 20;

/**
 * What servers have asked for, so that later requests bring it along unasked (RFC 3261 section 22.3) and save a round
 * trip. A registrar's challenge is for REGISTER; a proxy's is for all else; a 401 of anybody is for requests to the same
 * host and for the rest of the same dialog.
 */
export class NonceCache {
  readonly #entries = new Map<string, Entry>();

  /** By realm; what was asked for at this very place comes before what the dialog has seen. */
  find(field: AuthorizationField, message: OutgoingRequestMessage): ReadonlyMap<string, ProtectionSpace> {
    const place = placeOf(field, message);
    const found = new Map<string, ProtectionSpace>();
    for (const entry of this.#entries.values()) {
      const {realm} = entry.space.challenge;
      if (entry.field !== field) continue;
      if (entry.place === place || (entry.callId === message.callId && !found.has(realm)))
        found.set(realm, entry.space);
    }
    return found;
  }

  keep(field: AuthorizationField, message: OutgoingRequestMessage, space: ProtectionSpace): void {
    const entry = {field, place: placeOf(field, message), callId: message.callId, space};
    const key = JSON.stringify([field, entry.place, space.challenge.realm]);
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
