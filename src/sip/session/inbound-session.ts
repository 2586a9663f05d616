import {SessionState, type Invitation} from 'sip.js';
import {getBody} from 'sip.js/lib/core/messages/body.js';
import type {IncomingPrackRequest} from 'sip.js/lib/core/index.js';
import type {Identity} from '../../core/call/call-state.js';
import {callEnd, endFromCancel} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {AnswerParts, EndRequest, ProgressParts} from '../../core/engine/sip-engine.js';
import type {CallMedia} from '../../core/media-port.js';
import {SipError, toSipError} from '../../core/errors.js';
import {askWhetherWaiting} from './early-dialog.js';
import {rejection} from './farewell.js';
import {headerLines} from '../messages/headers.js';
import {assertedIdentity, identityOf} from '../messages/identities.js';
import {descriptionIn} from '../messages/message-body.js';
import {ProvisionalResponses, type ProvisionalResponse} from './provisional-responses.js';
import {directionOf} from '../negotiation/sdp.js';
import {InviteSession, type SessionContext} from './session.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import {readRequest} from '../messages/read-request.js';

/** A call that comes in. */
export class InboundSession extends InviteSession<Invitation> {
  readonly direction = 'inbound';
  readonly remoteIdentity: Identity;
  readonly asserted: boolean;
  readonly localIdentity: Identity;
  readonly videoOffered: boolean;
  readonly inviteRequest: SipRequest;
  readonly replaces: InviteSession | undefined;
  readonly #responses: ProvisionalResponses;
  /** Our media are being opened, or are open, before the answer. */
  #early: Promise<void> | undefined;
  #accepting = false;
  #answered = false;
  #stopNoAnswer: (() => void) | undefined;

