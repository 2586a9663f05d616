import type {IncomingResponse} from '../sip-js.js';
import {domainOf, toSipUri} from '../../core/address.js';
import {readNameAddr} from '../messages/name-addr-grammar.js';

/** 305 names a proxy to go through, not somebody to call (RFC 3261 section 21.3.4). */
const USE_PROXY = 305;

/**
 * Returns the SIP addresses that a 3xx response names, best first. It leaves out addresses that a person could not
 * dial, and header fields in an address that would go into our INVITE (RFC 3261 section 8.1.3.4).
 */
export function redirectTargets(response: IncomingResponse['message'], ownUri: string): string[] {
  const {statusCode = 0} = response;
  if (statusCode < 300 || statusCode > 399 || statusCode === USE_PROXY) return [];
  const contacts = response.getHeaders('contact').flatMap((field) => readNameAddr(field) ?? []);
  const weight = ({parameters}: {parameters: unknown}) => {
    const q = Number((parameters as {q?: string}).q ?? 1);
    return Number.isNaN(q) ? 0 : q;
  };
  const targets = contacts
    .sort((one, other) => weight(other) - weight(one))
    .flatMap(({uri}) => {
      Reflect.deleteProperty(uri.parameters, 'method');
      uri.clearHeaders();
      try {
        return toSipUri(uri.toString(), domainOf(ownUri));
      } catch {
        return []; // Some other kind of address: mailto: and the like.
      }
    });
  return [...new Set(targets)];
}
