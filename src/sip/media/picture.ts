import {SipError} from '../../core/errors.js';
import type {MediaPort} from '../../core/media-port.js';
import type {Renegotiation} from '../negotiation/renegotiation.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';

export interface PictureParts {
  readonly media: MediaPort;
  readonly description: DescriptionHandler;
  readonly renegotiation: Pick<Renegotiation, 'run'>;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
}

/** Offers to send what there is to show. Rejects if the far end does not take it, and it is not sent. */
export async function offerPicture(parts: Omit<PictureParts, 'media'>): Promise<void> {
  const {description, renegotiation, signal} = parts;
  await renegotiation.run(() => (signal.aborted || description.intent.show ? undefined : {show: true}));
  signal.throwIfAborted();
  const {showing, intent, media} = description;
  if (showing || intent.held || media.remoteHeld) return;
  await description.hide();
  throw new SipError('renegotiation-refused', 'The far end does not take a picture.', {status: 488});
}
