import {domainOf, toSipUri} from './address.js';
import type {PhoneConfig} from './config/phone-config.js';

/**
 * Whom a text means to somebody with this account, see `toSipUri`. Header fields of a link are not sent, from whomever it
 * comes (RFC 3261 section 19.1.5): they would speak in our name.
 * @throws SipError `invalid-address`.
 */
export function dialTarget(text: string, {uri, logger}: Pick<PhoneConfig, 'uri' | 'logger'>): string {
  const target = toSipUri(text, domainOf(uri));
  // Those in the user part are still there.
  const dropped = text.split('?').length > target.split('?').length;
  if (dropped) logger.warn(`The header fields behind "?" are not sent to ${target}.`);
  return target;
}