  constructor(context: SessionContext, invitation: Invitation, replaced?: InviteSession) {
    super(context, invitation, 'inbound');
    const {trustedIdentity} = context.config;
    const asserted = trustedIdentity ? assertedIdentity(invitation.request) : undefined;
    this.remoteIdentity = asserted ?? identityOf(invitation.remoteIdentity);
    this.asserted = asserted !== undefined;
    this.localIdentity = identityOf(invitation.localIdentity);
    this.inviteRequest = readRequest(invitation.request.data, invitation.body);
    const direction = directionOf(invitation.body ?? '', 'video');
    this.videoOffered = direction !== undefined && direction !== 'inactive';
    this.replaces = replaced;
    // SIP.js would say BYE to the other one, also where that is wrong.
    (invitation as unknown as {_replacee: unknown})._replacee = undefined;
    this.#startNoAnswer();
    this.#responses = new ProvisionalResponses({
      invitation,
      clock: context.config.clock,
      signal: this.signal,
      unheard: () => {
        this.because(callEnd({by: 'system', cause: 'timeout', reason: 'The caller did not confirm that it rings.'}));
        void this.end({status: 504});
      },
      confirmed: (prack) => this.#confirmed(prack),
    });
  }

  invite(): Promise<void> {
    return Promise.reject(new SipError('invalid-state', 'Only an outbound call can be connected.'));
  }

  ring(): void {
    if (this.native.state === SessionState.Initial) this.#responses.ring();
  }

  async accept(media: CallMedia, {headers = {}, modifiers = []}: AnswerParts = {}): Promise<void> {
    const extraHeaders = headerLines(headers);
    this.#assertRinging();
    this.#accepting = true;
    this.stopTimers();
    try {
      // What has been opened and described already is kept; what failed is tried once more.
      await this.#early?.catch(() => undefined);
      if (!this.#early) {
        this.modifiers = modifiers;
        await this.#open(media);
      }
    } catch (error) {
      this.#accepting = false;
      // The caller still hears it ring: the device can be plugged in, the question be answered otherwise.
      if (!this.isOver()) this.#startNoAnswer();
      throw error;
    }
    await this.#answer(extraHeaders);
  }

  async progress({code: statusCode, media, headers = {}}: ProgressParts): Promise<void> {
    const extraHeaders = headerLines(headers);
    this.#assertRinging();
    if (!media) {
      await this.#responses.send({statusCode, extraHeaders});
      return;
    }
    if (this.#early) throw new SipError('invalid-state', 'The caller hears us already.');
    if (!this.native.body && !this.#responses.supported) {
      throw new SipError(
        'invalid-state',
        'The caller offers nothing, and understands no offer of ours before the answer.',
      );
    }
    this.#early = this.#beginEarly(media, {statusCode, extraHeaders}).catch((error: unknown) => {
      this.#early = undefined;
      throw error;
    });
    await this.#early;
  }

  protected withdraw(request: EndRequest): Promise<void> {
    return this.native.reject(rejection(request));
  }

  protected withdrawn({status, reason}: EndRequest): CallEnd {
    return callEnd({by: 'local', cause: 'rejected', code: status, reason});
  }

  protected unexplained(): CallEnd {
    // SIP.js ends a session by itself when the Expires header of the INVITE has passed, or when no ACK comes.
    return callEnd(
      this.#answered
        ? {by: 'system', cause: 'timeout', reason: 'The far end did not confirm the answer.'}
        : {by: 'system', cause: 'no-answer', code: 487},
    );
  }

  protected stopTimers(): void {
    this.#stopNoAnswer?.();
  }

  protected repairUnanswered(): Promise<void> {
    // An answer that is on its way goes out over the new connection by itself.
    if (this.native.state === SessionState.Initial) {
      askWhetherWaiting(this.native, () => {
        this.because(endFromCancel());
        void this.end({status: 487});
      });
    }
    return Promise.resolve();
  }

  #assertRinging(): void {
    if (!this.#accepting && !this.isOver() && this.native.state === SessionState.Initial) return;
    throw new SipError('invalid-state', 'There is no ringing call to answer.');
  }

  async #open(media: CallMedia): Promise<void> {
    // The offer can be read while the person is being asked.
    await Promise.all([this.openMedia(media), this.#applyOffer()]);
  }

  /** Early media (RFC 3960): the answer to the caller's offer, or an offer, goes out with a provisional response. */
  async #beginEarly(media: CallMedia, response: ProvisionalResponse): Promise<void> {
    await this.#open(media);
    try {
      const {body: content, contentType} = await this.description.getDescription();
      await this.#responses.send({...response, body: {contentDisposition: 'session', contentType, content}});
    } catch (error) {
      throw this.#abandonFor(error);
    }
    this.tell((listener) => listener.early());
  }

  /** RFC 3262 section 5: the PRACK has the answer where the offer was ours, and may have another offer. */
  async #confirmed(prack: IncomingPrackRequest): Promise<void> {
    const {description, negotiation} = this;
    const body = getBody(prack.message);
    if (!description.offering) {
      await negotiation.confirmed(prack);
      return;
    }
    prack.accept();
    try {
      if (!body) throw new SipError('bad-session-description', 'The caller did not answer our offer.');
      await description.setDescription(body.content);
    } catch (error) {
      this.#unusable();
      throw error;
    }
  }

  async #answer(lines: readonly string[]): Promise<void> {
    this.tell((listener) => listener.requesting());
    try {
      await this.native.accept({
        extraHeaders: [...this.negotiation.timer.answer(this.native.request), ...lines],
      });
      this.#answered = true;
    } catch (cause) {
      throw this.#abandonFor(cause);
    }
    // A CANCEL that crossed our answer makes accept() resolve as if nothing had happened.
    if (this.native.state !== SessionState.Established) throw new SipError('call-failed', 'The caller gave up.');
    this.replaces?.giveWay();
  }

  /** Ends a call that cannot be answered, or not be told of our media. */
  #abandonFor(cause: unknown): SipError {
    const error = toSipError(cause, 'call-failed');
    if (!this.isOver()) this.abandon(error.code === 'bad-session-description' ? error.code : 'internal', 0);
    return error;
  }

  #unusable(): void {
    if (this.isOver()) return;
    this.because(callEnd({by: 'system', cause: 'bad-session-description', code: 488}));
    void this.end({status: 488});
  }

  /** Before SIP.js does: it would answer an offer that the browser refuses with 480 instead of 488. */
  async #applyOffer(): Promise<void> {
    const {native, description} = this;
    const offer = descriptionIn(native.request);
    if (!offer) return;
    try {
      await description.setDescription(offer);
    } catch (error) {
      if (description.failure) this.#unusable();
      throw error;
    }
  }

  #startNoAnswer(): void {
    const {clock, answerTimeout} = this.context.config;
    this.#stopNoAnswer = clock.after(answerTimeout * 1000, () => this.abandon('no-answer', 480));
  }
}
