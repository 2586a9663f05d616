import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import type {SipSession, TransferNews, TransferRequest} from '../engine/sip-engine.js';
import {SipError, toSipError} from '../errors.js';
import type {CallTransfer, TransferPhase} from './transfer-state.js';

/** The target that the far end should reach. */
export interface TransferTarget {
  /** The address as a person reads it. */
  readonly uri: string;
  /** The call that the far end gets instead; undefined for a blind transfer. */
  readonly call: Call | undefined;
}

/**
 * How long to wait for news, in milliseconds; then the transfer has failed, and the call comes back. After the
 * acceptance the far end should at least report an attempt within timer F of RFC 3261; after that the target may ring
 * for minutes.
 */
const FIRST_NEWS = 32_000;
const RINGING = 180_000;
/** How long to wait after the subscription ended without a result: some stacks send more news all the same. */
const AFTER_LAST = 60_000;
/** The same wait for a far end that may simply hang up: its BYE is then the result. */
const GOODBYE = 4000;

/** The result of a transfer. `takenBack` is not a failure, because the person wanted it. */
interface Outcome {
  readonly status: number;
  readonly reason: string;
  readonly takenBack?: boolean;
  readonly cause?: unknown;
}

/**
 * One transfer of a call by REFER (RFC 3515, RFC 5589): holds the call, asks the far end, and shows its news. If the
 * transfer succeeds, both calls end; if not, they are as before.
 */
export class OutgoingTransfer {
  readonly #line: CallLine;
  readonly #request: Pick<TransferRequest, 'target' | 'headers'>;
  readonly #target: TransferTarget;
  readonly #outcome: Promise<Outcome>;
  #conclude: (outcome: Outcome) => void = () => undefined;
  #concluded = false;
  #accepted = false;
  #stopWaiting: () => void = () => undefined;

  constructor(line: CallLine, request: Pick<TransferRequest, 'target' | 'headers'>, target: TransferTarget) {
    this.#line = line;
    this.#request = request;
    this.#target = target;
    this.#outcome = new Promise((resolve) => {
      this.#conclude = (outcome) => {
        this.#concluded = true;
        resolve(outcome);
      };
    });
  }

  /** Resolves when the far end has reached the target; rejects `transfer-failed`. */
  async run(): Promise<void> {
    const {call, model} = this.#line;
    const session = this.#line.inConversation('Only a call in conversation can be transferred.');
    const wasHeld = model.state.held.local;
    const stop = call.on('sip-call-ended', ({detail: {by}}) => {
      // Many servers report nothing after a transfer, and only send BYE.
      this.#conclude({status: by === 'remote' && this.#accepted ? 200 : 487, reason: ''});
    });
    try {
      this.#show('requested');
      await this.#holdFirst();
      if (!this.#concluded) void this.#ask(session);
      const outcome = await this.#outcome;
      if (outcome.status >= 200 && outcome.status < 300) {
        this.#show('completed', outcome);
        await Promise.all([call.hangup(), this.#target.call?.hangup()]);
      } else {
        await this.#comeBack(outcome, wasHeld);
      }
    } finally {
      stop();
      this.#stopWaiting();
    }
  }

  /**
   * Takes the far end back for the person. SIP cannot cancel an accepted REFER: the call goes on, and if the
   * far end reaches the target after all, it has two calls.
   */
  takeBack(): void {
    this.#conclude({status: 487, reason: '', takenBack: true});
  }

  async #holdFirst(): Promise<void> {
    const {call, host} = this.#line;
    try {
      await call.hold();
    } catch (error) {
      host.config.logger.info('The call is transferred although it could not be held.', error);
    }
  }

  async #ask(session: SipSession): Promise<void> {
    try {
      const news = (what: TransferNews) => this.#heard(what);
      await session.transfer({...this.#request, news});
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
    this.#stopWaiting = this.#line.host.config.clock.after(limit, () => this.#conclude({status: 408, reason: ''}));
  }

  async #comeBack({status, reason, takenBack = false, cause}: Outcome, wasHeld: boolean): Promise<never> {
    const {call, model, host} = this.#line;
    if (takenBack) this.#set(null);
    else this.#show('failed', {status, reason});
    if (!model.ended && (takenBack || !wasHeld)) {
      try {
        await call.unhold();
      } catch (error) {
        host.config.logger.warn('The call is still held after a transfer that failed.', error);
      }
    }
    const what = takenBack ? 'The transfer was taken back.' : `The transfer failed: ${String(status)} ${reason}`;
    const code = toSipError(cause).code;
    if (cause !== undefined && code !== 'transfer-failed') throw toSipError(cause);
    throw new SipError('transfer-failed', what, {status, cause});
  }

  #show(state: TransferPhase, {status, reason}: Outcome = {status: 0, reason: ''}): void {
    const {uri, call} = this.#target;
    this.#set(Object.freeze({target: uri, attended: call !== undefined, state, code: status, reason}));
  }

  #set(transfer: CallTransfer | null): void {
    const {model} = this.#line;
    model.store.patch({transfer});
    model.tell('sip-transfer-change', {transfer});
  }
}
