import {SessionState as DialogState} from '../sip-js.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import {callEnd} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {EndRequest} from '../../core/engine/sip-engine.js';
import {SipError, toSipError} from '../../core/errors.js';
import {guarded} from '../guarded.js';
import {within} from '../waiting.js';
import type {Beginning} from './beginning.js';
import {endLines, rejection} from './end-messages.js';
import type {InviteUsage} from './invite-usage.js';

export interface SessionEndingParts {
  readonly usage: InviteUsage;
  readonly config: PhoneConfig;
  readonly beginning: () => Beginning;
  /** Frees timers, devices and the peer connection; may be called more than once. */
  readonly release: () => void;
  /** Called once, when the session is over. */
  readonly ended: (end: CallEnd) => void;
}

/** Milliseconds that we wait for the far end when we leave; then the call is over for us. */
const WATCHDOG = 2000;
/** Milliseconds that `leave()` waits for the answer to a BYE, so that nobody closes the connection before it. */
const FAREWELL = 2000;

/** Ends a session: because the far end says so, because we want it, or because the session cannot go on. */
export class SessionEnding {
  readonly #parts: SessionEndingParts;
  readonly #lifetime = new AbortController();
  readonly #done: Promise<void>;
  #resolveDone: () => void = () => undefined;
  #end: CallEnd | undefined;
  #leaving: Promise<void> | undefined;
  #stopWatchdog: (() => void) | undefined;

  constructor(parts: SessionEndingParts) {
    this.#parts = parts;
    this.#done = new Promise((resolve) => {
      this.#resolveDone = resolve;
    });
  }

  /** Aborts when the session begins to end: every wait can end then. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Notes why the session ends; the first reason is the true one. */
  because(end: CallEnd): void {
    this.#end ??= end;
  }

  /**
   * Ends the session as its state requires. Rejects with `invalid-argument` if the message cannot be written; then
   * nothing has happened.
   */
  leave(request: EndRequest): Promise<void> {
    // The message goes out before the first `await`: the code of a page that is closing may run no further.
    try {
      rejection(request);
    } catch (error) {
      return Promise.reject(toSipError(error));
    }
    this.#leaving ??= this.#parts.usage.state === 'over' ? Promise.resolve() : this.#leave(request);
    return this.#leaving;
  }

  /** Ends the session here at once, even if the far end does not know it. */
  finish(end: CallEnd): void {
    this.because(end);
    if (this.part()) this.#parts.ended(this.#end ?? end);
  }

  /** Ends the session here without a message: the next page may go on with it. Returns false if it was over already. */
  part(): boolean {
    const {usage, release} = this.#parts;
    if (usage.state === 'over') return false;
    usage.move('over');
    this.#lifetime.abort(new SipError('call-failed', 'The call is over.'));
    this.#stopWatchdog?.();
    release();
    this.#resolveDone();
    return true;
  }

  async #leave(request: EndRequest): Promise<void> {
    const {usage, config, beginning, release} = this.#parts;
    const established = usage.state === 'established';
    const end = established ? callEnd({by: 'local', cause: 'hangup'}) : beginning().withdrawn(request);
    this.because(end);
    usage.move('leaving');
    this.#lifetime.abort(new SipError('call-failed', 'The call was ended.'));
    release();
    const online = usage.agent.transport.isConnected();
    if (online) this.#stopWatchdog = config.clock.after(WATCHDOG, () => this.finish(end));
    const told = this.#tellFarEnd(request, established, end);
    if (!online) this.finish(end);
    await this.#done;
    if (online) await within(config.clock, FAREWELL, told);
  }

  /** Resolves when the far end knows of the end; never rejects. */
  async #tellFarEnd(request: EndRequest, established: boolean, end: CallEnd): Promise<void> {
    const {config, beginning} = this.#parts;
    try {
      if (established) await this.#bye(endLines(request), end);
      else beginning().withdraw(request);
    } catch (error) {
      // For example, the dialog has ended meanwhile. The call is over for us in any case.
      config.logger.info('The far end could not be told that the call is over.', error);
      this.finish(end);
    }
  }

  /**
   * Sends BYE; resolves when it is answered. A caller that we answered gets it only after its ACK (RFC 3261 section
   * 15).
   */
  #bye(extraHeaders: string[], end: CallEnd): Promise<void> {
    const {usage, config} = this.#parts;
    const {dialog} = usage;
    if (!dialog) throw new SipError('internal', 'There is no dialog to end.');
    return new Promise((resolve) => {
      const answered = () => resolve();
      const say = guarded(config.logger, () => {
        dialog.bye({onAccept: answered, onRedirect: answered, onReject: answered}, {extraHeaders});
        this.finish(end);
      });
      if (dialog.sessionState === DialogState.AckWait)
        dialog.delegate = {...dialog.delegate, onAck: say, onAckTimeout: say};
      else say();
    });
  }
}
