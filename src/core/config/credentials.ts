import {SipError} from '../errors.js';
import {isWebSocketAddress, sameServer} from './server-address.js';

/** The servers that may get credentials, and how. The code that supplies them may set each member. */
export interface CredentialsScope {
  /** The WebSocket addresses of the servers that may get them. Default: those of the phone. */
  readonly servers?: readonly string[] | undefined;
  /**
   * Further realms of the server, besides those that it names when the phone registers. A challenge of any other realm
   * is not answered: it may come from the person who is called. Default: none; for a phone that does not register, the
   * domain of its own address.
   */
  readonly realms?: readonly string[] | undefined;
  /** The weakest algorithm to answer with. Default: the one that the server asks for when the phone registers. */
  readonly minimum?: 'MD5' | 'SHA-256' | undefined;
}

/** A password, which never comes from markup. */
export interface PasswordCredentials extends CredentialsScope {
  /** The authorization user; the user part of `uri` if left out. */
  readonly username?: string | undefined;
  readonly password: string;
}

/** A hash in the place of a password, valid for one realm only (RFC 7616 section 3.4.2). */
export interface HashCredentials extends CredentialsScope {
  readonly username?: string | undefined;
  /** The hash of `username:realm:password`, in hexadecimal digits. */
  readonly ha1: string;
  /** The algorithm that made `ha1`, and the only one for which it can answer. Default: `MD5`. */
  readonly algorithm?: 'MD5' | 'SHA-256' | undefined;
}

/** An access token (RFC 8898). Only servers on `wss:` (or on this machine) get it: anybody who reads it can use it. */
export interface TokenCredentials extends CredentialsScope {
  readonly token: string;
  /** For how many seconds the token is valid from now on; a function is asked for the next token before that. */
  readonly expires?: number | undefined;
}

/** The credentials for registrars and proxies (RFC 3261 section 22). */
export type Credentials = PasswordCredentials | HashCredentials | TokenCredentials;

/** The reason why the phone asks for credentials. */
export interface CredentialsQuestion {
  /**
   * `start`: the phone connects. `refused`: the server did not take the last ones, or there were none. `expired`: the
   * token is no longer good, or will soon not be.
   */
  readonly reason: 'start' | 'refused' | 'expired';
  /** The realm of the challenge, if a server asks. */
  readonly realm?: string | undefined;
}

/** The credentials, or a function that is called when the phone starts and whenever they are no longer valid. */
export type CredentialsSource =
  Credentials | ((question: CredentialsQuestion) => Credentials | undefined | Promise<Credentials | undefined>);

/**
 * Copies from a value the members that credentials have.
 * @throws SipError `credentials-missing` if the value is none of the three kinds; the message repeats nothing of it.
 */
export function checkCredentials(value: unknown): Credentials {
  const given = Object(value) as Record<string, unknown>;
  const {username, password, ha1, algorithm, token, expires} = given;
  const scope = scopeOf(given);
  if (username === undefined || typeof username === 'string') {
    if (typeof password === 'string') return {username, password, ...scope};
    if (isHash(ha1, algorithm)) return {username, ha1: ha1.toLowerCase(), algorithm: lengths[ha1.length], ...scope};
    if (isToken(token) && isSeconds(expires)) return {token, expires, ...scope};
  }
  throw new SipError(
    'credentials-missing',
    'Credentials are {username?, password}, {username?, ha1, algorithm?: "MD5" | "SHA-256"} or {token, expires?}.',
  );
}

/** Whether a server may get credentials. */
export function areFor({servers}: CredentialsScope, server: string): boolean {
  return !servers || servers.some((allowed) => sameServer(allowed, server));
}

const SCOPE = {
  servers: (value: unknown) => isTexts(value) && value.every(isWebSocketAddress),
  realms: isTexts,
  minimum: (value: unknown) => value === 'MD5' || value === 'SHA-256',
};

/**
 * Reads the scope; refuses an unreadable member, because without it the secrets would reach more servers than meant.
 */
function scopeOf(values: Record<string, unknown>): CredentialsScope {
  const scope: Record<string, unknown> = {};
  for (const [name, isRight] of Object.entries(SCOPE)) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    if (!isRight(value)) {
      throw new SipError(
        'credentials-missing',
        `The ${name} of the credentials cannot be read: servers are WebSocket addresses (["wss://pbx.example.com"]), ` +
          'realms are texts, minimum is "MD5" or "SHA-256".',
      );
    }
    scope[name] = value;
  }
  return scope;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

const lengths: Record<number, 'MD5' | 'SHA-256'> = {32: 'MD5', 64: 'SHA-256'};

function isHash(ha1: unknown, algorithm: unknown): ha1 is string {
  const digits = typeof ha1 === 'string' && /^[\da-f]+$/i.test(ha1);
  return digits && lengths[ha1.length] === (algorithm ?? 'MD5');
}

/** RFC 6750 section 2.1, `b64token`. */
function isToken(token: unknown): token is string {
  return typeof token === 'string' && /^[\w.~+/-]+=*$/.test(token);
}

function isSeconds(expires: unknown): expires is number | undefined {
  return expires === undefined || (typeof expires === 'number' && expires > 0);
}
