import type {
  Body,
  IncomingInviteRequest,
  IncomingPrackRequest,
  IncomingRequestMessage,
  ResponseOptions,
  SessionDialog,
} from '../sip-js.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import {orAborted} from '../waiting.js';
import {dialogOf} from './session-dialog.js';

/** The first interval between repetitions, in milliseconds (RFC 3261 section 17.1.1.1). */
const T1 = 500;

export interface InviteServerOptions {
  readonly request: IncomingInviteRequest;
  readonly clock: Clock;
  /** Aborted when the session begins to end. */
  readonly signal: AbortSignal;
  /** Called with the dialog of each response of ours. */
  readonly attend: (dialog: SessionDialog) => void;
  /** Called when no PRACK has come for a reliable response in time. */
  readonly unheard: () => void;
  /** Answers a PRACK, and takes its description. */
  readonly confirmed: (prack: IncomingPrackRequest) => Promise<void>;
}

export interface ProvisionalResponse {
  readonly statusCode: number;
  readonly extraHeaders?: readonly string[];
  /** Our description. */
  readonly body?: Body;
}

/** A reliable response that waits for its PRACK. */
interface Unconfirmed {
  readonly rseq: string;
  readonly confirm: (prack: IncomingPrackRequest) => void;
}

/**
 * Our responses to an INVITE (RFC 3261 section 13.3). If the caller requires 100rel, all provisional responses are
 * reliable (RFC 3262 section 3); if it supports 100rel, those with our description are. They repeat until a PRACK
 * comes, one at a time.
 */
export class InviteServer {
  /** Whether the caller supports reliable responses. */
  readonly reliable: boolean;
  readonly #required: boolean;
  readonly #options: InviteServerOptions;
  #rseq = 1 + Math.floor(Math.random() * 2 ** 30);
  /** How we sent our description before the answer. */
  #described: 'plainly' | 'reliably' | undefined;
  #open = true;
  #unconfirmed: Promise<void> | undefined;
  #owed: Unconfirmed | undefined;
  #stopRepeating: () => void = () => undefined;
  #answered: () => void = () => undefined;

  constructor(options: InviteServerOptions) {
    this.#options = options;
    this.#required = this.#knows('require');
    this.reliable = this.#required || this.#knows('supported');
  }

  /** Whether our description is sent already, so that the answer needs none. */
  get described(): boolean {
    return this.#described !== undefined;
  }

  /** Whether a response can go without our description: the first reliable one to an INVITE without an offer cannot. */
  sayable({body}: Pick<ProvisionalResponse, 'body'>): boolean {
    return Boolean(body ?? this.#options.request.message.body) || this.described || !this.#required;
  }

  /** Resolves when the response is sent, or, if it is reliable, when its PRACK comes. Rejects if the session ends. */
  async progress(response: ProvisionalResponse): Promise<void> {
    const reliable = this.#required || (response.body !== undefined && this.reliable);
    if (!this.sayable(response)) {
      throw new SipError('invalid-state', 'The caller offers nothing, and wants our media with the first response.');
    }
    if (reliable) while (this.#unconfirmed) await this.#unconfirmed;
    if (!this.#open) throw new SipError('invalid-state', 'The call does not ring any more.');
    if (response.body) this.#described = reliable ? 'reliably' : 'plainly';
    if (!reliable) {
      this.#say(response);
      return;
    }
    this.#unconfirmed = this.#sayReliably(response).finally(() => {
      this.#unconfirmed = undefined;
    });
    await this.#unconfirmed;
  }

  /** The answer is being made: no provisional response goes out any more. */
  close(): void {
    this.#open = false;
  }

  /**
   * Sends 200. Without a body, it repeats the description that went out plainly, but not one that a PRACK confirmed.
   */
  accept(extraHeaders: string[], body: Body | undefined): SessionDialog {
    const options: ResponseOptions = {statusCode: 200, extraHeaders, ...(body && {body})};
    if (this.#described === 'reliably') Object.defineProperty(options, 'body', NOTHING);
    const response = this.#options.request.accept(options);
    this.#stopRepeating();
    this.#answered();
    return dialogOf(response);
  }

  /** Sends a final response from 300 to 699. */
  refuse(options: ResponseOptions): void {
    const {request} = this.#options;
    this.#open = false;
    this.#stopRepeating();
    if (options.statusCode < 400) request.redirect([], options);
    else request.reject(options);
  }

  /** Whether a PRACK is for the response that waits for one (RFC 3262 section 3). */
  owed(prack: IncomingRequestMessage): boolean {
    const [rseq, cseq] = (prack.getHeader('rack') ?? '').split(/\s+/);
    return this.#owed !== undefined && rseq === this.#owed.rseq && Number(cseq) === this.#options.request.message.cseq;
  }

  pracked(prack: IncomingPrackRequest): void {
    const owed = this.#owed;
    this.#owed = undefined;
    if (owed) owed.confirm(prack);
    else prack.reject({statusCode: 481});
  }

  #sayReliably(response: ProvisionalResponse): Promise<void> {
    const {clock, signal, unheard, confirmed} = this.#options;
    const rseq = String(this.#rseq++);
    const extraHeaders = [...(response.extraHeaders ?? []), 'Require: 100rel', `RSeq: ${rseq}`];
    const say = () => this.#say({...response, extraHeaders});
    let stop: () => void = () => undefined;
    const repeatAfter = (interval: number) => {
      stop = clock.after(interval, () => {
        say();
        repeatAfter(2 * interval);
      });
    };
    say();
    repeatAfter(T1);
    const stopWaiting = clock.after(64 * T1, unheard);
    this.#stopRepeating = () => {
      stop();
      stopWaiting();
    };
    const heard = new Promise<void>((resolve, reject) => {
      // The answer ends this wait, too: a response without a description needs no PRACK before it.
      this.#answered = resolve;
      this.#owed = {
        rseq,
        confirm: (prack) => {
          this.#stopRepeating();
          confirmed(prack).then(resolve, reject);
        },
      };
    });
    return orAborted(heard, signal);
  }

  #say({statusCode, extraHeaders = [], body}: ProvisionalResponse): void {
    const {request, attend} = this.#options;
    attend(dialogOf(request.progress({statusCode, extraHeaders: [...extraHeaders], ...(body && {body})})));
  }

  #knows(field: 'require' | 'supported'): boolean {
    return /\b100rel\b/i.test(this.#options.request.message.getHeaders(field).join());
  }
}

/** Keeps SIP.js from repeating in the 2xx a description that a PRACK has confirmed (RFC 3262 section 5). */
const NOTHING = {get: () => undefined, set: () => undefined};
