import {sameAddress} from '../address.js';
import type {CallLine} from '../call/call-line.js';
import type {Identity} from '../call/call-state.js';
import {sessionListener} from '../call/session-listener.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {ReplacesRequest} from '../config/phone-options.js';
import type {SipSession} from '../engine/sip-engine.js';
import {replaceSession} from './replace-session.js';

/**
 * Decides about a new caller in the place of a far end. Only the same party may return unasked, for example after a
 * reload: knowing a dialog is no right to end it (RFC 3891 section 8). Others need the page's policy or a person, or
 * else they ring.
 *
 * @param line - The call whose far end is to be replaced, for example by its own attended transfer.
 * @param ring - Lets the new caller ring like any other call; it replaces the far end when it is answered.
 */
export async function admitReplacing(line: CallLine, session: SipSession, ring: () => void): Promise<void> {
  const {call, model} = line;
  const {config} = line.host;
  if (isThere(model.state.remoteIdentity, session, config)) {
    void replaceSession(line, session);
    return;
  }
  const by = session.remoteIdentity;
  const over = new AbortController();
  session.listener = waiting(line, over);
  if (!model.tell('sip-replaces', {by})) {
    await session.end({status: 603});
  } else if (config.acceptReplaces || config.consentReplaces) {
    const answer = config.acceptReplaces
      ? isAllowed({call, by}, config)
      : model.consents.request({kind: 'replaces', party: by}, over.signal);
    // A policy that answers at once takes effect at once.
    const granted = typeof answer === 'boolean' ? answer : await answer;
    if (over.signal.aborted) return;
    // The old far end may have hung up by now; the new caller should still reach somebody, so it rings.
    if (model.ended) ring();
    else if (granted) void replaceSession(line, session);
    else await session.end({status: 603});
  } else {
    ring();
  }
}

/** Addresses that anybody may have (RFC 3323 section 4.1.1.3, RFC 2606). */
const NOBODY = /^sips?:anonymous\b[^@]*@|\.invalid\.?(?::\d+)?$/i;

/** Returns who the new caller is. With a trusted server, only the server's word counts. */
function isThere({uri}: Identity, {remoteIdentity, asserted}: SipSession, {trustedIdentity}: PhoneConfig): boolean {
  if (trustedIdentity && !asserted) return false;
  return !NOBODY.test(uri) && sameAddress(uri, remoteIdentity.uri);
}

function waiting(line: CallLine, over: AbortController): SipSession['listener'] {
  return {
    ...sessionListener(line),
    referred: (referral) => referral.reject(480),
    mediaChanged: () => undefined,
    timed: () => undefined,
    ended: () => over.abort(),
  };
}

/** Asks the policy of the page; if it fails, the answer is no. */
function isAllowed(
  request: ReplacesRequest,
  {acceptReplaces, logger}: Pick<PhoneConfig, 'acceptReplaces' | 'logger'>,
): boolean | Promise<boolean> {
  const failed = (error: unknown) => {
    logger.error('acceptReplaces failed; nobody is replaced.', error);
    return false;
  };
  try {
    const answer = acceptReplaces?.(request);
    return typeof answer === 'object'
      ? answer.then((granted) => (granted as unknown) === true, failed)
      : answer === true;
  } catch (error) {
    return failed(error);
  }
}
