import type {RequestOptions, SipAnswer} from '../../core/engine/sip-message.js';
import {CameraSwitch} from '../media/camera-switch.js';
import {DigitSender} from '../media/digits.js';
import {MediaRecovery} from '../media/media-recovery.js';
import {ScreenShare} from '../media/screen-share.js';
import {Negotiation} from '../negotiation/negotiation.js';
import {sendInDialog} from '../negotiation/session-requests.js';
import {DialogRepair} from '../recovery/dialog-repair.js';
import type {InviteSession} from './session.js';
import {Transfers} from './transfer/transfers.js';

/** What changes a session that is answered, and keeps it alive. */
export interface Conversation {
  readonly negotiation: Negotiation;
  /** A change that is asked for while there is no connection takes effect when it is back. */
  readonly changes: Pick<Negotiation['renegotiation'], 'run'>;
  readonly camera: CameraSwitch;
  readonly screen: ScreenShare;
  readonly digits: DigitSender;
  readonly transfers: Transfers;
  readonly repair: DialogRepair;
  readonly media: MediaRecovery;
  readonly request: (method: string, options: RequestOptions) => Promise<SipAnswer>;
}

export function makeConversation(session: InviteSession): Conversation {
  const {context, usage, direction, description, timer, signal, recovery} = session;
  const {agent, config, connectivity, media} = context;
  const requests = {usage, signal, ...config};
  const negotiation = new Negotiation({
    ...requests,
    config,
    direction,
    description,
    timer,
    ask: (answer, over) => session.ask(answer, 'mediaRequested', 'video', over),
    abandon: (cause, status) => session.abandon(cause, status),
  });
  const {renegotiation} = negotiation;
  const changes = connectivity.steady(renegotiation, signal);
  const parts = {config, description, signal, recovery};
  const picture = {...parts, media, renegotiation: changes};
  const request: Conversation['request'] = (method, options) => sendInDialog(requests, method, options);
  return {
    negotiation,
    changes,
    camera: new CameraSwitch(picture),
    screen: new ScreenShare(picture),
    digits: new DigitSender({
      ...requests,
      sender: () => description.audioSender,
      remoteSdp: () => description.remoteSdp,
      info: (options) => request('INFO', options),
    }),
    transfers: new Transfers({...requests, own: () => agent.core.configuration.aor.toString()}),
    repair: new DialogRepair({...parts, renegotiation: changes}),
    media: new MediaRecovery({
      ...parts,
      renegotiation,
      connectivity,
      giveUp: () => session.abandon('media-timeout', 0),
    }),
    request,
  };
}
