import {SignalingState, type OutgoingRequestMessage, type SessionDialog} from '../sip-js.js';
import {callEnd, endFromBye} from '../../core/call/end-causes.js';
import {endFromError} from '../../core/call/end-from-error.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {EndRequest, InviteOptions} from '../../core/engine/sip-engine.js';
import {SipError, toSipError} from '../../core/errors.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import {inBackground} from '../guarded.js';
import {openMedia} from '../media/open-devices.js';
import type {ResponseMessage} from '../messages/final-response.js';
import {headerLines} from '../messages/headers.js';
import {assertedIdentity, identity} from '../messages/identities.js';
import {readRequest} from '../messages/read-request.js';
import {cleanText} from '../messages/text.js';
import {readSipUri} from '../messages/uri-grammar.js';
import {Answers} from './answers.js';
import type {Beginning} from './beginning.js';
import {reasonsOf} from './dialog-requests.js';
import {endLines, reasonLine} from './end-messages.js';
import {endOfRefusal} from './end-of-refusal.js';
import {ackAndBye, InviteClient, type AckableResponse} from './invite-client.js';
import {inviteRequest} from './invite-request.js';
import {NOT_INBOUND} from './not-inbound.js';
import {Redirects} from './redirects.js';
import {InboundReferral} from './referral.js';
import {replacing} from './replaces.js';
import type {SessionContext} from './session-context.js';
import {dialogOf} from './session-dialog.js';
import {InviteSession} from './session.js';

/**
 * A call that we make.
 * @param target - A SIP address; what a person types has become one before.
 * @throws SipError `invalid-address` or, for a header, `invalid-argument`.
 */
export function outboundSession(context: SessionContext, target: string, options: InviteOptions): InviteSession {
  const {headers, caller, referral, replaces} = options;
  const {agent, config} = context;
  const to = readSipUri(target);
  if (!to) throw new SipError('invalid-address', `"${cleanText(target)}" is not an address that can be called.`);
  const place = replacing(replaces);
  const reference = referral instanceof InboundReferral ? referral.headerLines : [];
  const lines = [...headerLines(headers), ...reference, ...place.headerLines];
  const {message, contact} = inviteRequest(agent.core, {to, target: place.target, caller, headerLines: lines});
  const facts = {
    id: `${message.callId}${message.fromTag}`,
    direction: 'outbound',
    remoteIdentity: identity('', to),
    localIdentity: identity(cleanText(caller?.name ?? config.displayName), message.from.uri),
    contact,
  } as const;
  return new InviteSession(context, facts, (session) => new OutboundInvite(session, message, options));
}

class OutboundInvite implements Beginning {
  readonly ring = NOT_INBOUND.ring;
  readonly progress = NOT_INBOUND.progress;
  readonly accept = NOT_INBOUND.accept;
  readonly #session: InviteSession;
  readonly #message: OutgoingRequestMessage;
  readonly #wanted: InviteOptions['media'];
  readonly #client: InviteClient;
  readonly #redirects: Redirects;
  readonly #answers: Answers;
  #opening: Promise<void> | undefined;
  #trying = false;
  /** The 2xx that is being applied. */
  #answer: AckableResponse | undefined;
  #lengthened = 0;
  #stopRingOut: (() => void) | undefined;

  constructor(session: InviteSession, message: OutgoingRequestMessage, {media, modifiers = []}: InviteOptions) {
    const {agent, config} = session.context;
    const {logger} = config;
    this.#session = session;
    this.#message = message;
    this.#wanted = media;
    this.#redirects = new Redirects(session, message);
    this.#answers = new Answers(session);
    this.#client = new InviteClient({
      agent,
      logger,
      message,
      trying: () => this.#tellTrying(),
      progress: (response, dialog) => inBackground(logger, 'Early media', this.#progress(response, dialog)),
      answered: (response) => inBackground(logger, 'The answer of the far end', this.#answered(response)),
      again: (refusal) => this.#lengthen(refusal) || this.#redirects.follow(refusal),
      refused: (refusal) => session.finish(endOfRefusal(refusal)),
      left: (bye) => session.finish(bye ? endFromBye(reasonsOf(bye)) : this.withdrawn()),
    });
    this.#askForTimer();
    session.modifiers = modifiers;
    session.description.local.withhold(config.earlyMicrophone ? ['video'] : ['audio', 'video']);
  }

  /** The INVITE as it was sent last, or, before that, as it would be sent now. */
  get inviteRequest(): SipRequest {
    const text = this.#message.toString();
    return readRequest(text, text.slice(text.indexOf('\r\n\r\n') + 4));
  }

