import {IncomingRequestMessage, type IncomingResponseMessage, type NameAddrHeader} from '../sip-js.js';
import {randomId} from '../../core/id.js';
import type {Logger} from '../../core/logger.js';
import type {Agent} from '../agent.js';
import {guarded, inBackground} from '../guarded.js';
import {NO_TAG} from './identifiers.js';
import {descriptionIn} from './message-body.js';
import {readMessage} from './message-parser.js';
import {completeTags, isOurs} from './response-match.js';
import {admitRequestUri} from './request-uri.js';

/** The option tags that Require may have: extensions that we support, and those that ask nothing of the callee. */
const UNDERSTOOD = new Set('100rel gruu histinfo norefersub outbound path replaces timer'.split(' '));

/** Sees messages before SIP.js's core does. */
export interface Inbox {
  /** Returns status and phrase if an INVITE has a Replaces header field and must not replace that call. */
  refusal(message: IncomingRequestMessage): string | undefined;
  /** Returns whether it has handled a request; SIP.js's core does not get such a request. */
  takeRequest(message: IncomingRequestMessage): boolean;
  /** A response has come. */
  noteResponse(message: IncomingResponseMessage): void;
}

export interface ReceiverParts {
  readonly logger: Logger;
  readonly inbox: Inbox;
}

/**
 * Receives messages from the transport in the place of SIP.js, which drops each message that it cannot read. Here a bad
 * request gets a response, a response counts if its important header fields are readable, and the log says why a
 * message is dropped.
 * @see RFC 3261 sections 8.2, 16.3 and 18
 */
export function installReceiver(agent: Agent, parts: ReceiverParts): void {
  const {logger} = parts;
  agent.transport.onMessage = guarded(logger, (text: string) => {
    const trimmed = text.replace(/^[\r\n]+/, '');
    if (!trimmed) return; // A keep-alive.
    const reading = readMessage(trimmed);
    if (!reading) {
      logger.info('A text was received that is not a SIP message.');
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
  fault = admitRequestUri(core, message) ?? inbox.refusal(message),
): void {
  const {method} = message;
  if (message.toTag) message.fromTag ||= NO_TAG;
  const refusal = fault ? [fault] : refusalOf(message, core.configuration.sipjsId);
  if (!refusal) {
    if (!inbox.takeRequest(message)) core.receiveIncomingRequestFromTransport(message);
    return;
  }
  logger.info(`A request was refused: ${method} ${refusal.join()}`);
  // An ACK never gets a response, and without Via a response has no address.
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
  completeResponse(core, message);
  inbox.noteResponse(message);
  core.receiveIncomingResponseFromTransport(message);
}

function completeResponse({userAgentClients}: Agent['core'], message: IncomingResponseMessage): void {
  const {method} = message;
  const request = userAgentClients.get(message.viaBranch + method)?.transaction.request;
  completeTags(message);
  // SIP.js copies what it finds here into the ACK to a refusal.
  if (request && !message.getHeader('to')) message.setHeader('to', String(request.to));
  if (method !== 'INVITE' || Number(message.statusCode) >= 300) return;
  // Inside a dialog it is known where the far end is.
  if (request && !request.toTag) completeContact(message, request.to);
  completeProgress(message);
}

function completeProgress(message: IncomingResponseMessage): void {
  if (Number(message.statusCode) > 100) message.toTag ||= NO_TAG;
  // SIP.js looks for `100rel` in the first Require field only, and in lower case only.
  const required = message.getHeaders('require').join();
  if (required) message.setHeader('require', required.toLowerCase());
}

/** Replaces a missing or unreadable Contact by the To address, where the call went (RFC 2543 section 6.13). */
function completeContact({headers}: IncomingResponseMessage, to: NameAddrHeader): void {
  const readable = headers.Contact?.filter(({parsed}) => parsed !== undefined) ?? [];
  headers.Contact = readable.length ? readable : [{raw: '', parsed: to}];
}

/** Returns status with phrase, and header fields, if a request is well-formed but we must refuse it. */
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
  // SIP.js cannot handle these two methods outside a dialog.
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

/** Writes a response (RFC 3261 section 8.2.6) to a request that may lack any header field except Via. */
function answerTo(message: IncomingRequestMessage, [status, ...fields]: readonly string[]): string {
  const echoed = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap((name) => {
    const values = name === 'Via' ? message.getHeaders(name) : message.getHeaders(name).slice(0, 1);
    const tag = name === 'To' && !/;\s*tag\s*=/i.test(values.join()) ? `;tag=${randomId()}` : '';
    return values.map((value) => `${name}: ${value}${tag}`);
  });
  return [`SIP/2.0 ${String(status)}`, ...echoed, ...fields, 'Content-Length: 0', '', ''].join('\r\n');
}
