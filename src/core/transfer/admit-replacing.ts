import {sameAddress} from '../address.js';
import type {CallModel} from '../call/call-model.js';
import type {Identity} from '../call/call-state.js';
import {sessionListener} from '../call/session-news.js';
import type {SipSession} from '../engine/sip-engine.js';
import type {PhoneConfig, ReplacesRequest} from '../config/phone-config.js';

export interface ReplacingParts {
  /** The call whose far end is to be replaced. */
  readonly call: CallModel;
  readonly session: SipSession;
  readonly config: PhoneConfig;
  /** Lets it take the place. */
  readonly take: () => void;
  /** Lets it ring as any other call, which takes the place when it is answered. */
  readonly ring: () => void;
}

/**
 * Only who is there already may come anew without being asked, after a reload for instance: knowing a dialog is no leave to
 * end it (RFC 3891 section 8). All others need that of the page's policy or of a person.
 */
export async function admitReplacing(parts: ReplacingParts): Promise<void> {
  const {call, session, config, take, ring} = parts;
  if (isThere(call.state.remoteIdentity, session, config)) {
    take();
    return;
  }
  const by = session.remoteIdentity;
  const over = new AbortController();
  session.listener = waiting(parts, over);
  if (!call.tell('sip-replaces', {by})) {
    await session.end({status: 603});
  } else if (config.acceptReplaces || config.consentReplaces) {
    const answer = config.acceptReplaces
      ? isAllowed({call: call.call, by}, config)
      : call.consents.request({kind: 'replaces', party: by}, over.signal);
    // A policy that knows at once is followed at once.
    const granted = typeof answer === 'boolean' ? answer : await answer;
    if (over.signal.aborted) return;
    // Whoever transferred may be gone by now, and whoever was sent here is to reach somebody all the same.
    if (call.ended) ring();
    else if (granted) take();
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

function waiting({call, config}: ReplacingParts, over: AbortController): SipSession['listener'] {
  return {
    ...sessionListener(call, config, (referral) => referral.reject(480)),
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
