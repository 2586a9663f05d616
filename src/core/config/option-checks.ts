import {isSipUri} from '../address.js';
import {isNamePart} from '../call/custom-headers.js';
import {SipError} from '../errors.js';
import {checkCredentials, type CredentialsSource} from './credentials.js';

/**
 * Our own address as a SIP URI; `''` without one.
 * @throws SipError `invalid-argument`.
 */
export function ownUri(text: string): string {
  const uri = text.trim();
  if (!uri) return '';
  const full = /^sips?:/i.test(uri) ? uri : `sip:${uri}`;
  const [, host] = full.split('@');
  if (isSipUri(full) && host && !host.includes('?')) return full;
  throw new SipError('invalid-argument', `The uri "${text}" is not an address of yours: write sip:user@domain.`);
}

/** @throws SipError `invalid-argument`. */
export function checkPositive(value: number, name: string): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new SipError('invalid-argument', `${name} must be a number above 0, not ${String(value)}.`);
}

/**
 * Checks as `checkPositive()` does, but allows 0, which switches the option off.
 * @throws SipError `invalid-argument`.
 */
export function checkInterval(value: number, name: string): void {
  if (value !== 0) checkPositive(value, name);
}

/** @throws SipError `invalid-argument`. */
export function checkHeaderPrefix(prefix: string): void {
  if (prefix && !isNamePart(prefix)) {
    throw new SipError('invalid-argument', `"${prefix}" cannot be part of a header name.`);
  }
}

/** @throws SipError `credentials-missing`. The result of a function is checked when it is called. */
export function checkSource(source: CredentialsSource): void {
  if (typeof source === 'object') checkCredentials(source);
}
