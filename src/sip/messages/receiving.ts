import {IncomingRequestMessage, type IncomingResponseMessage} from '../sip-js.js';
import {randomId} from '../../core/id.js';
import type {Logger} from '../../core/logger.js';
import type {Agent} from '../agent.js';
import {guarded, inBackground} from '../guarded.js';
import {NO_TAG} from './identifiers.js';
import {descriptionIn} from './message-body.js';
import {readMessage} from './message-parser.js';

/** What may be required of us: what we do, and what asks nothing of the one that is called. */
const UNDERSTOOD = new Set('100rel gruu histinfo norefersub outbound path replaces timer'.split(' '));

/** Who takes messages before SIP.js's core does. */
export interface Inbox {
  /** Status and phrase, if an INVITE wants to take the place of a call which it may not have. */
  refusal(message: IncomingRequestMessage): string | undefined;
  /** Whether a request has its answer. */
  takeRequest(message: IncomingRequestMessage): boolean;
  /** A response has come. */
  noteResponse(message: IncomingResponseMessage): void;
}

export interface ReceiverParts {
  readonly logger: Logger;
  readonly inbox: Inbox;
}

/**
 * Takes what the transport delivers, instead of SIP.js, which drops what it cannot read: a request that is no good gets
 * its answer, a response is used if what matters in it is readable, and the log says why something was dropped.
 * @see RFC 3261 sections 8.2, 16.3 and 18
 */
export function installReceiver(agent: Agent, parts: ReceiverParts): void {
  const {logger} = parts;
  agent.transport.onMessage = guarded(logger, (text: string) => {
    const trimmed = text.replace(/^[\r\n]+/, '');
    if (!trimmed) return; // A keep-alive.
    const reading = readMessage(trimmed);
    if (!reading) {
      logger.info('Something was received that is no SIP message.');
    } else if (reading.message instanceof IncomingRequestMessage) {
      receiveRequest(agent, parts, reading.message, reading.fault);
    } else {
      receiveResponse(agent, parts, reading.message, !reading.truncated);
    }
  });
}

function receiveRequest(
  {core, transport}: Agent,
  {logger, inbox}: ReceiverParts,
  message: IncomingRequestMessage,
  fault = inbox.refusal(message),
): void {
  const {method} = message;
  if (message.toTag) message.fromTag ||= NO_TAG;
  const refusal = fault ? [fault] : refusalOf(message, core.configuration.sipjsId);
  if (!refusal) {
    if (!inbox.takeRequest(message)) core.receiveIncomingRequestFromTransport(message);
    return;
  }
  logger.info(`A request was refused: ${method} ${refusal.join()}`);
  // An ACK is never answered; without Via nobody knows where to.
  if (method === 'ACK' || !message.hasHeader('via')) return;
  inBackground(logger, 'The refusal', transport.send(answerTo(message, refusal)));
}

function receiveResponse(
  {core}: Agent,
  {logger, inbox}: ReceiverParts,
  message: IncomingResponseMessage,
  whole: boolean,
): void {
  if (!whole || !isOurs(message, core.configuration.viaHost)) {
    logger.info(`A response was dropped: ${String(message.statusCode)} ${message.method}`);
    return;
  }
  completeResponse(message);
  inbox.noteResponse(message);
  core.receiveIncomingResponseFromTransport(message);
}

function completeResponse(message: IncomingResponseMessage): void {
  if (message.method !== 'INVITE' || Number(message.statusCode) >= 300) return;
  completeContact(message);
  if (Number(message.statusCode) > 100) message.toTag ||= NO_TAG;
  // SIP.js looks for `100rel` in the first field, and as it is written here.
  const required = message.getHeaders('require').join();
  if (required) message.setHeader('require', required.toLowerCase());
}

/** Whoever leaves Contact out, or writes nonsense into it, can be reached where the call went (RFC 2543 section 6.13). */
function completeContact({headers, to}: IncomingResponseMessage): void {
  const readable = headers.Contact?.filter(({parsed}) => parsed !== undefined) ?? [];
  headers.Contact = readable.length ? readable : [{raw: '', parsed: to}];
}

/** RFC 3261 section 18.1.2. Without To and CSeq nobody knows what it answers. */
function isOurs(message: IncomingResponseMessage, viaHost: string): boolean {
  const {via, to, method} = message as Partial<IncomingResponseMessage>;
  return Boolean(method && to) && via?.host === viaHost && !via.port && message.getHeaders('via').length === 1;
}

/** Status, phrase and header fields, if the request is good but not for us. */
function refusalOf(message: IncomingRequestMessage, ownPrefix: string): string[] | undefined {
  const {method, toTag, callId} = message;
  if (/^(ACK|CANCEL)$/.test(method)) return undefined;
  const unsupported = optionTags(message.getHeader('require')).filter((tag) => !UNDERSTOOD.has(tag));
  if (unsupported.length) return ['420 Bad Extension', `Unsupported: ${unsupported.join(', ')}`];
  if (method === 'INVITE' && message.body && !isDescription(message)) {
    return ['415 Unsupported Media Type', 'Accept: application/sdp', 'Accept-Encoding: identity'];
  }
  if (toTag) return undefined;
  if (callId.startsWith(ownPrefix)) return ['482 Loop Detected'];
  // SIP.js has no idea of them outside of a dialog.
  return /^(PRACK|UPDATE)$/.test(method) ? ['481 Call/Transaction Does Not Exist'] : undefined;
}

function optionTags(text = ''): string[] {
  return text.split(',').flatMap((tag) => tag.trim() || []);
}

function isDescription(message: IncomingRequestMessage): boolean {
  const encoding = message.getHeader('content-encoding') ?? 'identity';
  const optional = /;\s*handling\s*=\s*optional/i.test(message.getHeader('content-disposition') ?? '');
  return optional || (descriptionIn(message) !== '' && encoding.toLowerCase() === 'identity');
}

/** RFC 3261 section 8.2.6, for requests that may lack anything. */
function answerTo(message: IncomingRequestMessage, [status, ...fields]: readonly string[]): string {
  const echoed = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap((name) => {
    const values = name === 'Via' ? message.getHeaders(name) : message.getHeaders(name).slice(0, 1);
    const tag = name === 'To' && !/;\s*tag\s*=/i.test(values.join()) ? `;tag=${randomId()}` : '';
    return values.map((value) => `${name}: ${value}${tag}`);
  });
  return [`SIP/2.0 ${String(status)}`, ...echoed, ...fields, 'Content-Length: 0', '', ''].join('\r\n');
}
