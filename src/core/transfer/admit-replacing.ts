import {sameAddress} from '../address.js';
import type {CallLine} from '../call/call-line.js';
import type {Identity} from '../call/call-state.js';
import {sessionListener} from '../call/session-listener.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {ReplacesRequest} from '../config/phone-options.js';
import type {SipSession} from '../engine/sip-engine.js';
import {replaceSession} from './replace-session.js';

/**
 * Only who is there already may come anew without being asked, after a reload for instance: knowing a dialog is no leave to
 * end it (RFC 3891 section 8). All others need that of the page's policy or of a person; where nobody decides, they ring.
 *
 * @param line - The call whose far end is to be replaced, as an attended transfer of theirs ends here.
 * @param ring - Lets the newcomer ring as any other call, which takes the place when it is answered.
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
    // A policy that knows at once is followed at once.
    const granted = typeof answer === 'boolean' ? answer : await answer;
    if (over.signal.aborted) return;
    // Whoever transferred may be gone by now, and whoever was sent here is to reach somebody all the same.
    if (model.ended) ring();
    else if (granted) void replaceSession(line, session);
    else await session.end({status: 603});
  } else {
    ring();
  }
}

/** Addresses that anybody may have (RFC 3323 section 4.1.1.3, RFC 2606). */
const NOBODY = /^sips?:anonymous\b[^@]*@|\.invalid\.?(?::\d+)?$/i;

/** With a server that is believed, only what it says of the newcomer counts. */
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

/** A policy that fails has said no. */
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
