import type {OutgoingRequestMessage} from 'sip.js/lib/core/index.js';
import type {Credentials} from '../../core/credentials.js';
import type {Account} from './account.js';
import type {Challenge} from './challenge.js';
import {NonceCache, type AuthorizationField} from './nonce-cache.js';
import {answerable, ProtectionSpace} from './protection-space.js';

export interface AuthenticatorOptions {
  readonly account: Account;
  /** The authorization user where the credentials name none. */
  readonly user: string;
  /** Nobody on the way can read what is sent now. */
  readonly secure: () => boolean;
}

const FIELDS = ['Authorization', 'Proxy-Authorization'] as const;

/** Answers the challenges that the requests of one user agent meet (RFC 3261 section 22). */
export class Authenticator {
  readonly account: Account;
  readonly #options: AuthenticatorOptions;
  readonly #cache = new NonceCache();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.account = options.account;
  }

  /** Writes the Authorization header fields of a request that is about to be sent: whatever is known to be wanted. */
  authorize(message: OutgoingRequestMessage): void {
    const {method, body} = message;
    // Neither can be challenged (RFC 3261 section 22.1).
    if (method === 'ACK' || method === 'CANCEL') return;
    const request = {method, uri: message.ruri.toRaw(), body: typeof body === 'string' ? body : (body?.body ?? '')};
    for (const field of FIELDS) {
      const values = this.#known(field, message).map((space) => space.authorization(request));
      if (values.length > 0 || message.hasHeader(field)) message.setHeader(field, values);
    }
  }

  /** What of these challenges we can answer. */
  answerable(challenges: readonly Challenge[]): Challenge[] {
    const {credentials} = this.account;
    return credentials ? answerable(challenges, credentials, this.#options.secure()) : [];
  }

  /** Notes what a request like this one must bring along from now on. */
  learn(field: AuthorizationField, message: OutgoingRequestMessage, challenges: readonly Challenge[]): void {
    const {credentials} = this.account;
    if (!credentials) return;
    for (const challenge of challenges) {
      const known = this.#cache.find(field, message).get(challenge.realm);
      // A nonce that is given out twice is counted on, not from 1 again.
      const space = known?.isFor(challenge, credentials) ? known : this.#space(challenge, credentials);
      this.#cache.keep(field, message, space);
    }
  }

  /** Forgets what was refused. */
  forget(field: AuthorizationField, message: OutgoingRequestMessage): void {
    for (const space of this.#cache.find(field, message).values()) this.#cache.drop(space);
  }

  /** RFC 7615: the nonce for next time. */
  renew(field: AuthorizationField, message: OutgoingRequestMessage, nonce: string): void {
    [...this.#cache.find(field, message).values()].at(-1)?.renew(nonce);
  }

  #known(field: AuthorizationField, message: OutgoingRequestMessage): ProtectionSpace[] {
    const {credentials, expired} = this.account;
    return [...this.#cache.find(field, message).values()].flatMap((space) => {
      if (!credentials || expired || answerable([space.challenge], credentials, this.#options.secure()).length === 0) {
        return [];
      }
      if (space.credentials === credentials) return space;
      // The credentials have been replaced since. A token goes with every challenge; a digest needs a nonce of its own.
      return 'token' in credentials ? this.#space(space.challenge, credentials) : [];
    });
  }

  #space(challenge: Challenge, credentials: Credentials): ProtectionSpace {
    return new ProtectionSpace(challenge, credentials, this.#options.user);
  }
}
