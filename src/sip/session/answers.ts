import {SignalingState, type SessionDialog} from '../sip-js.js';
import {SipError} from '../../core/errors.js';
import {reveal} from '../media/track-switch.js';
import type {ResponseMessage} from '../messages/final-response.js';
import {descriptionIn} from '../messages/message-body.js';
import {sameMedia} from '../negotiation/sdp.js';
import type {InviteSession} from './session.js';

/**
 * The answers to the offer in our INVITE. Several phones may get the offer, but one peer connection takes only one
 * answer: that of the phone whose early media come first, else that of the phone that answers the call.
 */
export class Answers {
  readonly #session: InviteSession;
  /** Settles when the description of the early media is applied; undefined without early media. */
  #early: Promise<void> | undefined;
  /** Whether another phone answered than the one that is heard, or the same one with other media. */
  #elsewhere = false;

  constructor(session: InviteSession) {
    this.#session = session;
  }

  /** Whether there are early media. */
  get early(): boolean {
    return this.#early !== undefined;
  }

  /** Applies the description of a provisional response. Resolves with whether early media begin with it. */
  async provisional(dialog: SessionDialog): Promise<boolean> {
    const begins = !this.#early && dialog.signalingState === SignalingState.Stable;
    if (begins) this.#early = this.#playEarly(dialog);
    if (dialog.answer) await this.#early;
    return begins;
  }

  /** Takes the answer of the call. Rejects `bad-session-description`. */
  async final(dialog: SessionDialog, message: ResponseMessage): Promise<void> {
    const {description, context} = this.#session;
    const early = this.#early;
    if (early) await early;
    // A reliable 183 may have brought the answer already; the 200 need not repeat it (RFC 3262 section 5).
    const answer = descriptionIn(message) || (dialog.answer?.content ?? '');
    this.#elsewhere = early !== undefined && answer !== '' && !sameMedia(answer, description.remoteSdp);
    if (!this.#elsewhere) reveal(description, context.config.logger);
    if (early) return;
    if (!answer) throw new SipError('bad-session-description', 'The far end answered without a description.');
    await description.setDescription(answer);
  }

  /** Offers media to the phone that has answered, if its media are not those that are heard. */
  follow(): void {
    if (!this.#elsewhere) return;
    const {conversation, description, context} = this.#session;
    const {logger} = context.config;
    conversation
      .there()
      .then(({negotiation}) => negotiation.renegotiation.run(() => ({fresh: true})))
      .catch((error: unknown) => logger.warn('The media of the answer could not be taken over.', error))
      // Not earlier: the phone that played the announcement has not answered and must not hear us.
      .finally(() => reveal(description, logger));
  }

  async #playEarly(dialog: SessionDialog): Promise<void> {
    const {usage, description} = this.#session;
    usage.dialog = dialog;
    try {
      await description.setDescription(dialog.answer?.content ?? '');
    } catch {
      this.#session.abandon('bad-session-description', 0);
    }
  }
}
