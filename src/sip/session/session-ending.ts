import {SessionState, type Session, type UserAgent} from 'sip.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import {callEnd} from '../../core/call/end-causes.js';
import type {CallEnd} from '../../core/call/end-reason.js';
import type {EndRequest} from '../../core/engine/sip-engine.js';
import {SipError} from '../../core/errors.js';
import {farewellLines} from './farewell.js';
import {sayGoodbye} from './goodbye.js';
import {within} from '../waiting.js';

export interface SessionEndingParts {
  readonly native: Session;
  readonly userAgent: UserAgent;
  readonly config: PhoneConfig;
  /** Takes the INVITE back, or rejects it. */
  readonly withdraw: (request: EndRequest) => Promise<void>;
  /** The end of a session that was never answered, when we wanted it. */
  readonly withdrawn: (request: EndRequest) => CallEnd;
  /** The session is over and nobody said why. */
  readonly explain: () => CallEnd;
  /** Frees timers, devices and the peer connection; may be called more than once. */
  readonly release: () => void;
  /** Once, when all is over. */
  readonly ended: (end: CallEnd) => void;
}

/** How long to wait for the far end when we leave; then the call is over for us. */
const WATCHDOG = 5000;
/** How long `leave()` waits for the answer to a BYE, whose only use is that the connection is not closed before it. */
const FAREWELL = 2000;

/** The one way in which a session ends: told by the far end, wanted by us, or given up. */
export class SessionEnding {
  readonly #parts: SessionEndingParts;
  readonly #lifetime = new AbortController();
  readonly #done: Promise<void>;
  #resolveDone: () => void = () => undefined;
  #end: CallEnd | undefined;
  #leaving: Promise<void> | undefined;
  #over = false;
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

  get over(): boolean {
    return this.#over;
  }

  /** Over, or about to be because we want it. */
  get begun(): boolean {
    return this.#over || this.#leaving !== undefined;
  }

  /** Notes why the session ends; the first reason is the true one. */
  because(end: CallEnd): void {
    this.#end ??= end;
  }

  // Synchronous up to the message on the wire: a page that is being closed gets no further turn.
  leave(request: EndRequest): Promise<void> {
    this.#leaving ??= this.#over ? Promise.resolve() : this.#leave(request);
    return this.#leaving;
  }

  /** All is over, whatever the far end thinks. */
  finish(): void {
    if (this.#over) return;
    this.part();
    this.#parts.ended(this.#end ?? this.#parts.explain());
  }

  /** Over here, and nobody is told: the next page goes on with it. */
  part(): void {
    if (this.#over) return;
    this.#over = true;
    this.#lifetime.abort(new SipError('call-failed', 'The call is over.'));
    this.#stopWatchdog?.();
    this.#parts.release();
    this.#resolveDone();
  }

  async #leave(request: EndRequest): Promise<void> {
    const {native, userAgent, config, withdrawn, release} = this.#parts;
    const established = native.state === SessionState.Established;
    this.because(established ? callEnd({by: 'local', cause: 'hangup'}) : withdrawn(request));
    this.#lifetime.abort(new SipError('call-failed', 'The call was ended.'));
    release();
    const farewell = this.#sayGoodbye(request);
    const online = userAgent.isConnected();
    if (online) this.#stopWatchdog = config.clock.after(WATCHDOG, () => this.finish());
    else this.finish();
    await this.#done;
    if (online) await within(config.clock, FAREWELL, farewell);
  }

  /** Resolves when the far end has heard of it; never rejects. */
  async #sayGoodbye(request: EndRequest): Promise<void> {
    const {native, config, withdraw} = this.#parts;
    try {
      await sayGoodbye(native, () => withdraw(request), farewellLines(request));
    } catch (error) {
      // A dialog that died under us, say. The call is over for us in any case.
      config.logger.info('The far end could not be told that the call is over.', error);
      this.finish();
    }
  }
}
