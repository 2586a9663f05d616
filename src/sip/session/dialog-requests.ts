import {
  getBody,
  SignalingState,
  type IncomingAckRequest,
  type IncomingRequest,
  type SessionDelegate,
  type SessionDialog,
} from '../sip-js.js';
import {callEnd, endFromBye, parseReasons, type ReasonValue} from '../../core/call/end-causes.js';
import {endFromError} from '../../core/call/end-from-error.js';
import {toSipError} from '../../core/errors.js';
import type {Logger} from '../../core/logger.js';
import {guarded, inBackground} from '../guarded.js';
import {digitOfInfo} from '../media/digit-of-info.js';
import {cleanText} from '../messages/text.js';
import {receiveMessage} from '../messages/text-messages.js';
import {reasonLine} from './end-messages.js';
import {InboundReferral} from './referral.js';
import type {InviteSession} from './session.js';

type Request = Pick<IncomingRequest, 'accept' | 'reject' | 'message'>;

/**
 * Handles the far end's requests inside a dialog of a session. While the answer is being applied, the requests wait.
 * Before the answer they cannot change or refer the session, but digits and messages may come.
 */
export function dialogRequests(session: InviteSession, dialog: SessionDialog): SessionDelegate {
  const {usage} = session;
  const {config} = session.context;
  const {logger} = config;
  /** Handles a request if the session is established; otherwise the response is 481. */
  const settled = <R extends Request>(handle: (request: R) => void) =>
    guarded(logger, (request: R) => {
      usage.whenSettled(
        guarded(logger, () => {
          if (usage.state === 'established') handle(request);
          else request.reject({statusCode: 481});
        }),
      );
    });
  /** Handles a request also before the answer. */
  const always = <R extends Request>(handle: (request: R) => void) =>
    guarded(logger, (request: R) => {
      if (dialog.early) handle(request);
      else settled(handle)(request);
    });
  return {
    onAck: (request) => acknowledged(session, dialog, request),
    onAckTimeout: guarded(logger, () => {
      dialog.bye();
      session.finish(callEnd({by: 'system', cause: 'timeout', reason: 'The far end did not confirm the answer.'}));
    }),
    onBye: guarded(logger, (request: Request) => {
      if (dialog.early) {
        request.accept();
        session.beginning.left(request.message);
        return;
      }
      usage.whenSettled(
        guarded(logger, () => {
          request.accept();
          session.finish(endFromBye(reasonsOf(request.message)));
        }),
      );
    }),
    onInfo: always((request) => {
      const {message} = request;
      const digit = digitOfInfo(message.getHeader('content-type') ?? '', message.body);
      if (digit) session.tell('digit', digit, 'info');
      request.accept();
    }),
    onInvite: settled((request) => {
      inBackground(
        logger,
        'The answer to a re-INVITE',
        session.conversation.handle(request, ({negotiation}) => negotiation.reinvited(request)),
      );
    }),
    onMessage: always((request) =>
      receiveMessage(request, config, (message, answer) => session.ask(answer, 'message', message)),
    ),
    onNotify: always((request) => {
      // Never 481: some gateways would then end the call.
      request.accept();
      session.conversation.now?.transfers.notified(request.message);
    }),
    onPrack: guarded(logger, (request) => session.beginning.pracked(request)),
    onRefer: always((request) => {
      const referral = readReferral(session, request, logger);
      if (!referral) request.reject({statusCode: 400});
      else if (dialog.early || !session.listener) referral.reject(480);
      else session.tell('referred', referral);
    }),
  };
}

/** Takes the ACK to our 2xx. If the 2xx had an offer, the ACK has the answer (RFC 3261 section 13.2.2.4). */
async function acknowledged(
  session: InviteSession,
  dialog: SessionDialog,
  {message}: IncomingAckRequest,
): Promise<void> {
  const {description, conversation, usage} = session;
  conversation.now?.negotiation.renegotiation.remoteDone();
  const body = getBody(message);
  const answered = dialog.signalingState === SignalingState.Stable;
  try {
    if (!answered) throw new Error('The ACK has no answer to our offer.');
    if (body?.contentDisposition === 'session' && description.offering) await description.setDescription(body.content);
  } catch (error) {
    if (usage.ending) return;
    if (answered && description.settled.remote) {
      await description.rollbackDescription();
      session.context.config.logger.warn('The answer to our offer was refused; the call is as it was.', error);
      return;
    }
    dialog.bye(undefined, {extraHeaders: [reasonLine(488, 'Not Acceptable Here')]});
    session.finish(endFromError(toSipError(error, 'bad-session-description')));
  }
}

/** Reads a REFER; returns undefined if it names nobody who can be called. */
function readReferral(session: InviteSession, request: Request, logger: Logger): InboundReferral | undefined {
  try {
    return new InboundReferral(session.usage, request, logger);
  } catch (error) {
    logger.info('A REFER could not be read.', error);
    return undefined;
  }
}

/** Returns the Reason header fields of a request, as harmless text. */
export function reasonsOf(message: {getHeaders(name: string): string[]}): readonly ReasonValue[] {
  return parseReasons(message.getHeaders('reason').map((field) => cleanText(field, 1000)));
}
