import {UserAgentState, type UserAgent} from 'sip.js';
import type {UserAgentCore} from 'sip.js/lib/core/index.js';
import {IncomingRequestMessage} from 'sip.js/lib/core/messages/incoming-request-message.js';
import type {IncomingResponseMessage} from 'sip.js/lib/core/messages/incoming-response-message.js';
import {randomId} from '../../core/id.js';
import type {Logger} from '../../core/logger.js';
import {guarded, inBackground} from '../guarded.js';
import {descriptionIn} from './message-body.js';
import {readMessage} from './message-parser.js';
import {refusalOfReplacing} from '../session/replaces.js';

/** What may be required of us: what we do, and what asks nothing of the one that is called. */
const UNDERSTOOD = new Set('100rel gruu histinfo norefersub outbound path replaces timer'.split(' '));

/**
 * Takes what the transport delivers, instead of SIP.js, which drops what it cannot read: a request that is no good gets
 * its answer, a response is used if what matters in it is readable, and the log says why something was dropped.
 * @see RFC 3261 sections 8.2, 16.3 and 18
 */
export function installReceiver(userAgent: UserAgent, logger: Logger, wasHere: (sessionId: string) => boolean): void {
  userAgent.transport.onMessage = guarded(logger, (text: string) => {
    const trimmed = text.replace(/^[\r\n]+/, '');
    if (!trimmed) return; // A keep-alive.
    const reading = readMessage(trimmed);
    if (!reading) {
      logger.info('Something was received that is no SIP message.');
    } else if (reading.message instanceof IncomingRequestMessage) {
      const {message, fault} = reading;
      const replacing = fault ?? refusalOfReplacing(message, userAgent, wasHere);
      receiveRequest(userAgent, logger, message, replacing);
    } else {
      receiveResponse(userAgent.userAgentCore, logger, reading.message, !reading.truncated);
    }
  });
}

function receiveResponse(core: UserAgentCore, logger: Logger, message: IncomingResponseMessage, whole: boolean): void {
  if (!whole || !isOurs(message, core.configuration.viaHost)) {
    logger.info(`A response was dropped: ${String(message.statusCode)} ${message.method}`);
    return;
  }
  if (message.method === 'INVITE' && Number(message.statusCode) < 300) {
    completeContact(message);
    // SIP.js looks for `100rel` in the first field, and as it is written here.
    const required = message.getHeaders('require').join();
    if (required) message.setHeader('require', required.toLowerCase());
  }
  core.receiveIncomingResponseFromTransport(message);
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

function receiveRequest(
  userAgent: UserAgent,
  logger: Logger,
  message: IncomingRequestMessage,
  fault: string | undefined,
): void {
  const {userAgentCore, state} = userAgent;
  const {method} = message;
  if (state === UserAgentState.Stopped) return;
  const refusal = fault ? [fault] : refusalOf(message, userAgentCore.configuration.sipjsId);
  if (!refusal) {
    userAgentCore.receiveIncomingRequestFromTransport(message);
    return;
  }
  logger.info(`A request was refused: ${method} ${refusal.join()}`);
  // An ACK is never answered; without Via nobody knows where to.
  if (method === 'ACK' || !message.hasHeader('via')) return;
  inBackground(logger, 'The refusal', userAgent.transport.send(answerTo(message, refusal)));
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