  invite(): Promise<void> {
    if (this.#opening || this.#session.usage.state !== 'idle') {
      return Promise.reject(new SipError('invalid-state', 'Only a new session can be connected.'));
    }
    this.#opening = this.#openAndSend();
    // The caller of `invite()` gets the error first, and then the listener hears that the session is over.
    this.#opening.catch((error: unknown) => {
      this.#session.because(endFromError(toSipError(error)));
      void this.#session.end({status: 487});
    });
    return this.#opening;
  }

  /** CANCEL; or, where an answer has come and is not taken up yet, ACK and BYE. */
  withdraw(request: EndRequest): void {
    const lines = endLines(request);
    this.#client.cancel(lines);
    if (this.#answer) ackAndBye(this.#answer, lines);
    if (this.#answer || !this.#client.sent) this.#session.finish(this.withdrawn());
  }

  withdrawn(): CallEnd {
    return callEnd({by: 'local', cause: 'canceled', code: 487});
  }

  stopTimers(): void {
    this.#stopRingOut?.();
  }

  async repair(): Promise<boolean> {
    const {usage, context, signal} = this.#session;
    if (usage.state === 'established') return false;
    if (this.#redirects.deciding) return true;
    try {
      if (await this.#client.repeat(context.config.clock, signal)) return true;
    } catch {
      return true; // The session is over, or the next connection repairs it.
    }
    if (usage.state === 'inviting') this.#session.abandon('connection-error', 0);
    return true;
  }

  left(bye: Parameters<InviteClient['noteBye']>[0]): void {
    this.#client.noteBye(bye);
  }

  owed(): boolean {
    return false;
  }

  pracked(): void {}

  heard(): void {
    this.#client.noteResponse();
  }

  async #openAndSend(): Promise<void> {
    const {description} = this.#session;
    try {
      const opening = openMedia(this.#session, this.#wanted);
      description.prepare(this.#wanted.video);
      await opening;
      const {content: body, contentType} = await description.getDescription();
      this.#message.body = {body, contentType};
      this.#send();
    } catch (cause) {
      throw toSipError(cause, 'media-failed');
    }
  }

  #send(): void {
    const {usage, context, signal} = this.#session;
    const {clock, ringOutTimeout} = context.config;
    signal.throwIfAborted();
    usage.move('inviting');
    this.#client.send();
    this.#session.tell('requesting');
    this.#stopRingOut = clock.after(ringOutTimeout * 1000, () => this.#session.abandon('no-answer', 0));
  }

  /** Asks for a session timer (RFC 4028 section 7.1). */
  #askForTimer(): void {
    for (const [name, value] of this.#session.timer.requestFields()) this.#message.setHeader(name, value);
  }

  /** Takes the interval that a 422 names. Returns whether the INVITE can go out again. */
  #lengthen(response: ResponseMessage): boolean {
    const {timer} = this.#session;
    if (response.statusCode !== 422 || ++this.#lengthened > 3 || !timer.lengthen(response)) return false;
    this.#askForTimer();
    return true;
  }

  /** Reports who rings or answers, if the page trusts the server for that (RFC 3325). */
  #identify(response: ResponseMessage): void {
    const asserted = this.#session.context.config.trustedIdentity ? assertedIdentity(response) : undefined;
    if (asserted) this.#session.tell('identified', asserted);
  }

  #tellTrying(): void {
    if (this.#trying || this.#session.usage.ending) return;
    this.#trying = true;
    this.#session.tell('trying');
  }

  async #progress(response: ResponseMessage, dialog: SessionDialog): Promise<void> {
    const session = this.#session;
    const {statusCode = 0} = response;
    if (dialog.signalingState === SignalingState.Closed) return; // That phone has left.
    session.attend(dialog);
    const begins = await this.#answers.provisional(dialog);
    if (session.usage.state !== 'inviting') return;
    this.#identify(response);
    if (!this.#answers.early) this.#tellTrying();
    if (statusCode >= 180 && statusCode <= 183) session.tell('ringing', statusCode);
    if (begins) session.tell('early');
  }

  async #answered(response: AckableResponse): Promise<void> {
    const session = this.#session;
    const {usage, timer} = session;
    const {message} = response;
    const dialog = dialogOf(response);
    usage.dialog = dialog;
    usage.move('answering');
    this.#answer = response;
    session.attend(dialog);
    try {
      await this.#answers.final(dialog, message);
    } catch (error) {
      if (!usage.ending) this.#unusable(response, toSipError(error, 'bad-session-description'));
    }
    if (usage.ending) return;
    this.#answer = undefined;
    response.ack();
    session.establish();
    timer.answered(message);
    this.#identify(message);
    this.#answers.follow();
  }

  #unusable(response: AckableResponse, error: SipError): void {
    const reason = response.session.answer ? reasonLine(488, 'Not Acceptable Here') : reasonLine(400, 'Bad Request');
    ackAndBye(response, [reason]);
    this.#session.finish(endFromError(error));
  }
}
