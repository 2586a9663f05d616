import type {IncomingResponseMessage} from '../sip-js.js';
import {split} from './lexing.js';

/**
 * Whether a response came to the right place (RFC 3261 section 18.1.2). The branch of its Via and the method of its CSeq say
 * what it answers (section 17.1.3), whatever else in it cannot be read. Case makes no difference in a host (section 19.1.4).
 */
export function isOurs(message: IncomingResponseMessage, viaHost: string): boolean {
  const {via, method} = message as Partial<IncomingResponseMessage>;
  const here = via?.host.toLowerCase() === viaHost.toLowerCase() && !via.port;
  return Boolean(method) && here && message.getHeaders('via').length === 1;
}

/** The tags of From and To whose address cannot be read: they name the dialog. */
export function completeTags(message: IncomingResponseMessage): void {
  message.fromTag ||= tagIn(message.getHeader('from'));
  message.toTag ||= tagIn(message.getHeader('to'));
}

function tagIn(field = ''): string {
  const tags = split(field, ';').flatMap((parameter) => /^tag\s*=\s*([\w\-.!%*+`'~]+)$/i.exec(parameter)?.[1] ?? []);
  return tags[0] ?? '';
}
