import type {IncomingInviteRequest, IncomingPrackRequest, IncomingRequestMessage, SessionDialog} from '../sip-js.js';
import {getBody, NonInviteClientTransaction, SignalingState, UserAgentClient} from '../sip-js.js';
import {callEnd, endFromCancel} from '../../core/call/end-causes.js';
import {endFromError} from '../../core/call/end-from-error.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {AnswerParts, EndRequest, ProgressParts} from '../../core/engine/sip-engine.js';
import {SipError, toSipError} from '../../core/errors.js';
import type {CallMedia} from '../../core/media-port.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import {guarded} from '../guarded.js';
import {openMedia} from '../media/open-devices.js';
import {headerLines} from '../messages/headers.js';
import {assertedIdentity, identityOf} from '../messages/identities.js';
import {descriptionIn} from '../messages/message-body.js';
import {readRequest} from '../messages/read-request.js';
import {directionOf} from '../negotiation/sdp.js';
import type {Beginning} from './beginning.js';
import {reasonsOf} from './dialog-requests.js';
import {rejection} from './end-messages.js';
import {InviteServer, type ProvisionalResponse} from './invite-server.js';
import type {SessionContext} from './session-context.js';
import {InviteSession} from './session.js';

/** Makes the session of an inbound call. */
export function inboundSession(
  context: SessionContext,
  request: IncomingInviteRequest,
  replaces: InviteSession | undefined,
): InviteSession {
  const {message} = request;
  const asserted = context.config.trustedIdentity ? assertedIdentity(message) : undefined;
  const direction = directionOf(message.body, 'video');
  const facts = {
    id: `${message.callId}${message.fromTag}`,
    direction: 'inbound',
    remoteIdentity: asserted ?? identityOf(message.from),
    localIdentity: identityOf(message.to),
    asserted: asserted !== undefined,
    videoOffered: direction !== undefined && direction !== 'inactive',
    replaces,
    contact: context.agent.core.configuration.contact.toString(),
  } as const;
  return new InviteSession(context, facts, (session) => new InboundInvite(session, request));
}

class InboundInvite implements Beginning {
  readonly inviteRequest: SipRequest;
  readonly #session: InviteSession;
  readonly #message: IncomingRequestMessage;
  readonly #server: InviteServer;
  /** Settles when our early media are open; undefined without early media of ours. */
  #early: Promise<void> | undefined;
  #stopNoAnswer: (() => void) | undefined;
  #stopExpiring: (() => void) | undefined;

  constructor(session: InviteSession, request: IncomingInviteRequest) {
    const {message} = request;
    const {clock, logger} = session.context.config;
    this.#session = session;
    this.#message = message;
    this.inviteRequest = readRequest(message.data, message.body);
    request.delegate = {onCancel: guarded(logger, (cancel) => this.#taken(cancel))};
    session.usage.move('inviting');
    this.#server = new InviteServer({
      request,
      clock,
      signal: session.signal,
      attend: (dialog) => {
        session.usage.dialog = dialog;
        session.attend(dialog);
      },
      unheard: () => {
        session.because(callEnd({by: 'system', cause: 'timeout', reason: 'The caller did not confirm that it rings.'}));
        void session.end({status: 504});
      },
      confirmed: (prack) => this.#confirmed(prack),
    });
    this.#startNoAnswer();
    this.#expire();
  }

  invite(): Promise<void> {
    return Promise.reject(new SipError('invalid-state', 'Only an outbound call can be connected.'));
  }

