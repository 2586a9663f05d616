import {IncomingResponseMessage, type IncomingRequestMessage, type NameAddrHeader} from '../sip-js.js';
import {readHeaderFields} from './header-fields.js';
import {readMediaType, type CSeq, type Via} from './header-grammar.js';
import {completeBody} from './message-body.js';
import {findDescription} from './multipart.js';
import {readStartLine, type Incoming} from './start-line.js';
import {oneLine} from './text.js';

/** The most that is read of a message, in UTF-16 units: much more than phones send, and still fast to parse. */
const MAX_LENGTH = 2 ** 18;
/** The most header fields that are read. Phones send about thirty. */
const MAX_FIELDS = 500;

export interface Reading {
  readonly message: Incoming;
  /** What is wrong with the message, as status and phrase of an answer. The rest is read as far as possible. */
  readonly fault: string | undefined;
  /** The body is shorter than Content-Length, or the message is too long to be read to its end. */
  readonly truncated: boolean;
}

/**
 * Reads a message into SIP.js's class. It accepts more than the grammar (RFC 3261 section 25.1): everything that has
 * only one possible meaning. Returns `undefined` if the first line is not SIP.
 */
export function readMessage(text: string): Reading | undefined {
  // Lines may end with LF alone, and the empty line after the last header field may be missing.
  const read = text.slice(0, MAX_LENGTH);
  const {0: emptyLine = '', index} = /\r?\n\r?\n/.exec(read) ?? {index: read.length};
  const [head, body] = [read.slice(0, index), read.slice(index + emptyLine.length)];
  const [line = '', ...lines] = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map(oneLine);
  const [message, lineFault] = readStartLine(line);
  if (!message) return undefined;
  message.data = text;
  const tooLong = text.length > MAX_LENGTH || lines.length > MAX_FIELDS;
  const fieldFault = readHeaderFields(message, lines.slice(0, MAX_FIELDS));
  const dialogFault = readDialog(message);
  const tooShort = readBody(message, body) && '400 Body Shorter Than Content-Length';
  const faults = [tooLong && '513 Message Too Large', lineFault, fieldFault, dialogFault, tooShort];
  return {message, truncated: Boolean(tooLong || tooShort), fault: faults.find(Boolean) || undefined};
}

/** Sets the properties that SIP.js reads from a message; an unreadable one is `undefined`. */
function readDialog(message: Incoming): string | undefined {
  const [via, from, to, cseq] = ['Via', 'From', 'To', 'CSeq'].map(
    (name) => message.headers[name]?.[0]?.parsed as unknown,
  ) as [Via?, NameAddrHeader?, NameAddrHeader?, CSeq?];
  const {value, method = ''} = cseq ?? {};
  const callId = message.getHeader('call-id');
  const read = {via, from, to, callId, cseq: value, fromTag: tagOf(from), toTag: tagOf(to), viaBranch: via?.branch};
  Object.assign(message, read);
  for (const name of ['require', 'supported']) {
    // SIP.js reads only the first of these fields, and compares in lower case.
    if (message.hasHeader(name)) message.setHeader(name, message.getHeaders(name).join(', ').toLowerCase());
  }
  if (message instanceof IncomingResponseMessage) {
    message.method = method;
    return undefined;
  }
  message.viaBranch = transactionOf(message, via);
  return method === message.method ? undefined : '400 CSeq Names Another Method';
}

function tagOf(address: NameAddrHeader | undefined): string | undefined {
  return address?.getParam('tag') ?? undefined;
}

/**
 * Returns the key that a request shares with its retransmissions, its ACK and its CANCEL (RFC 3261 section 17.2.3). A
 * branch without the magic cookie is not unique; then the rules of RFC 2543 identify the transaction.
 */
function transactionOf({callId, cseq, fromTag, method}: IncomingRequestMessage, via: Via | undefined): string {
  const {branch = '', host, port} = via ?? {};
  const unique = /^z9hG4bK./i.test(branch) ? branch : [callId, cseq, fromTag].join();
  return [unique, host, port, /^(ACK|CANCEL)$/.test(method) ? 'INVITE' : method].join();
}

/** Reads the body. Returns whether a part of it is missing. */
function readBody(message: Incoming, text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  const length = (message.headers['Content-Length']?.[0]?.parsed as number | undefined) ?? bytes.length;
  // Text after the body is ignored (RFC 3261 section 18.3).
  message.body = length < bytes.length ? new TextDecoder().decode(bytes.subarray(0, length)) : text;
  const type = message.getHeader('content-type') ?? '';
  const description = readMediaType(type).startsWith('multipart/') && findDescription(type, message.body);
  if (description) {
    message.body = description.content;
    message.setHeader('content-type', description.type);
    message.setHeader('content-disposition', description.disposition ?? 'session');
  }
  completeBody(message);
  return length > bytes.length;
}
