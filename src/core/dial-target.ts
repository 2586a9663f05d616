import {domainOf, toSipUri} from './address.js';
import type {PhoneConfig} from './config/phone-config.js';

/**
 * Returns the SIP address that a text means for this account, see `toSipUri`. Header fields of a link are never sent,
 * because the author of the link would speak in our name (RFC 3261 section 19.1.5).
 */
export function dialTarget(text: string, {uri, logger}: Pick<PhoneConfig, 'uri' | 'logger'>): string {
  const target = toSipUri(text, domainOf(uri));
  // A "?" in the user part is still in the target, so only a dropped one lowers the count.
  const dropped = text.split('?').length > target.split('?').length;
  if (dropped) logger.warn(`The header fields behind "?" are not sent to ${target}.`);
  return target;
}
