import type {OutgoingRequestMessage} from '../sip-js.js';
import type {Clock} from '../../core/clock.js';
import {areFor, type Credentials} from '../../core/config/credentials.js';
import type {Logger} from '../../core/logger.js';
import type {Account} from './account.js';
import type {Challenge} from './challenge.js';
import {KnownSpaces, type Challenged} from './known-spaces.js';
import {NonceCache, type AuthorizationField} from './nonce-cache.js';
import {answerable, ProtectionSpace} from './protection-space.js';
import {cleanText} from '../messages/text.js';

export interface AuthenticatorOptions {
  readonly account: Account;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The authorization user, for credentials that name none. */
  readonly user: string;
  /** The domain of our own address. */
  readonly domain: string;
  /** The address of the server that we are connected to. */
  readonly server: () => string;
}

/**
 * The first REGISTER on a server. It teaches the server's realms, so challenges to other requests wait until it is
 * over.
 */
export interface Lesson {
  readonly over: Promise<void>;
  end(): void;
}

/** The longest time that a challenge waits for the first REGISTER, in milliseconds. */
const PATIENCE = 4000;
const FIELDS = ['Authorization', 'Proxy-Authorization'] as const;

/** Answers the challenges that the requests of one user agent meet (RFC 3261 section 22). */
export class Authenticator {
  readonly account: Account;
  readonly #options: AuthenticatorOptions;
  readonly #cache = new NonceCache();
  readonly #spaces: KnownSpaces;
  /** By realm, the credentials that a registrar accepted. */
  readonly #proved = new Map<string, Credentials>();
  #lesson: Lesson | undefined;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
    this.account = options.account;
    this.#spaces = new KnownSpaces(options.domain);
  }

  /** The credentials that may go to the connected server. */
  get credentials(): Credentials | undefined {
    const {credentials} = this.account;
    return credentials && areFor(credentials, this.#options.server()) ? credentials : undefined;
  }

  /**
   * Writes the Authorization header fields of a request before it is sent: an answer for each realm known to ask for
   * one.
   */
  authorize(message: OutgoingRequestMessage): void {
    const {method, body} = message;
    // A server cannot challenge these two (RFC 3261 section 22.1).
    if (method === 'ACK' || method === 'CANCEL') return;
    const request = {method, uri: message.ruri.toRaw(), body: typeof body === 'string' ? body : (body?.body ?? '')};
    for (const field of FIELDS) {
      const values = this.#known(field, message).map((space) => space.authorization(request));
      if (values.length > 0 || message.hasHeader(field)) message.setHeader(field, values);
    }
  }

  /** The first REGISTER on this server, while it is under way; else undefined. */
  get lesson(): Lesson | undefined {
    return this.#lesson;
  }

  /** The phone sends a REGISTER now. Only the first one on a server is a lesson. */
  beginLesson(): void {
    if (this.#lesson || this.#spaces.has(this.#options.server())) return;
    let finish: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (finish = resolve));
    const end = () => {
      this.#lesson = undefined;
      stop();
      finish();
    };
    const stop = this.#options.clock.after(PATIENCE, end);
    this.#lesson = {over, end};
  }

  /** Returns the challenges that come from the server itself. */
  genuine(challenges: readonly Challenge[], where: Challenged): Challenge[] {
    return challenges.filter((challenge) => this.#objection(challenge, where) === undefined);
  }

  /** Logs why challenges are not answered. */
  tell(challenges: readonly Challenge[], where: Challenged): void {
    for (const challenge of challenges) {
      const why = this.#objection(challenge, where) ?? 'it was answered already';
      this.#options.logger.warn(
        `The challenge of "${cleanText(challenge.realm)}" to ${where.message.method} is not answered: ${why}.`,
      );
    }
  }

  /** Returns the challenges that the credentials can answer. */
  answerable(challenges: readonly Challenge[]): Challenge[] {
    const {credentials} = this;
    return credentials ? answerable(challenges, credentials, isUnreadable(this.#options.server())) : [];
  }

  /** Remembers challenges, so that later requests of the same kind carry an answer. */
  learn(challenges: readonly Challenge[], where: Challenged): void {
    const {credentials} = this;
    if (!credentials) return;
    const {field, message} = where;
    const server = this.#options.server();
    for (const challenge of challenges) {
      this.#spaces.learn(server, challenge, where);
      const known = this.#cache.find(server, field, message).get(challenge.realm);
      // If the server sends the same nonce again, the nonce count goes on and does not restart at 1.
      const space = known?.isFor(challenge, credentials) ? known : this.#space(challenge, credentials);
      this.#cache.keep(server, field, message, space);
    }
  }

  /**
   * Whether a registrar accepted the present credentials for a realm. If so, a wrong secret is not the reason for a
   * refusal.
   */
  isProved(realm: string): boolean {
    const {credentials} = this;
    return credentials !== undefined && this.#proved.get(realm) === credentials;
  }

  /** The registrar accepted a REGISTER. Its answer may bring the next nonce (RFC 7616 section 3.5). */
  accepted(message: OutgoingRequestMessage, nextNonce: Readonly<Record<AuthorizationField, string | undefined>>): void {
    for (const field of FIELDS) {
      const spaces = [...this.#find(field, message).values()];
      for (const {challenge, credentials} of spaces) this.#proved.set(challenge.realm, credentials);
      const nonce = nextNonce[field];
      if (nonce) spaces.at(-1)?.renew(nonce);
    }
  }

  /** Forgets the answers that the server refused. */
  forget(challenges: readonly Challenge[], {field, message}: Challenged): void {
    for (const {realm} of challenges) {
      const space = this.#find(field, message).get(realm);
      if (space) this.#cache.drop(space);
    }
  }

  #objection(challenge: Challenge, where: Challenged): string | undefined {
    const {account} = this;
    const server = this.#options.server();
    if (!account.credentials) return undefined;
    if (!this.credentials)
      return `the credentials are for ${String(account.credentials.servers?.join(', '))}, not for ${server}`;
    const other = where.field === 'Authorization' ? 'Proxy-Authorization' : 'Authorization';
    if (where.message.method !== 'REGISTER' && this.#find(other, where.message).has(challenge.realm)) {
      return `the request already carries ${other} for this realm`;
    }
    return this.#spaces.objection(server, challenge, where, account.credentials);
  }

  #find(field: AuthorizationField, message: OutgoingRequestMessage): ReadonlyMap<string, ProtectionSpace> {
    return this.#cache.find(this.#options.server(), field, message);
  }

  #known(field: AuthorizationField, message: OutgoingRequestMessage): ProtectionSpace[] {
    const {credentials} = this;
    if (!credentials || this.account.expired) return [];
    return [...this.#find(field, message).values()].flatMap((space) => {
      if (this.answerable([space.challenge]).length === 0) return [];
      if (space.credentials === credentials) return space;
      // New credentials have replaced those of the space. A token answers any challenge; a digest waits for a new
      // nonce.
      return 'token' in credentials ? this.#space(space.challenge, credentials) : [];
    });
  }

  #space(challenge: Challenge, credentials: Credentials): ProtectionSpace {
    return new ProtectionSpace(challenge, credentials, this.#options.user);
  }
}

/** Whether nobody can read the connection: it is encrypted or stays on this machine (RFC 8898 section 2.1.2). */
function isUnreadable(server: string): boolean {
  return /^(wss:|ws:\/\/(localhost|127(\.\d+){3}|\[::1\])([:/]|$))/i.test(server);
}