  /** Sends 180, unless it would need a description: the person has not allowed a device yet. */
  ring(): void {
    if (this.#session.usage.state !== 'inviting' || !this.#server.sayable({})) return;
    // If a reliable 180 gets no PRACK, `unheard` ends the call.
    this.#server.progress({statusCode: 180}).catch(() => undefined);
  }

  async accept(media: CallMedia, {headers = {}, modifiers = []}: AnswerParts = {}): Promise<void> {
    const extraHeaders = headerLines(headers);
    const {usage} = this.#session;
    this.#assertRinging();
    usage.move('answering');
    this.#stopNoAnswer?.();
    try {
      // Early media of ours that are open stay; if they failed, the answer opens the devices again.
      await this.#early?.catch(() => undefined);
      if (!this.#early) {
        this.#session.modifiers = modifiers;
        await this.#open(media);
      }
    } catch (error) {
      // The call goes on ringing: the person can plug a device in, or allow it now, and answer again.
      if (!usage.ending) {
        usage.move('inviting');
        this.#startNoAnswer();
      }
      throw error;
    }
    await this.#answer(extraHeaders);
  }

  async progress({code: statusCode, media, headers = {}}: ProgressParts): Promise<void> {
    const extraHeaders = headerLines(headers);
    this.#assertRinging();
    if (!media) {
      await this.#server.progress({statusCode, extraHeaders});
      return;
    }
    if (this.#early) throw new SipError('invalid-state', 'The caller hears us already.');
    if (!this.#message.body && !this.#server.reliable) {
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

  withdraw(request: EndRequest): void {
    this.#server.refuse(rejection(request));
    this.#session.finish(this.withdrawn(request));
  }

  withdrawn({status, reason}: EndRequest): CallEnd {
    return callEnd({by: 'local', cause: 'rejected', code: status, reason});
  }

  stopTimers(): void {
    this.#stopNoAnswer?.();
    this.#stopExpiring?.();
  }

  repair(): Promise<boolean> {
    const {state, dialog} = this.#session.usage;
    // An answer that is on its way goes out over the new connection by itself.
    if (state === 'inviting' && dialog) this.#askWhetherWaiting(dialog);
    return Promise.resolve(state !== 'established');
  }

  left(bye: IncomingRequestMessage): void {
    this.#taken(bye);
  }

  owed(prack: IncomingRequestMessage): boolean {
    return this.#server.owed(prack);
  }

  pracked(prack: IncomingPrackRequest): void {
    this.#server.pracked(prack);
  }

  heard(): void {}

  #assertRinging(): void {
    if (this.#session.usage.state === 'inviting') return;
    throw new SipError('invalid-state', 'There is no ringing call to answer.');
  }

  /** The caller has left, by CANCEL or by BYE (RFC 3261 sections 9.2 and 15.1.2). */
  #taken(request: IncomingRequestMessage): void {
    if (this.#session.usage.ending) return;
    this.#server.refuse({statusCode: 487});
    this.#session.finish(endFromCancel(reasonsOf(request)));
  }

  /** Ends the call when the INVITE expires (RFC 3261 section 13.3.1). */
  #expire(): void {
    const seconds = Number(this.#message.getHeader('expires') ?? NaN);
    // A browser's timer cannot count more milliseconds, and nobody waits that long.
    if (!(seconds >= 0 && seconds < 2 ** 31 / 1000)) return;
    const {usage, context} = this.#session;
    this.#stopExpiring = context.config.clock.after(seconds * 1000, () => {
      if (usage.state !== 'inviting') return;
      this.#session.because(callEnd({by: 'system', cause: 'no-answer', code: 487}));
      void this.#session.end({status: 487});
    });
  }

  #open(media: CallMedia): Promise<void> {
    // The offer is applied while the person is being asked.
    return openMedia(this.#session, media, this.#applyOffer());
  }

  /** Early media (RFC 3960): the answer to the caller's offer, or an offer, goes out with a provisional response. */
  async #beginEarly(media: CallMedia, response: ProvisionalResponse): Promise<void> {
    await this.#open(media);
    try {
      await this.#server.progress({...response, body: await this.#session.description.getDescription()});
    } catch (error) {
      throw this.#abandonFor(error);
    }
    this.#session.tell('early');
  }

  /** Takes a PRACK: it has the answer if the offer was ours, else it may have a new offer (RFC 3262 section 5). */
  async #confirmed(prack: IncomingPrackRequest): Promise<void> {
    const {description, usage} = this.#session;
    const body = getBody(prack.message);
    // Before our description is out, the open offer is that of the INVITE, and no PRACK can have another one.
    if (body && this.#server.described && usage.dialog?.signalingState === SignalingState.HaveRemoteOffer) {
      return this.#session.conversation.handle(prack, ({negotiation}) => negotiation.confirmed(prack));
    }
    prack.accept();
    if (!description.offering) return;
    try {
      if (!body) throw new SipError('bad-session-description', 'The caller did not answer our offer.');
      await description.setDescription(body.content);
    } catch (error) {
      this.#unusable();
      throw error;
    }
  }

  async #answer(lines: readonly string[]): Promise<void> {
    const {usage, description, timer, replaces} = this.#session;
    this.#session.tell('requesting');
    try {
      this.#server.close();
      const body = this.#server.described ? undefined : await description.getDescription();
      this.#session.signal.throwIfAborted();
      const dialog = this.#server.accept([...timer.answer(this.#message), ...lines], body);
      usage.dialog = dialog;
      this.#session.attend(dialog);
    } catch (cause) {
      throw this.#abandonFor(cause);
    }
    this.#session.establish();
    if (replaces instanceof InviteSession) replaces.giveWay();
  }

  /** Ends a call if our answer or our early media cannot be sent. Returns the error. */
  #abandonFor(cause: unknown): SipError {
    // For example, a CANCEL has crossed our answer.
    if (this.#session.usage.ending) return new SipError('call-failed', 'The caller gave up.', {cause});
    const error = toSipError(cause, 'call-failed');
    this.#session.because(endFromError(error));
    void this.#session.end({status: error.code === 'bad-session-description' ? 488 : 480});
    return error;
  }

  #unusable(): void {
    if (this.#session.usage.ending) return;
    this.#session.because(callEnd({by: 'system', cause: 'bad-session-description', code: 488}));
    void this.#session.end({status: 488});
  }

  async #applyOffer(): Promise<void> {
    const {description} = this.#session;
    const offer = descriptionIn(this.#message);
    if (!offer) return;
    try {
      await description.setDescription(offer);
    } catch (error) {
      if (description.failure) this.#unusable();
      throw error;
    }
  }

  #startNoAnswer(): void {
    const {clock, answerTimeout} = this.#session.context.config;
    this.#stopNoAnswer = clock.after(answerTimeout * 1000, () => this.#session.abandon('no-answer', 480));
  }

  /**
   * Asks the caller, by OPTIONS in the early dialog, whether it still waits: its CANCEL may have been lost with a
   * connection. A server or caller that does not understand the question counts as waiting.
   */
  #askWhetherWaiting(dialog: SessionDialog): void {
    const message = dialog.createOutgoingRequestMessage('OPTIONS');
    new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, {
      onReject: guarded(this.#session.context.config.logger, ({message: {statusCode}}) => {
        if (statusCode !== 481) return;
        this.#session.because(endFromCancel());
        void this.#session.end({status: 487});
      }),
    });
  }
}
