import type {Message, Notification, UserAgentDelegate} from 'sip.js';
import type {IncomingReferRequest} from 'sip.js/lib/core/index.js';
import type {Logger} from '../core/logger.js';
import {ALLOW} from './messages/allow.js';
import {guarded, inBackground} from './guarded.js';

/** Answers requests that belong to no call. OPTIONS is answered by the stack. */
export function outOfDialogDelegate(
  logger: Logger,
): Pick<UserAgentDelegate, 'onMessage' | 'onNotify' | 'onReferRequest'> {
  return {
    onMessage: guarded(logger, (message: Message) => {
      // 200 would mean that a person gets to see it (RFC 3428 section 7).
      const refusal = message.reject({statusCode: 405, extraHeaders: [ALLOW]});
      inBackground(logger, 'The refusal of a MESSAGE', refusal);
    }),
    onNotify: guarded(logger, (notification: Notification) => {
      const event = notification.request.getHeader('event')?.split(';')[0]?.trim().toLowerCase();
      // PBXs send message-waiting unasked and complain if it is refused; nobody else may notify without a subscription.
      const answer = event === 'message-summary' ? notification.accept() : notification.reject({statusCode: 481});
      inBackground(logger, 'The answer to a NOTIFY', answer);
    }),
    onReferRequest: guarded(logger, (request: IncomingReferRequest) => {
      request.reject({statusCode: 603});
    }),
  };
}
