import {timingSafeEqual} from 'node:crypto';
import digest from 'sip/digest.js';
import {randomToken} from './message.js';

/** @import {Request} from './message.js' */

const NONCE_SECONDS = 300;

/**
 * The result of checking the credentials of a request. `wrong` distinguishes a wrong password from a missing or stale
 * answer.
 *
 * @typedef {{user: string} | {challenge: object, wrong: boolean}} Verdict
 */

/** Digest authentication (RFC 2617 as used by RFC 3261 section 22): MD5, `qop=auth`. */
export class DigestGuard {
  #realm;
  #passwords;
  #now;
  /** @type {Map<string, {issued: number, count: number}>} */
  #nonces = new Map();

  /**
   * @param {string} realm
   * @param {ReadonlyMap<string, string>} passwords by user
   * @param {() => number} [now]
   */
  constructor(realm, passwords, now = Date.now) {
    this.#realm = realm;
    this.#passwords = passwords;
    this.#now = now;
  }

  /**
   * Checks a request. Wrong credentials get a new challenge, as from other registrars: for a user agent that was
   * challenged before, a second challenge means "wrong password".
   *
   * @param {Request} request
   * @param {'authorization' | 'proxy-authorization'} header
   * @returns {Verdict}
   */
  check(request, header) {
    const given = this.#find(request.headers[header]);
    if (!given) return {challenge: this.#challenge(false), wrong: false};
    const user = (given['username'] ?? '').toLowerCase();
    const password = this.#passwords.get(user);
    if (password === undefined || !this.#matches(given, request, password)) {
      return {challenge: this.#challenge(false), wrong: true};
    }
    return this.#use(given) ? {user} : {challenge: this.#challenge(true), wrong: false};
  }

  /** @param {Record<string, string>[] | undefined} headers */
  #find(headers) {
    if (!Array.isArray(headers)) return undefined;
    const ours = headers.find(
      (each) => /^digest$/i.test(each['scheme'] ?? '') && unquote(each['realm']) === this.#realm,
    );
    return (
      ours && Object.fromEntries(Object.entries(ours).map(([name, value]) => [name.toLowerCase(), unquote(value)]))
    );
  }

  /**
   * @param {Record<string, string>} given
   * @param {Request} request
   * @param {string} password
   */
  #matches(given, request, password) {
    if (given['qop'] !== 'auth' || !given['cnonce'] || !/^[0-9a-f]{8}$/i.test(given['nc'] ?? '')) return false;
    if (given['algorithm'] && given['algorithm'].toUpperCase() !== 'MD5') return false;
    const ha1 = digest.calculateUserRealmPasswordHash(given['username'], this.#realm, password);
    const expected = digest.calculateDigest({...given, ha1, method: request.method});
    const actual = given['response'] ?? '';
    return actual.length === expected.length && timingSafeEqual(Buffer.from(actual), Buffer.from(expected));
  }

  /**
   * Marks a nonce count as used. Returns false if the nonce is not ours, too old or replayed: it is stale, not wrong.
   *
   * @param {Record<string, string>} given
   */
  #use(given) {
    const nonce = this.#nonces.get(given['nonce'] ?? '');
    const count = Number.parseInt(given['nc'] ?? '', 16);
    if (!nonce || this.#now() - nonce.issued > NONCE_SECONDS * 1000 || count <= nonce.count) return false;
    nonce.count = count;
    return true;
  }

  /** @param {boolean} stale */
  #challenge(stale) {
    const now = this.#now();
    for (const [nonce, {issued}] of this.#nonces) {
      if (now - issued <= NONCE_SECONDS * 1000) break; // The map has the oldest nonce first, so all others are newer.
      this.#nonces.delete(nonce);
    }
    const nonce = randomToken(16);
    this.#nonces.set(nonce, {issued: now, count: 0});
    const challenge = {
      scheme: 'Digest',
      realm: `"${this.#realm}"`,
      nonce: `"${nonce}"`,
      algorithm: 'MD5',
      qop: '"auth"',
    };
    return stale ? {...challenge, stale: 'true'} : challenge;
  }
}

/** @param {string | undefined} text */
function unquote(text) {
  return (text ?? '').replace(/^"([\s\S]*)"$/, '$1').replace(/\\(.)/g, '$1');
}
