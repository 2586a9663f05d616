import type {CallLine} from '../call/call-line.js';
import type {CallEnd} from '../call/end-reason.js';
import {sessionListener} from '../call/session-listener.js';
import type {SessionMedia, SipSession} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';

/**
 * A call goes on with another far end, whose INVITE takes the place of the old one (RFC 3891 section 3): nothing rings,
 * and microphone, camera and hold are as they were. If the new one cannot be answered, the old one is untouched.
 */
export async function replaceSession(line: CallLine, session: SipSession): Promise<void> {
  const {model, session: before} = line;
  if (!before) return;
  const {muted, held, video, remoteIdentity: prevIdentity} = model.state;
  const old = before.listener;
  let media: SessionMedia | undefined;
  let end: CallEnd | undefined;
  const ended = (why: CallEnd) => {
    end = why;
  };
  // The old far end may hang up before we have answered.
  before.listener = old && {...old, ended};
  session.listener = {
    ...sessionListener(line),
    referred: (referral) => referral.reject(480),
    requesting: () => undefined,
    mediaChanged: (now) => {
      media = now;
    },
    established: () => {
      before.listener = undefined;
      line.attach(session);
      session.listener?.established();
      if (media) session.listener?.mediaChanged(media);
      model.tell('sip-replaced', {prevIdentity});
    },
    ended: () => undefined,
  };
  for (const kind of ['audio', 'video'] as const) void session.setMuted(kind, muted[kind]);
  try {
    await session.accept({audio: true, video});
  } catch (cause) {
    const error = toSipError(cause);
    line.host.config.logger.warn('A call could not be replaced by another one.', error);
    before.listener = old;
    void session.end({status: 480});
    if (end) model.finish(end);
    else model.fail(error);
    return;
  }
  if (held.local) {
    await session.setHeld(true).catch(() => model.setLocalHold(false));
  }
}
