import {Inviter, SessionState, UserAgent} from 'sip.js';
import type {OutgoingRequestDelegate} from 'sip.js/lib/core/index.js';
import {toSipUri, domainOf} from '../../core/address.js';
import type {Identity} from '../../core/call/call-state.js';
import {callEnd, endFromBye} from '../../core/call/end-causes.js';
import {endFromError} from '../../core/call/end-from-error.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {EndRequest, InviteOptions} from '../../core/engine/sip-engine.js';
import {SipError, toSipError} from '../../core/errors.js';
import {ALLOW} from '../messages/allow.js';
import {farewellOf} from './early-requests.js';
import {farewellLines} from './farewell.js';
import {endOfRefusal} from './end-of-refusal.js';
import {fromParams} from './from-params.js';
import {guarded} from '../guarded.js';
import type {ResponseMessage as Response} from '../messages/final-response.js';
import {plainUri} from '../messages/header-lines.js';
import {headerLines} from '../messages/headers.js';
import {assertedIdentity, identity} from '../messages/identities.js';
import {withStrongId} from '../messages/identifiers.js';
import {descriptionIn} from '../messages/message-body.js';
import {acceptOtherFork, hearDroppedProgress, leaveAnswers, refuseEarlyMedia, resendAfter} from '../patches.js';
import {reasonsOf} from './in-dialog.js';
import {InboundReferral} from './referral.js';
import {redirectTargets} from './redirect-targets.js';
import {replacing} from './replaces.js';
import {sameMedia} from '../negotiation/sdp.js';
import {reveal} from '../media/track-switch.js';
import {InviteSession, type SessionContext} from './session.js';
import type {SipRequest} from '../../core/engine/sip-message.js';
import {readRequest} from '../messages/read-request.js';
import {cleanText} from '../messages/text.js';
import {UnansweredInvite} from './unanswered-invite.js';
import {orAborted} from '../waiting.js';

/** A call that we make. */
export class OutboundSession extends InviteSession<Inviter> {
  readonly direction = 'outbound';
  readonly videoOffered = false;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  readonly #wanted: InviteOptions['media'];
  #connecting = false;
  #trying = false;
  #early = false;
  /** The page is being asked whom to call instead. */
  #redirecting = false;
  readonly #request: UnansweredInvite;
  #stopRingOut: (() => void) | undefined;

