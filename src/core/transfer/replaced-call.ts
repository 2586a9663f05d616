import type {CallModel} from '../call/call-model.js';
import {sessionListener} from '../call/session-news.js';
import type {CallEnd} from '../call/end-reason.js';
import type {SessionMedia, SipSession} from '../engine/sip-engine.js';
import {toSipError} from '../errors.js';
import type {PhoneConfig} from '../config/phone-config.js';

export interface ReplacedCallParts {
  readonly model: CallModel;
  /** What the call is carried by so far. */
  readonly before: SipSession;
  /** What is to take its place. */
  readonly session: SipSession;
  readonly attach: (session: SipSession) => void;
  readonly config: Pick<PhoneConfig, 'clock' | 'logger' | 'consentVideo'>;
}

/**
 * A call goes on with another far end, whose INVITE takes the place of the old one (RFC 3891 section 3): nothing rings,
 * and microphone, camera and hold are as they were. If the new one cannot be answered, the old one is untouched.
 */
export async function replaceSession({model, before, session, attach, config}: ReplacedCallParts): Promise<void> {
  const {muted, held, video, remoteIdentity: prevIdentity} = model.state;
  const old = before.listener;
  let media: SessionMedia | undefined;
  let end: CallEnd | undefined;
  const ended = (why: CallEnd) => {
    end = why;
  };
  // Whoever transferred may hang up before we have answered.
  before.listener = old && {...old, ended};
  session.listener = {
    ...sessionListener(model, config, (referral) => referral.reject(480)),
    requesting: () => undefined,
    mediaChanged: (now) => {
      media = now;
    },
    established: () => {
      before.listener = undefined;
      attach(session);
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
    config.logger.warn('A call could not be replaced by another one.', error);
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
