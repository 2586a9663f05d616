import type {UserAgentCoreDelegate} from './sip-js.js';
import {SipError} from '../core/errors.js';
import type {PhoneConfig} from '../core/config/phone-config.js';
import type {RequestOptions, SipAnswer} from '../core/engine/sip-message.js';
import {guarded} from './guarded.js';
import type {WaitingParts} from './messages/final-response.js';
import {ask, checkMethod, requestParts} from './messages/request-parts.js';
import {cleanText} from './messages/text.js';
import {readSipUri} from './messages/uri-grammar.js';
import {receiveMessage, type OfferMessage} from './messages/text-messages.js';

/** Answers requests that belong to no call, except OPTIONS, which SIP.js answers. */
export function outOfDialogDelegate(config: PhoneConfig, offer: OfferMessage): UserAgentCoreDelegate {
  const {logger} = config;
  return {
    onMessage: guarded(logger, (request) => receiveMessage(request, config, offer)),
    onNotify: guarded(logger, (request) => {
      const event = request.message.getHeader('event')?.split(';')[0]?.trim().toLowerCase();
      // Many PBXs send NOTIFY for message-summary without a subscription and complain about a refusal. For other
      // events, a NOTIFY without a subscription gets 481.
      if (event === 'message-summary') request.accept();
      else request.reject({statusCode: 481});
    }),
    onRefer: guarded(logger, (request) => request.reject({statusCode: 603})),
    onRegister: guarded(logger, (request) => request.reject({statusCode: 405})),
    onSubscribe: guarded(logger, (request) => request.reject({statusCode: 405})),
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
  const uri = readSipUri(target);
  if (!uri) throw new SipError('invalid-address', `"${cleanText(target)}" is not an address that can be reached.`);
  const {extraHeaders, body} = requestParts(options);
  const {core} = parts.usage.agent;
  return ask(parts, (delegate) => {
    core.request(
      core.makeOutgoingRequestMessage(method, uri, core.configuration.aor, uri, {}, extraHeaders, body),
      delegate,
    );
  });
}
