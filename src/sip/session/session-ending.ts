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
  /** Once, when all is over. */
  readonly ended: (end: CallEnd) => void;
}

/** Milliseconds that we wait for the far end when we leave; then the call is over for us. */
const WATCHDOG = 2000;
/** Milliseconds that `leave()` waits for the answer to a BYE, so that nobody closes the connection before it. */
const FAREWELL = 2000;

/** The one way in which a session ends: told by the far end, wanted by us, or given up. */
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

  /** Aborted when the session begins to end: nothing need be waited for any more. */
  get signal(): AbortSignal {
    return this.#lifetime.signal;
  }

  /** Notes why the session ends; the first reason is the true one. */
  because(end: CallEnd): void {
    this.#end ??= end;
  }

  /**
   * Ends the session as its state needs. Rejects with `invalid-argument` if the request cannot be written; then nothing has
   * happened.
   */
  leave(request: EndRequest): Promise<void> {
    // Synchronous up to the message on the wire: a page that is being closed gets no further turn.
    try {
      rejection(request);
    } catch (error) {
      return Promise.reject(toSipError(error));
    }
    this.#leaving ??= this.#parts.usage.state === 'over' ? Promise.resolve() : this.#leave(request);
    return this.#leaving;
  }

  /** All is over, whatever the far end thinks. */
  finish(end: CallEnd): void {
    this.because(end);
    if (this.part()) this.#parts.ended(this.#end ?? end);
  }

  /** Over here, and nobody is told: the next page goes on with it. Returns whether it was not over before. */
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

  /** Resolves when the far end has heard of it; never rejects. */
  async #tellFarEnd(request: EndRequest, established: boolean, end: CallEnd): Promise<void> {
    const {config, beginning} = this.#parts;
    try {
      if (established) await this.#bye(endLines(request), end);
      else beginning().withdraw(request);
    } catch (error) {
      // A dialog that died under us, say. The call is over for us in any case.
      config.logger.info('The far end could not be told that the call is over.', error);
      this.finish(end);
    }
  }

  /** Resolves when it is answered. Whom we have answered gets it after their ACK (RFC 3261 section 15). */
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
