/** @import {Exchange} from './exchange.js' */
/** @import {Proxy} from './proxy.js' */

/** Users that exist only to be called. Each shows one way in which a call can fail. */
export const FIXED_USERS = Object.freeze({
  busy: 'answers 486 Busy Here',
  decline: 'answers 603 Decline',
  noanswer: 'rings for ever',
});

/**
 * Answers in the name of a fixed user.
 *
 * @param {string} user
 * @param {Exchange} exchange
 * @param {Proxy} proxy
 */
export function answerAsFixedUser(user, exchange, proxy) {
  if (exchange.request.method !== 'INVITE') return exchange.reply(480, 'Temporarily Unavailable');
  if (user === 'busy') return exchange.reply(486, 'Busy Here');
  if (user === 'decline') return exchange.reply(603, 'Decline');
  const tag = 'noanswer';
  const cancel = () => exchange.reply(487, 'Request Terminated', {tag});
  proxy.hold(exchange, {
    cancel,
    onFlowClosed: (flow) => flow === exchange.flow && cancel(),
    stop: () => {},
  });
  // A 180 with a tag begins an early dialog, for which SIP.js requires a Contact (RFC 3261 section 12.1.1).
  return exchange.reply(180, 'Ringing', {tag, headers: {contact: [{uri: exchange.request.uri, params: {}}]}});
}
