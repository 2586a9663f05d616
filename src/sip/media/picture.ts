import {SipError} from '../../core/errors.js';
import type {MediaPort} from '../../core/media-port.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {Renegotiation} from '../negotiation/renegotiation.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';

/** The parts that sending a picture needs. */
export interface PictureParts {
  readonly config: Pick<PhoneConfig, 'cameraOff' | 'logger'>;
  readonly media: MediaPort;
  readonly description: DescriptionHandler;
  readonly renegotiation: Pick<Renegotiation, 'run'>;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
}

/**
 * Sends the local picture, by re-INVITE if no picture is agreed on. If the far end does not take it, the promise
 * rejects and nothing is sent.
 */
export async function offerPicture({description, renegotiation, signal}: PictureParts): Promise<void> {
  const offer = {made: false};
  await renegotiation.run(() => {
    if (signal.aborted || description.intent.show) return undefined;
    offer.made = true;
    return {show: true};
  });
  signal.throwIfAborted();
  const {showing, intent, media} = description;
  if (!offer.made) await description.replaceTracks();
  if (!offer.made || showing || intent.held || media.remoteHeld) return;
  await description.hide();
  throw new SipError('renegotiation-refused', 'The far end does not take a picture.', {status: 488});
}
