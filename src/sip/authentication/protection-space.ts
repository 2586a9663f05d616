import {randomId} from '../../core/id.js';
import type {Credentials, CredentialsScope} from '../../core/config/credentials.js';
import type {Challenge} from './challenge.js';
import {md5, sha256} from './hashes.js';
import {escapeQuoted} from '../messages/text.js';

/** The parts of a request that its digest covers. */
export interface DigestRequest {
  readonly method: string;
  /** The Request-URI as written in the request line. */
  readonly uri: string;
  readonly body: string;
}

type Hash = (text: string) => string;

const HASHES: Record<string, Hash> = {MD5: md5, 'SHA-256': sha256};

/** A protection space (RFC 7235 section 2.2): one realm of a server, and the credentials that answer its challenges. */
export class ProtectionSpace {
  readonly challenge: Challenge;
  readonly credentials: Credentials;
  readonly #user: string;
  readonly #hash: Hash;
  /** Stays the same while the nonce does, because the session hash contains it. */
  readonly #cnonce = randomId();
  readonly #session: string;
  #nonce: string;
  #count = 0;

  /** @param user The authorization user, for credentials that name none. */
  constructor(challenge: Challenge, credentials: Credentials, user: string) {
    this.challenge = challenge;
    this.credentials = credentials;
    this.#nonce = challenge.nonce;
    this.#hash = hashOf(challenge) ?? md5;
    this.#user = ('username' in credentials && credentials.username) || user;
    this.#session = 'token' in credentials ? '' : this.#hashOfUser(credentials);
  }

  /** Whether a challenge and credentials would make an equal space. */
  isFor({nonce, algorithm}: Challenge, credentials: Credentials): boolean {
    return nonce === this.#nonce && algorithm === this.challenge.algorithm && credentials === this.credentials;
  }

  /** The server gave a nonce for the next answers (`nextnonce`, RFC 7616 section 3.5). */
  renew(nonce: string): void {
    this.#nonce = nonce;
    this.#count = 0;
  }

  /** Returns the value of the next Authorization or Proxy-Authorization header field, and increases the nonce count. */
  authorization({method, uri, body}: DigestRequest): string {
    if ('token' in this.credentials) return `Bearer ${this.credentials.token}`;
    const {realm, algorithm, opaque, qop: offered} = this.challenge;
    const hash = this.#hash;
    const qop = chooseQop(offered);
    const count = (++this.#count).toString(16).padStart(8, '0');
    const subject = hash([method, uri, ...(qop === 'auth-int' ? [hash(body)] : [])].join(':'));
    const extra = qop ? [count, this.#cnonce, qop] : [];
    const response = hash([this.#session, this.#nonce, ...extra, subject].join(':'));
    return [
      `Digest username="${escapeQuoted(this.#user)}"`,
      `realm="${realm}"`,
      `nonce="${this.#nonce}"`,
      `uri="${uri}"`,
      `response="${response}"`,
      `algorithm=${algorithm}`,
      ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
      ...(qop ? [`qop=${qop}`, `nc=${count}`] : []),
      // A session hash needs the cnonce even without qop.
      ...(qop || isSession(algorithm) ? [`cnonce="${this.#cnonce}"`] : []),
    ].join(', ');
  }

  /** The hash of A1 (RFC 7616 section 3.4.2). */
  #hashOfUser(credentials: Exclude<Credentials, {token: string}>): string {
    const {realm, algorithm, nonce} = this.challenge;
    const hash = this.#hash;
    const ha1 = 'ha1' in credentials ? credentials.ha1 : hash(`${this.#user}:${realm}:${credentials.password}`);
    return isSession(algorithm) ? hash(`${ha1}:${nonce}:${this.#cnonce}`) : ha1;
  }
}

/**
 * Returns the challenges that these credentials can answer, one for each realm. In one realm the stronger hash wins,
 * whatever the order; of equal ones the first wins (RFC 8760 section 2.4). A token is not sent on a connection that
 * others can read (`secure` is false).
 */
export function answerable(challenges: readonly Challenge[], credentials: Credentials, secure: boolean): Challenge[] {
  const best = new Map<string, Challenge>();
  for (const challenge of challenges) {
    const rival = best.get(challenge.realm);
    if (!canAnswer(challenge, credentials, secure)) continue;
    if (!rival || (hashOf(rival) === md5 && hashOf(challenge) !== md5)) best.set(challenge.realm, challenge);
  }
  return [...best.values()];
}

function canAnswer(challenge: Challenge, credentials: Credentials, secure: boolean): boolean {
  if ('token' in credentials) return challenge.scheme === 'bearer' && secure;
  const hash = hashOf(challenge);
  if (challenge.scheme !== 'digest' || !hash) return false;
  if (challenge.qop.length > 0 && !chooseQop(challenge.qop)) return false;
  return !('ha1' in credentials) || hash === HASHES[credentials.algorithm ?? 'MD5'];
}

/**
 * Whether a digest is easier to break than one for another challenge: its hash is weaker, or without qop it contains no
 * cnonce.
 */
export function isWeaker(challenge: Challenge, than: Challenge | undefined): boolean {
  if (!than || challenge.scheme !== than.scheme) return false;
  return strengthOf(challenge) < strengthOf(than) || (than.qop.length > 0 && challenge.qop.length === 0);
}

/**
 * Whether a challenge asks for an algorithm that the page allows. A bearer challenge has no algorithm and always
 * passes.
 */
export function meetsMinimum(challenge: Challenge, minimum: CredentialsScope['minimum']): boolean {
  return minimum !== 'SHA-256' || challenge.scheme === 'bearer' || strengthOf(challenge) > 0;
}

function strengthOf(challenge: Challenge): number {
  return hashOf(challenge) === sha256 ? 1 : 0;
}

function hashOf({algorithm}: Challenge): Hash | undefined {
  return HASHES[algorithm.toUpperCase().replace(/-SESS$/, '')];
}

function isSession(algorithm: string): boolean {
  return /-sess$/i.test(algorithm);
}

/**
 * Takes `auth-int` only if the server offers nothing else: a proxy that rewrites the session description would break
 * it.
 */
function chooseQop(offered: readonly string[]): string | undefined {
  return ['auth', 'auth-int'].find((qop) => offered.includes(qop));
}
