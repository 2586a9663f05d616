import type {Call} from '../call/call.js';
import {resolveConfig, type PhoneConfig} from '../config/phone-config.js';
import type {PhoneOptions} from '../config/phone-options.js';
import {SipError} from '../errors.js';
import type {SipNotices} from '../events.js';
import {createStore, type WritableStore} from '../store.js';
import {IDLE_PHONE, phoneStatus, type PhoneState} from './phone-state.js';

/** Sends a notice; false if a listener prevented it. */
type Tell = <K extends keyof SipNotices>(type: K, detail: SipNotices[K]) => boolean;

/** The configuration of one phone, its state and the rules by which it changes; each change is told once. */
export class PhoneModel {
  /** All parts have the same object, and read an option when they need it, because some may change. */
  readonly config: PhoneConfig;
  readonly store: WritableStore<PhoneState>;
  readonly tell: Tell;
  readonly #destroyed = new AbortController();

  /** @throws SipError `not-configured` or `invalid-argument`. */
  constructor(options: PhoneOptions, tell: Tell) {
    const config = resolveConfig(options);
    this.config = config;
    this.tell = tell;
    this.store = createStore<PhoneState>({...IDLE_PHONE, uri: config.uri}, (error) =>
      config.logger.error('A subscriber of the phone threw.', error),
    );
  }

  get state(): Readonly<PhoneState> {
    return this.store.state;
  }

  /** Aborts when the phone is destroyed. */
  get destroyed(): AbortSignal {
    return this.#destroyed.signal;
  }

  destroy(): void {
    this.#destroyed.abort();
  }

  /** @throws SipError `invalid-state` for a phone that was destroyed. */
  assertAlive(): void {
    if (this.destroyed.aborted) throw new SipError('invalid-state', 'This phone was destroyed; make a new one.');
  }

  patch(change: Partial<PhoneState>): void {
    const prevStatus = this.state.status;
    const status = phoneStatus({...this.state, ...change}, this.config.register);
    this.store.patch({...change, status});
    if (status !== prevStatus) this.tell('sip-status-change', {status, prevStatus, error: this.state.error});
  }

  report(error: SipError, call?: Call): void {
    if (this.destroyed.aborted) return;
    this.config.logger.warn(error.message, error);
    this.tell('sip-error', {error, call: call ?? null});
  }
}
