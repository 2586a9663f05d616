import type {CallLine} from './call-line.js';
import {endFromError} from './end-from-error.js';
import type {SipSession} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

/**
 * Goes on with a session of the page before; if the far end refuses the dialog, with a new session in its place.
 * @param replace - Makes a session that replaces the old one at the far end.
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

/** Sends an INVITE with Replaces, once (RFC 3891). */
async function inviteInPlace(line: CallLine, session: SipSession, replace: () => SipSession): Promise<void> {
  const {call, model} = line;
  try {
    const other = replace();
    // A far end that takes the new call hangs the old one up. If it does not, we do.
    const leave = () => void session.end({status: 480});
    call.on('sip-call-ended', leave);
    call.on('sip-recovered', () => {
      leave();
      // The new session is not on hold yet. If the far end refuses the hold, the call goes on all the same.
      if (model.state.held.local) other.setHeld(true).catch(() => undefined);
    });
    line.attach(other);
    await other.invite();
  } catch (cause) {
    model.finish(endFromError(toSipError(cause)));
  }
}
