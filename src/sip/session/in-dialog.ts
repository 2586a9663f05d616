import type {Bye, Cancel, Info, Message, Notification, Referral, Session, SessionDelegate} from 'sip.js';
import {parseReasons, type ReasonValue} from '../../core/call/end-causes.js';
import type {SipReferral} from '../../core/engine/sip-engine.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {Logger} from '../../core/logger.js';
import {digitOfInfo} from '../media/digits.js';
import {guarded, inBackground} from '../guarded.js';
import {InboundReferral} from './referral.js';
import {cleanText} from '../messages/text.js';
import {receiveMessage, type OfferMessage} from '../messages/text-messages.js';

/** What the requests of the far end mean to a session. */
export interface InDialogEvents {
  bye(reasons: readonly ReasonValue[]): void;
  cancel(reasons: readonly ReasonValue[]): void;
  digit(digit: string): void;
  referred(referral: SipReferral): void;
  ack(): void;
  readonly message: OfferMessage;
  /** News of something that we asked for. */
  notified(request: Notification['request']): void;
}

/**
 * Answers requests inside the dialog. A REFER is passed on: followed without a question it lets the far end dial at our
 * expense, which is what SIP.js does if it is left alone.
 */
export function inDialogDelegate(native: Session, events: InDialogEvents, config: PhoneConfig): SessionDelegate {
  const {logger} = config;
  return {
    onAck: guarded(logger, () => events.ack()),
    onBye: guarded(logger, (bye: Bye) => {
      events.bye(reasonsOf(bye));
      inBackground(logger, 'The answer to a BYE', bye.accept());
    }),
    onCancel: guarded(logger, (cancel: Cancel) => events.cancel(reasonsOf(cancel))),
    onInfo: guarded(logger, (info: Info) => {
      const digit = digitOfInfo(info.request.getHeader('content-type') ?? '', info.request.body);
      if (digit) events.digit(digit);
      inBackground(logger, 'The answer to an INFO', info.accept());
    }),
    onRefer: guarded(logger, (referral: Referral) => {
      const inbound = readReferral(native, referral, logger);
      if (inbound) events.referred(inbound);
      else inBackground(logger, 'The refusal of a REFER', referral.reject({statusCode: 400}));
    }),
    onMessage: guarded(logger, (message: Message) => receiveMessage(message, config, events.message)),
    onNotify: guarded(logger, (notification: Notification) => {
      // Not 481: some gateways take that for the end of the call that the NOTIFY came in.
      inBackground(logger, 'The answer to a NOTIFY', notification.accept());
      events.notified(notification.request);
    }),
  };
}

/** Undefined if it names nobody who can be called. */
function readReferral(native: Session, referral: Referral, logger: Logger): InboundReferral | undefined {
  try {
    return new InboundReferral(native, referral, logger);
  } catch (error) {
    logger.info('A REFER could not be read.', error);
    return undefined;
  }
}

/** The Reason header fields of a request, as harmless text. */
export function reasonsOf({request}: {request: {getHeaders(name: string): string[]}}): readonly ReasonValue[] {
  return parseReasons(request.getHeaders('reason').map((field) => cleanText(field, 1000)));
}
