import {SipError} from './errors.js';

/** Never taken from markup. */
export interface PasswordCredentials {
  /** The authorization user; the user part of `uri` if left out. */
  readonly username?: string | undefined;
  readonly password: string;
}

/** In the place of a password: what a digest is made of, good for one realm only (RFC 7616 section 3.4.2). */
export interface HashCredentials {
  readonly username?: string | undefined;
  /** The hash of `username:realm:password`, in hexadecimal digits. */
  readonly ha1: string;
  /** What `ha1` was made with, and the only one that it can answer. Default: `MD5`. */
  readonly algorithm?: 'MD5' | 'SHA-256' | undefined;
}

/** An access token (RFC 8898). It is given to servers on `wss:` (or on this machine) only: whoever reads it has it. */
export interface TokenCredentials {
  readonly token: string;
  /** For how many seconds it is good, from when it is handed over: a function is asked for the next one before that. */
  readonly expires?: number | undefined;
}

/** What a registrar or proxy asks for (RFC 3261 section 22). */
export type Credentials = PasswordCredentials | HashCredentials | TokenCredentials;

/** Why credentials are asked for. */
export interface CredentialsQuestion {
  /**
   * `start`: the phone connects. `refused`: the server did not take the last ones, or there were none. `expired`: the
   * token is no longer good, or will soon not be.
   */
  readonly reason: 'start' | 'refused' | 'expired';
  /** Whose challenge it is, if a server asks. */
  readonly realm?: string | undefined;
}

/** Secrets as such, or a function that is asked when the phone starts and whenever they are no longer good. */
export type CredentialsSource =
  Credentials | ((question: CredentialsQuestion) => Credentials | undefined | Promise<Credentials | undefined>);

/**
 * Takes of a value what credentials consist of.
 * @throws SipError `credentials-missing` if it is none of the three kinds; the message repeats nothing of it.
 */
export function checkCredentials(value: unknown): Credentials {
  const {username, password, ha1, algorithm, token, expires} = Object(value) as Record<string, unknown>;
  if (username === undefined || typeof username === 'string') {
    if (typeof password === 'string') return {username, password};
    if (isHash(ha1, algorithm)) return {username, ha1: ha1.toLowerCase(), algorithm: lengths[ha1.length]};
    if (isToken(token) && isSeconds(expires)) return {token, expires};
  }
  throw new SipError(
    'credentials-missing',
    'Credentials are {username?, password}, {username?, ha1, algorithm?: "MD5" | "SHA-256"} or {token, expires?}.',
  );
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
