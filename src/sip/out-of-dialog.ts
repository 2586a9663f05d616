import {UserAgent, type Message, type Notification, type UserAgentDelegate} from 'sip.js';
import type {IncomingReferRequest} from 'sip.js/lib/core/index.js';
import {SipError} from '../core/errors.js';
import type {PhoneConfig} from '../core/config/phone-config.js';
import type {RequestOptions, SipAnswer} from '../core/engine/sip-message.js';
import {guarded, inBackground} from './guarded.js';
import type {WaitingParts} from './messages/final-response.js';
import {ask, checkMethod, requestParts} from './messages/request-parts.js';
import {cleanText} from './messages/text.js';
import {receiveMessage, type OfferMessage} from './messages/text-messages.js';

/** Answers requests that belong to no call. OPTIONS is answered by the stack. */
export function outOfDialogDelegate(
  config: PhoneConfig,
  offer: OfferMessage,
): Pick<UserAgentDelegate, 'onMessage' | 'onNotify' | 'onReferRequest'> {
  const {logger} = config;
  return {
    onMessage: guarded(logger, (message: Message) => receiveMessage(message, config, offer)),
    onNotify: guarded(logger, (notification: Notification) => {
      const event = notification.request.getHeader('event')?.split(';')[0]?.trim().toLowerCase();
      // PBXs send message-waiting unasked and complain if it is refused; nobody else may notify without a subscription.
      const answer = event === 'message-summary' ? notification.accept() : notification.reject({statusCode: 481});
      inBackground(logger, 'The answer to a NOTIFY', answer);
    }),
    onReferRequest: guarded(logger, (request: IncomingReferRequest) => request.reject({statusCode: 603})),
  };
}

/** Sends a request that belongs to no call. */
export function sendOutOfDialog(
  parts: WaitingParts,
  method: string,
  target: string,
  options: RequestOptions,
): Promise<SipAnswer> {
  checkMethod(method);
  const uri = UserAgent.makeURI(target);
  if (!uri) throw new SipError('invalid-address', `"${cleanText(target)}" is not an address that can be reached.`);
  const {extraHeaders, body} = requestParts(options);
  const {userAgentCore: core, configuration} = parts.native.userAgent;
  return ask(parts, (delegate) => {
    core.request(
      core.makeOutgoingRequestMessage(method, uri, configuration.uri, uri, {}, extraHeaders, body),
      delegate,
    );
  });
}
