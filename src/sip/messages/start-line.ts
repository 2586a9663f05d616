import {IncomingRequestMessage, IncomingResponseMessage} from '../sip-js.js';
import {readUri} from './uri-grammar.js';

export type Incoming = IncomingRequestMessage | IncomingResponseMessage;

/**
 * Returns a message with the content of its first line, and the fault of that line if it has one. Returns an empty list
 * if the line is not SIP.
 */
export function readStartLine(line: string): [Incoming, string?] | [] {
  return readStatusLine(line) ?? readRequestLine(line) ?? [];
}

/** The reason phrase may be any text (RFC 3261 section 7.2), or be missing. */
function readStatusLine(line: string): [IncomingResponseMessage] | undefined {
  const [, status, phrase = ''] = /^SIP\/2\.0\s+([1-6]\d\d)(?:\s(.*))?$/is.exec(line) ?? [];
  if (!status) return undefined;
  const message = new IncomingResponseMessage();
  message.statusCode = Number(status);
  message.reasonPhrase = phrase.trimStart();
  return [message];
}

function readRequestLine(line: string): [IncomingRequestMessage, string?] | undefined {
  // Every request that claims to be SIP gets an answer.
  const [, method, version] = /^(?!SIP\/)(\S+)\s.*\sSIP\/(\S+)\s*$/is.exec(line) ?? [];
  if (!method) return undefined;
  const message = new IncomingRequestMessage();
  message.method = method;
  if (version !== '2.0') return [message, '505 Version Not Supported'];
  const uri = /^\S+ (\S+) \S+$/.exec(line)?.[1] ?? '';
  // A Request-URI must not have header fields; only links on pages have them (RFC 3261 section 19.1.1).
  const ruri = uri.lastIndexOf('?') <= uri.lastIndexOf('@') ? readUri(uri) : undefined;
  if (ruri) message.ruri = ruri;
  return [message];
}