  /** @throws SipError `invalid-address` or, for a header, `invalid-argument`. */
  constructor(context: SessionContext, target: string, options: InviteOptions) {
    const {media, headers, caller, modifiers = [], referral, replaces} = options;
    const {config, userAgent} = context;
    const uri = UserAgent.makeURI(toSipUri(target, domainOf(config.uri)));
    if (!uri) throw new SipError('invalid-address', `"${cleanText(target)}" is not an address that can be called.`);
    const place = replacing(replaces);
    const reference = referral instanceof InboundReferral ? referral.headerLines : [];
    const extraHeaders = [...headerLines(headers), ...reference, ...place.headerLines];
    const inviter = new Inviter(userAgent, place.target ?? uri, {
      earlyMedia: true,
      extraHeaders,
      anonymous: caller?.anonymous ?? false,
      params: {toUri: uri, ...fromParams(caller)},
    });
    super(context, withStrongId(inviter), 'outbound');
    acceptOtherFork(this.native, ({message, session}) => {
      const answer = descriptionIn(message) || session.answer?.content;
      if (!this.#leadsElsewhere(answer)) reveal(this.description, config.logger);
    });
    leaveAnswers(this.native, (tag) => this.#hasLeft(tag));
    refuseEarlyMedia(this.native, () => this.abandon('bad-session-description', 0));
    this.#askForTimer();
    resendAfter(this.native, (response) => this.#redirected(response));
    const progress = guarded(config.logger, (response: Response) => this.#progress(response));
    hearDroppedProgress(this.native, progress);
    this.#request = new UnansweredInvite(this.native);
    this.description.local.withhold(config.earlyMicrophone ? ['video'] : ['audio', 'video']);
    this.#wanted = media;
    this.modifiers = modifiers;
    this.remoteIdentity = identity('', uri);
    this.localIdentity = identity(cleanText(caller?.name ?? config.displayName), inviter.request.from.uri);
  }

  async invite(): Promise<void> {
    if (this.#connecting || this.isOver()) throw new SipError('invalid-state', 'Only a new session can be connected.');
    this.#connecting = true;
    try {
      const opening = this.openMedia(this.#wanted);
      this.description.prepare(this.#wanted.video);
      await opening;
      await this.#invite();
    } catch (cause) {
      const error = toSipError(cause, 'media-failed');
      this.because(endFromError(error));
      void this.end({status: 487});
      throw error;
    }
  }

  /** Only an inbound call rings here. */
  ring(): void {}

  progress(): Promise<void> {
    return this.accept();
  }

  accept(): Promise<void> {
    return Promise.reject(new SipError('invalid-state', 'Only an inbound call can be answered.'));
  }

  /** As it was sent last, or would be sent now. */
  get inviteRequest(): SipRequest {
    const text = this.native.request.toString();
    return readRequest(text, text.slice(text.indexOf('\r\n\r\n') + 4));
  }

  protected withdraw(request: EndRequest): Promise<void> {
    return this.native.cancel({extraHeaders: farewellLines(request)});
  }

  protected withdrawn(): CallEnd {
    return callEnd({by: 'local', cause: 'canceled', code: 487});
  }

  protected unexplained(): CallEnd {
    // SIP.js hangs up by itself after a 200 without a description.
    return callEnd({by: 'system', cause: 'bad-session-description'});
  }

  protected stopTimers(): void {
    this.#stopRingOut?.();
  }

  protected async repairUnanswered(): Promise<void> {
    if (this.#redirecting) return;
    try {
      if (await this.#request.repeat(this.context.config.clock, this.signal)) return;
    } catch {
      return; // It is over, or there will be another connection.
    }
    if (this.native.state === SessionState.Establishing) this.abandon('connection-error', 0);
  }

  async #invite(): Promise<void> {
    const {clock, ringOutTimeout, logger} = this.context.config;
    const requestDelegate: OutgoingRequestDelegate = {
      onTrying: guarded(logger, () => this.#tellTrying()),
      onProgress: guarded(logger, ({message}) => this.#progress(message)),
      onAccept: guarded(logger, ({message}) => {
        if (!this.isOver()) this.negotiation.timer.answered(message);
        this.#identify(message);
        this.#repairMedia(message);
      }),
      onRedirect: guarded(logger, ({message}) => this.#refused(message)),
      onReject: guarded(logger, ({message}) => this.#refused(message)),
    };
    await this.native.invite({requestDelegate});
    this.tell((listener) => listener.requesting());
    this.#stopRingOut = clock.after(ringOutTimeout * 1000, () => this.abandon('no-answer', 0));
  }

  /** RFC 4028 section 7.1; 422 says which interval the far end wants, and gets it. */
  #askForTimer(): void {
    const {request} = this.native;
    const write = () => {
      for (const [name, value] of this.negotiation.timer.requestFields()) request.setHeader(name, value);
    };
    write();
    let attempts = 0;
    resendAfter(this.native, (response) => {
      if (response.statusCode !== 422 || ++attempts > 3 || !this.negotiation.timer.lengthen(response)) return false;
      write();
      return true;
    });
    const allow = request.extraHeaders.findIndex((line) => line.startsWith('Allow:'));
    if (allow >= 0) request.extraHeaders[allow] = ALLOW;
  }

  /** False if it need not be decided who else is to be called; nobody has to wait for that who wants to leave. */
  #redirected(response: Response): boolean | Promise<boolean> {
    const {config} = this.context;
    const {statusCode: code = 0} = response;
    const targets = config.acceptRedirect && this.listener ? redirectTargets(response, config.uri) : [];
    if (!targets.length) return false;
    const {request} = this.native;
    this.#redirecting = true;
    const decided = new Promise<boolean>((resolve) => {
      this.tell((listener) => {
        listener.redirected({
          code,
          from: request.ruri.toString(),
          targets,
          follow: (target) => {
            const uri = UserAgent.makeURI(target);
            if (uri) Object.assign(request, {ruri: plainUri(uri)});
            resolve(uri !== undefined);
          },
          leave: () => resolve(false),
        });
      });
    });
    return orAborted(decided, this.signal)
      .catch(() => false)
      .finally(() => {
        this.#redirecting = false;
      });
  }

  /** The phone that answers has said BYE before: that is why the call ends. */
  #hasLeft(tag: string): boolean {
    const bye = farewellOf(this.native, tag);
    if (bye) this.because(endFromBye(reasonsOf({request: bye})));
    return bye !== undefined;
  }

  /** Who it is that rings or answers, if the page believes the server (RFC 3325). */
  #identify(response: Response): void {
    const asserted = this.context.config.trustedIdentity ? assertedIdentity(response) : undefined;
    if (!asserted) return;
    this.tell((listener) => listener.identified(asserted));
  }

  #tellTrying(): void {
    if (this.#trying || this.isOver()) return;
    this.#trying = true;
    this.tell((listener) => listener.trying());
  }

  #progress(response: Response): void {
    const {statusCode = 0} = response;
    if (this.native.state !== SessionState.Establishing || this.isOver()) return;
    this.#identify(response);
    const early = this.description.remoteSdp !== '';
    if (!early) this.#tellTrying();
    if (statusCode >= 180 && statusCode <= 183) {
      this.tell((listener) => listener.ringing(statusCode));
    }
    if (!early || this.#early) return;
    this.#early = true;
    this.tell((listener) => listener.early());
  }

  /**
   * The answer leads elsewhere than the early media did: another phone of a fork answered, or an announcement came
   * first. SIP.js keeps the first description; a new offer gets the right one.
   */
  #repairMedia(response: Response): void {
    // Its media may have been agreed on by a reliable 183, which the 200 need not repeat (RFC 3262 section 5).
    const answer = descriptionIn(response) || this.native.dialog?.answer?.content;
    if (this.native.state !== SessionState.Established || this.isOver()) return;
    if (!this.#leadsElsewhere(answer)) return;
    this.negotiation.renegotiation
      .run(() => ({fresh: true}))
      .catch((error: unknown) =>
        this.context.config.logger.warn('The media of the answer could not be taken over.', error),
      )
      .finally(() => {
        // Not before: whoever gave the announcement has not answered.
        reveal(this.description, this.context.config.logger);
      });
  }

  #leadsElsewhere(answer: string | undefined): boolean {
    return Boolean(answer) && this.#early && !sameMedia(answer ?? '', this.description.remoteSdp);
  }

  #refused(response: Response): void {
    this.because(endOfRefusal(response));
  }
}
