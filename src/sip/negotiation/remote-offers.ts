import {
  getBody,
  SignalingState,
  type Body,
  type IncomingRequest,
  type IncomingRequestMessage,
  type ResponseOptions,
  type SessionDialog,
} from '../sip-js.js';
import {toSipError} from '../../core/errors.js';
import {ALLOW} from '../messages/allow.js';
import {comeAgain} from '../messages/come-again.js';
import type {RequestParts} from '../messages/final-response.js';
import {inBackground} from '../guarded.js';
import type {Renegotiation} from './renegotiation.js';
import type {DescriptionHandler} from './session-description-handler.js';
import {contactLine, refreshTarget} from './session-requests.js';
import {tooShort, type SessionTimer} from './session-timer.js';

export interface RemoteOffersOptions extends RequestParts {
  readonly description: DescriptionHandler;
  readonly renegotiation: Renegotiation;
  readonly timer: SessionTimer;
  /**
   * Asks the page whether a picture that the far end adds may come in. `trying` tells the far end to wait; without
   * `trying` the request cannot wait.
   */
  readonly mayShow: (trying?: () => void) => Promise<boolean>;
}

/** A request of the far end that changes the session. */
type ChangeRequest = Pick<IncomingRequest, 'accept' | 'reject' | 'trying'> & {readonly message: IncomingRequestMessage};

/** Answers the far end's re-INVITE (RFC 3261 section 14.2) and UPDATE (RFC 3311 section 5.2). */
export class RemoteOffers {
  readonly #options: RemoteOffersOptions;
  #updating = false;

  constructor(options: RemoteOffersOptions) {
    this.#options = options;
  }

  invite(request: ChangeRequest): void {
    const {usage, renegotiation, timer, logger} = this.#options;
    const {dialog} = usage;
    if (!dialog) return;
    if (renegotiation.offering) request.reject({statusCode: 491});
    else if (timer.tooShort(request.message)) request.reject(tooShort());
    else {
      const answering = renegotiation.answer(() => this.#answer(request, dialog, dialog.offer));
      inBackground(logger, 'The answer to a re-INVITE', answering);
    }
  }

  update(request: ChangeRequest, dialog: SessionDialog): void {
    const {logger, renegotiation, timer} = this.#options;
    const {message} = request;
    const body = getBody(message);
    const offer = body?.contentDisposition === 'session' ? body : undefined;
    const refusal = offer && this.#collision(dialog);
    if (this.#updating) request.reject(comeAgain());
    else if (timer.tooShort(message)) request.reject(tooShort());
    else if (refusal) request.reject(refusal);
    else {
      this.#updating = true;
      refreshTarget(dialog, message);
      if (offer) dialog.signalingStateTransition(message);
      const answering = renegotiation
        .answer(async () => {
          if (offer) await this.#answer(request, dialog, offer);
          else this.#accept(request);
        })
        .finally(() => {
          this.#updating = false;
        });
      inBackground(logger, 'The answer to an UPDATE', answering);
    }
  }

  /** Answers a PRACK; the 200 has the answer to an offer in it (RFC 3262 section 5). */
  prack(request: ChangeRequest): Promise<void> {
    const {usage, renegotiation} = this.#options;
    const {dialog} = usage;
    return renegotiation.answer(async () => {
      if (dialog) await this.#answer(request, dialog, dialog.offer);
    });
  }

  /** RFC 3311 section 5.2: 491 against an offer of ours, 500 against another one of theirs. */
  #collision(dialog: SessionDialog): ResponseOptions | undefined {
    const {usage, renegotiation, description} = this.#options;
    if (renegotiation.offering || dialog.signalingState === SignalingState.HaveLocalOffer) return {statusCode: 491};
    if (renegotiation.answering || dialog.signalingState !== SignalingState.Stable) return comeAgain();
    if (!dialog.early) return undefined;
    // Only one branch of a fork has media here, and this dialog is another branch.
    if (usage.dialog !== dialog) return {statusCode: 488};
    return description.remoteSdp ? undefined : comeAgain();
  }

  async #answer(request: ChangeRequest, dialog: SessionDialog, offer: Body | undefined): Promise<void> {
    const {description, logger, signal} = this.#options;
    const theirs = dialog.signalingState === SignalingState.HaveRemoteOffer ? offer : undefined;
    if (theirs && !isDescription(theirs.contentType)) {
      request.reject({statusCode: 415, extraHeaders: ['Accept: application/sdp']});
      return;
    }
    try {
      const body = await this.#describe(theirs?.content, request);
      this.#accept(request, body);
      if (request.message.method === 'UPDATE') dialog.signalingStateTransition(body);
    } catch (error) {
      logger.info('A description of the far end was refused.', error);
      await description.rollbackDescription();
      dialog.signalingStateRollback();
      // A request that is open when the call ends gets 487 (RFC 3261 section 15.1.2).
      const {status = 488} = toSipError(error);
      request.reject({statusCode: signal.aborted ? 487 : status});
    }
  }

  async #describe(offer: string | undefined, request: ChangeRequest): Promise<Body> {
    const {description, mayShow} = this.#options;
    if (description.offering) await description.rollbackDescription();
    if (offer !== undefined) {
      await description.setDescription(offer);
      const trying = () => void request.trying();
      const waits = request.message.method === 'INVITE';
      if (description.asksForPicture) description.watch(await mayShow(waits ? trying : undefined));
    }
    return description.getDescription();
  }

  #accept(request: ChangeRequest, body?: Body): void {
    const {timer} = this.#options;
    const {message} = request;
    // A PRACK does not refresh the session.
    const timing = message.method === 'PRACK' ? [] : timer.answer(message);
    const extraHeaders = [contactLine(this.#options), ALLOW, ...timing];
    request.accept({statusCode: 200, extraHeaders, ...(body && {body})});
  }
}

/** Whether a body is a session description, by its Content-Type. */
function isDescription(contentType: string): boolean {
  return /^application\/sdp\b/i.test(contentType.trim());
}
