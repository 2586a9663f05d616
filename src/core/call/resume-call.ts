import type {CallModel} from './call-model.js';
import {endFromError} from './end-from-error.js';
import type {SipSession} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';
import type {CallNotices} from '../events.js';
import type {Logger} from '../logger.js';
import type {NoticeTarget} from '../notice-target.js';

export interface ResumeParts {
  readonly call: NoticeTarget<keyof CallNotices> & {attach(session: SipSession): void};
  readonly model: CallModel;
  readonly session: SipSession;
  /** Makes a session that takes its place at the far end. */
  readonly replace: () => SipSession;
  readonly logger: Logger;
}

/** Goes on with a session of the page before; where the far end does not want the dialog, with another in its place. */
export async function resumeCall(parts: ResumeParts): Promise<void> {
  const {call, model, session, logger} = parts;
  call.attach(session);
  model.tell('sip-recovering', {});
  try {
    await session.invite();
  } catch (cause) {
    const error = toSipError(cause);
    logger.warn('A call could not be continued on this page.', error);
    if (error.code === 'renegotiation-refused' && !model.ended && !model.isPending('hangup'))
      await replaceSession(parts);
  }
}

/** INVITE with Replaces, once (RFC 3891). */
async function replaceSession({call, model, session, replace}: ResumeParts): Promise<void> {
  session.listener = undefined;
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
    call.attach(other);
    await other.invite();
  } catch (cause) {
    model.finish(endFromError(toSipError(cause)));
  }
}
