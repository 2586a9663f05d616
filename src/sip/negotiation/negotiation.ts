import type {IncomingInviteRequest, IncomingPrackRequest, SessionDialog, UserAgentServer} from '../sip-js.js';
import type {CallDirection} from '../../core/call/call-state.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {EndCause} from '../../core/call/end-reason.js';
import type {RequestParts} from '../messages/final-response.js';
import {SipError} from '../../core/errors.js';
import {inBackground} from '../guarded.js';
import {RemoteOffers} from './remote-offers.js';
import {Renegotiation} from './renegotiation.js';
import type {DescriptionHandler} from './session-description-handler.js';
import type {SessionTimer} from './session-timer.js';
import {orAborted, within} from '../waiting.js';

export interface NegotiationOptions extends Pick<RequestParts, 'usage' | 'signal'> {
  readonly direction: CallDirection;
  readonly description: DescriptionHandler;
  readonly timer: SessionTimer;
  readonly config: Pick<PhoneConfig, 'clock' | 'logger'>;
  /**
   * Asks the page whether a picture that the far end adds may come in. The page may never answer. If the page asks a
   * person, it answers with a promise, which no longer counts when `over` aborts.
   */
  readonly ask: (answer: (welcome: boolean | Promise<boolean>) => void, over: AbortSignal) => void;
  /** Ends the session because it cannot go on. */
  readonly abandon: (cause: EndCause, status: number) => void;
}

/** How long to wait for the answer of a listener, in milliseconds: listeners answer at once or not at all. */
const PATIENCE = 1000;
/**
 * How long a person may take to answer, in milliseconds: less than timers B and F of RFC 3261, and less than the time
 * that a server allows an unanswered INVITE (timer C is three minutes, Kamailio's two, some servers set half a minute).
 */
const CONSIDERATION = 25_000;

/** The cause of a call's end by the status that answered its change. */
const GONE: Readonly<Record<number, EndCause>> = {408: 'timeout', 481: 'dialog-gone'};

/** Everything that changes one session: our wishes and those of the far end. */
export class Negotiation {
  readonly renegotiation: Renegotiation;
  readonly #remote: RemoteOffers;
  readonly #options: NegotiationOptions;
  /** Ends the question to a person about the picture in an offer; undefined while nobody is asked. */
  #question: AbortController | undefined;

  constructor(options: NegotiationOptions) {
    const {abandon, config} = options;
    this.#options = options;
    const parts = {...options, ...config};
    this.renegotiation = new Renegotiation({
      ...parts,
      wanted: () => this.#question?.abort(notNow(491)),
      gone: (status) => abandon(GONE[status] ?? 'bad-session-description', status),
    });
    this.#remote = new RemoteOffers({
      ...parts,
      renegotiation: this.renegotiation,
      mayShow: (trying) => this.#mayShow(trying),
    });
  }

  /**
   * Asks whether the picture of an offer may come in. If a listener throws, the picture comes in. If the page asks a
   * person, the re-INVITE waits for the person's answer; a 100 keeps the far end from repeating it. An answer without
   * the picture, and our own offer after the person agrees, would need no wait. But phones, also this one, understand
   * such an answer as a refusal and switch their camera off. A change of ours ends the question with 491, so that it
   * need not wait, and the far end tries again (RFC 3261 section 14.1).
   *
   * @throws SipError `renegotiation-refused` with 491, or with 504 if a person must be asked and the request cannot wait:
   *   the far end can try again by re-INVITE (RFC 3311 section 5.2).
   */
  async #mayShow(trying?: () => void): Promise<boolean> {
    const {ask, config, signal} = this.#options;
    const over = new AbortController();
    if (!trying) over.abort(notNow(504));
    else if (this.renegotiation.wishing) over.abort(notNow(491));
    let welcome = true as boolean | Promise<boolean>;
    const answered = new Promise<void>((resolve) => {
      ask((answer) => {
        welcome = answer;
        resolve();
      }, over.signal);
    });
    await within(config.clock, PATIENCE, answered);
    if (typeof welcome === 'boolean') return welcome;
    over.signal.throwIfAborted();
    trying?.();
    this.#question = over;
    const tooLate = config.clock.after(CONSIDERATION, () => over.abort());
    try {
      return await orAborted(welcome, AbortSignal.any([over.signal, signal]));
    } catch (error) {
      if (error instanceof SipError) throw error;
      return false; // The person has not answered in time.
    } finally {
      tooLate();
      this.#question = undefined;
      over.abort();
    }
  }

  /** Answers a re-INVITE. */
  reinvited(request: IncomingInviteRequest): void {
    this.#remote.invite(request);
  }

  /** Answers an UPDATE, also before the answer. */
  update(request: UserAgentServer, dialog: SessionDialog): void {
    this.#remote.update(request, dialog);
  }

  /** Answers a PRACK, and the offer that it may have. */
  confirmed(request: IncomingPrackRequest): Promise<void> {
    return this.#remote.prack(request);
  }

  /** Ends the exchange of an earlier re-INVITE whose ACK never came, because the next re-INVITE has come. */
  settleRemote(): void {
    inBackground(this.#options.config.logger, 'Taking back an offer', this.renegotiation.settleRemote());
  }
}

function notNow(status: number): SipError {
  return new SipError('renegotiation-refused', 'Nobody can be asked now.', {status});
}
