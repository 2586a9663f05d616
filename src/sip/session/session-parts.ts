import type {CallDirection} from '../../core/call/call-state.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {DescriptionModifier, SipSessionListener} from '../../core/engine/sip-engine.js';
import {CameraRest} from '../media/camera-rest.js';
import {CameraSwitch} from '../media/camera-switch.js';
import {DialogRepair} from '../recovery/dialog-repair.js';
import {DigitSender} from '../media/digits.js';
import {MediaRecovery} from '../media/media-recovery.js';
import {ScreenShare} from '../media/screen-share.js';
import {Negotiation} from '../negotiation/negotiation.js';
import type {RecoveryNews} from '../recovery/recovery-news.js';
import type {InviteUsage} from './invite-usage.js';
import type {SessionContext} from './session-context.js';
import {sendInDialog} from '../negotiation/session-requests.js';
import {Transfers} from './transfer/transfers.js';
import {DescriptionHandler} from '../negotiation/session-description-handler.js';

export interface SessionHooks {
  readonly usage: InviteUsage;
  readonly direction: CallDirection;
  readonly recovery: RecoveryNews;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
  readonly mediaChanged: () => void;
  readonly timed: SipSessionListener['timed'];
  /** Asks the page whether a picture may come in. */
  readonly ask: ConstructorParameters<typeof Negotiation>[0]['ask'];
  /** For every description of ours. */
  readonly modifiers: () => readonly DescriptionModifier[];
  /** Ends the session, as it cannot go on. */
  readonly abandon: (cause: CallEnd['cause'], status: number) => void;
}

/** What a session is made of. */
export interface SessionParts {
  readonly description: DescriptionHandler;
  readonly negotiation: Negotiation;
  /** A change that is asked for while there is no connection takes effect when it is back. */
  readonly changes: Pick<Negotiation['renegotiation'], 'run'>;
  readonly camera: CameraSwitch;
  readonly cameraRest: CameraRest;
  readonly screen: ScreenShare;
  readonly digits: DigitSender;
  readonly transfers: Transfers;
  readonly repair: DialogRepair;
  readonly media: MediaRecovery;
}

export function makeSessionParts(context: SessionContext, hooks: SessionHooks): SessionParts {
  const {agent, config, connections, codecs, connectivity, media} = context;
  const {usage, direction, recovery, signal, mediaChanged, timed, ask, modifiers, abandon} = hooks;
  const description = new DescriptionHandler({
    config,
    connections,
    codecs,
    modifiers,
    changed: mediaChanged,
    timed,
  });
  const negotiation = new Negotiation({usage, direction, description, signal, config, ask, abandon});
  const {renegotiation} = negotiation;
  const changes = connectivity.steady(renegotiation, signal);
  const giveUp = () => abandon('media-timeout', 0);
  const parts = {config, description, signal, recovery};
  const picture = {...parts, media, renegotiation: changes};
  return {
    description,
    negotiation,
    changes,
    camera: new CameraSwitch(picture),
    cameraRest: new CameraRest(picture),
    screen: new ScreenShare(picture),
    digits: new DigitSender({
      sender: () => description.audioSender,
      remoteSdp: () => description.remoteSdp,
      info: (options) => sendInDialog({usage, signal, ...config}, 'INFO', options),
      clock: config.clock,
      signal,
    }),
    transfers: new Transfers({usage, signal, ...config, own: () => agent.core.configuration.aor.toString()}),
    repair: new DialogRepair({...parts, renegotiation: changes}),
    media: new MediaRecovery({...parts, renegotiation, connectivity, giveUp}),
  };
}
