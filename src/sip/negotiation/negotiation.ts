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
   * Asks the page whether a picture that the far end adds may come in; may never answer. Where the page asks a person, it
   * answers with a promise, which is of no use any more when `over` aborts.
   */
  readonly ask: (answer: (welcome: boolean | Promise<boolean>) => void, over: AbortSignal) => void;
  /** Ends the session, as it cannot go on. */
  readonly abandon: (cause: EndCause, status: number) => void;
}

/** Listeners answer at once or not at all, in milliseconds. */
const PATIENCE = 1000;
/**
 * A person may take that long, in milliseconds: less than timer B and F of RFC 3261 and what a server allows an INVITE that
 * nobody has answered (timer C is three minutes, Kamailio's two, some set half a minute).
 */
const CONSIDERATION = 25_000;

/** Why a call ends whose change was answered so. */
const GONE: Readonly<Record<number, EndCause>> = {408: 'timeout', 481: 'dialog-gone'};

/** Everything that changes one session: our wishes and those of the far end. */
export class Negotiation {
  readonly renegotiation: Renegotiation;
  readonly #remote: RemoteOffers;
  readonly #options: NegotiationOptions;
  /** A person is being asked about the picture in an offer that waits for its answer. */
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
   * A listener that throws has said nothing, and the picture comes in. Where a person is asked, the re-INVITE is answered
   * when they have; a 100 keeps the far end from repeating it. An answer without the picture now, and an offer of ours when
   * they agree, would keep nobody waiting; but phones, this one too, take such an answer for a refusal and switch their
   * camera off, and then there is nothing left to agree to. So that the open exchange holds nothing up, a change of ours
   * ends the question with 491, and the far end comes again (RFC 3261 section 14.1).
   *
   * @throws SipError `renegotiation-refused` with 491, or with 504 if the request cannot wait and a person would have to be
   *   asked: the far end can come again with a re-INVITE (RFC 3311 section 5.2).
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
      return false; // They have not answered in time.
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

  /** A re-INVITE comes although the ACK to the answer of the one before did not. */
  settleRemote(): void {
    inBackground(this.#options.config.logger, 'Taking back an offer', this.renegotiation.settleRemote());
  }
}

function notNow(status: number): SipError {
  return new SipError('renegotiation-refused', 'Nobody can be asked now.', {status});
}
