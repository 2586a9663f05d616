import type {CallModel} from '../call/call-model.js';
import type {CallNotices} from '../events.js';
import type {NoticeTarget} from '../notice-target.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {SipSession, TransferNews, TransferRequest} from '../engine/sip-engine.js';
import {SipError, toSipError} from '../errors.js';
import type {CallTransfer, TransferPhase} from './transfer-state.js';

/** What a transfer does with the calls that it is about. */
export interface TransferableCall extends Pick<NoticeTarget<keyof CallNotices>, 'on'> {
  hold(): Promise<void>;
  unhold(): Promise<void>;
  hangup(): Promise<void>;
}

export interface OutgoingTransferParts {
  readonly call: TransferableCall;
  readonly model: CallModel;
  readonly session: SipSession;
  readonly request: Pick<TransferRequest, 'target' | 'headers'>;
  /** The address of the target, for people. */
  readonly target: string;
  /** The call that the far end gets instead; undefined for a blind transfer. */
  readonly other: TransferableCall | undefined;
  readonly config: Pick<PhoneConfig, 'clock' | 'logger'>;
}

/**
 * How long nothing may be heard, in milliseconds; then it counts as failed, and the call comes back. After the acceptance
 * (timer F of RFC 3261) somebody should say at least that he tries; after that it may ring for minutes.
 */
const FIRST_NEWS = 32_000;
const RINGING = 180_000;
/** Stacks that end the subscription with the first news say more all the same. */
const AFTER_LAST = 60_000;
/** It ended the subscription and said nothing: if it hangs up now, that is the result. */
const GOODBYE = 4000;

/** What became of it. `takenBack` is no failure, the person wanted it. */
interface Outcome {
  readonly status: number;
  readonly reason: string;
  readonly takenBack?: boolean;
  readonly cause?: unknown;
}

/**
 * One transfer of a call by REFER (RFC 3515, RFC 5589): the call is held, the far end asked, and what it tells shown. If
 * it comes to something both calls end; if not, they are as they were before.
 */
export class OutgoingTransfer {
  readonly #parts: OutgoingTransferParts;
  readonly #outcome: Promise<Outcome>;
  #conclude: (outcome: Outcome) => void = () => undefined;
  #concluded = false;
  #accepted = false;
  #stopWaiting: () => void = () => undefined;

  constructor(parts: OutgoingTransferParts) {
    this.#parts = parts;
    this.#outcome = new Promise((resolve) => {
      this.#conclude = (outcome) => {
        this.#concluded = true;
        resolve(outcome);
      };
    });
  }

  /** Resolves when the far end has reached the target; rejects `transfer-failed`. */
  async run(): Promise<void> {
    const {call, model, session, request, other} = this.#parts;
    const wasHeld = model.state.held.local;
    const stop = call.on('sip-call-ended', ({detail: {by}}) => {
      // Many servers say no more than good-bye to whoever transferred.
      this.#conclude({status: by === 'remote' && this.#accepted ? 200 : 487, reason: ''});
    });
    try {
      this.#show('requested');
      await this.#holdFirst();
      if (!this.#concluded) void this.#ask(session, request);
      const outcome = await this.#outcome;
      if (outcome.status >= 200 && outcome.status < 300) {
        this.#show('completed', outcome);
        await Promise.all([call.hangup(), other?.hangup()]);
      } else {
        await this.#comeBack(outcome, wasHeld);
      }
    } finally {
      stop();
      this.#stopWaiting();
    }
  }

  /**
   * The person wants the far end back. Nothing in SIP calls off a REFER that was accepted: the call goes on, and if the
   * far end reaches the target after all it has two.
   */
  takeBack(): void {
    this.#conclude({status: 487, reason: '', takenBack: true});
  }

  async #holdFirst(): Promise<void> {
    const {call, config} = this.#parts;
    try {
      await call.hold();
    } catch (error) {
      config.logger.info('The call is transferred although it could not be held.', error);
    }
  }

  async #ask(session: SipSession, request: Pick<TransferRequest, 'target' | 'headers'>): Promise<void> {
    try {
      const news = (what: TransferNews) => this.#heard(what);
      await session.transfer({...request, news});
      if (this.#accepted || this.#concluded) return;
      this.#accepted = true;
      this.#show('accepted', {status: 202, reason: ''});
      this.#wait(FIRST_NEWS);
    } catch (cause) {
      const {status = 0, message} = toSipError(cause);
      this.#conclude({status, reason: message, cause});
    }
  }

  #heard({status, reason, last}: TransferNews): void {
    if (this.#concluded) return;
    this.#accepted = true;
    if (status >= 200) {
      this.#conclude({status, reason});
    } else if (status === 0) {
      if (last) this.#wait(GOODBYE);
    } else {
      this.#show(status < 180 ? 'trying' : 'ringing', {status, reason});
      this.#wait(last ? AFTER_LAST : RINGING);
    }
  }

  #wait(limit: number): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#parts.config.clock.after(limit, () => this.#conclude({status: 408, reason: ''}));
  }

  async #comeBack({status, reason, takenBack = false, cause}: Outcome, wasHeld: boolean): Promise<never> {
    const {call, model, config} = this.#parts;
    if (takenBack) this.#set(null);
    else this.#show('failed', {status, reason});
    if (!model.ended && (takenBack || !wasHeld)) {
      try {
        await call.unhold();
      } catch (error) {
        config.logger.warn('The call is still held after a transfer that failed.', error);
      }
    }
    const what = takenBack ? 'The transfer was taken back.' : `The transfer failed: ${String(status)} ${reason}`;
    const code = toSipError(cause).code;
    if (cause !== undefined && code !== 'transfer-failed') throw toSipError(cause);
    throw new SipError('transfer-failed', what, {status, cause});
  }

  #show(state: TransferPhase, {status, reason}: Outcome = {status: 0, reason: ''}): void {
    const {target, other} = this.#parts;
    this.#set(Object.freeze({target, attended: other !== undefined, state, code: status, reason}));
  }

  #set(transfer: CallTransfer | null): void {
    const {model} = this.#parts;
    model.store.patch({transfer});
    model.tell('sip-transfer-change', {transfer});
  }
}
