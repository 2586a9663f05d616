import type {SipSessionListener, DescriptionModifier} from '../../core/engine/sip-engine.js';
import {CameraRest} from '../media/camera-rest.js';
import {DescriptionHandler} from '../negotiation/session-description-handler.js';
import {SessionTimer, type SessionTimerOptions} from '../negotiation/session-timer.js';
import type {InviteUsage} from './invite-usage.js';
import type {SessionContext} from './session-context.js';

export interface SessionHooks extends Pick<SessionTimerOptions, 'refresh' | 'expired'> {
  readonly usage: InviteUsage;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
  readonly mediaChanged: () => void;
  readonly timed: SipSessionListener['timed'];
  /** For every description of ours. */
  readonly modifiers: () => readonly DescriptionModifier[];
}

/** What a session needs from its beginning. */
export interface SessionParts {
  readonly description: DescriptionHandler;
  readonly timer: SessionTimer;
  readonly cameraRest: CameraRest;
}

export function makeSessionParts(context: SessionContext, hooks: SessionHooks): SessionParts {
  const {config, connections, codecs, media} = context;
  const {signal, mediaChanged: changed, timed, modifiers} = hooks;
  const description = new DescriptionHandler({config, connections, codecs, modifiers, changed, timed});
  return {
    description,
    timer: new SessionTimer({...config, ...hooks}),
    cameraRest: new CameraRest({config, media, description, signal}),
  };
}
