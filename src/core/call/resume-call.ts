import type {CallLine} from './call-line.js';
import {endFromError} from './end-from-error.js';
import type {SipSession} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

/**
 * Goes on with a session of the page before; where the far end does not want the dialog, with another in its place.
 * @param replace - Makes a session that takes its place at the far end.
 */
export async function resumeCall(line: CallLine, session: SipSession, replace: () => SipSession): Promise<void> {
  const {model, host} = line;
  line.attach(session);
  model.tell('sip-recovering', {});
  try {
    await session.invite();
  } catch (cause) {
    const error = toSipError(cause);
    host.config.logger.warn('A call could not be continued on this page.', error);
    if (error.code !== 'renegotiation-refused' || model.ended || model.isPending('hangup')) return;
    session.listener = undefined;
    await inviteInPlace(line, session, replace);
  }
}

/** INVITE with Replaces, once (RFC 3891). */
async function inviteInPlace(line: CallLine, session: SipSession, replace: () => SipSession): Promise<void> {
  const {call, model} = line;
  try {
    const other = replace();
    // The far end hangs the old one up when it takes the new one; where it does not, we do.
    const leave = () => void session.end({status: 480});
    call.on('sip-call-ended', leave);
    call.on('sip-recovered', () => {
      leave();
      // In the new one nobody is on hold yet; that the far end refuses it is no reason to end the call.
      if (model.state.held.local) other.setHeld(true).catch(() => undefined);
    });
    line.attach(other);
    await other.invite();
  } catch (cause) {
    model.finish(endFromError(toSipError(cause)));
  }
}
