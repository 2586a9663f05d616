import {isEnded} from '../../core/call/call-machine.js';
import {SipError, toSipError} from '../../core/errors.js';
import {createLogger} from '../../core/logger.js';
import type {Phone} from '../../core/phone/phone.js';
import type {PhoneOptions} from '../../core/config/phone-options.js';
import {IDLE_PHONE, type PhoneState} from '../../core/phone/phone-state.js';
import {shallowEqual} from '../../core/select.js';
import {createStore} from '../../core/store.js';
import type {NoticeRelay} from './phone-notices.js';
import {SwitchStore} from './switch-store.js';

export interface RunnerHost {
  /** Returns the present values of the settings that cannot change during the life of a phone. */
  fixed(): readonly unknown[];
  /** Returns the present values of the options that may change at any time. */
  live(): Partial<PhoneOptions>;
  /** @throws SipError `not-configured` without a server, or another one if the settings cannot work. */
  create(): Phone;
  readonly notices: NoticeRelay;
}

const logger = createLogger();

const IDLE = createStore(IDLE_PHONE);

/**
 * Keeps a headless phone that has the configuration of the page. It makes a new phone when the configuration changes,
 * but never during a call, and starts the phone if the page wants that. The store of the runner outlives every phone.
 */
export class PhoneRunner {
  readonly store = new SwitchStore<PhoneState>(IDLE, (error) =>
    logger.error('A subscriber of the phone threw.', error),
  );

  /** Whether the page wants the phone connected; undefined as long as nobody has decided. */
  wanted: boolean | undefined;

  readonly #host: RunnerHost;
  #phone: Phone | undefined;
  #fixed: readonly unknown[] | undefined;
  #live: Partial<PhoneOptions> | undefined;
  #closed = true;
  #following: AbortController | undefined;
  #stopWaiting: (() => void) | undefined;

  constructor(host: RunnerHost) {
    this.#host = host;
  }

  get phone(): Phone | undefined {
    return this.#phone;
  }

  /** Connects the phone now, and each later phone when it is made. */
  want(): void {
    this.wanted = true;
    this.#start();
  }

  /** Ends the effect of `close()` and `leave()`: the next `refresh()` makes a phone. */
  resume(): void {
    this.#closed = false;
  }

  /** Makes the phone fit the settings: at once, or after the last call. */
  refresh(): void {
    if (this.#closed) return;
    this.#configure();
    const fixed = this.#host.fixed();
    if (shallowEqual(fixed, this.#fixed)) return;
    if (this.#hasLiveCalls()) {
      this.#stopWaiting ??= this.store.subscribe(() => {
        if (!this.#hasLiveCalls()) this.refresh();
      });
      return;
    }
    this.#replace(fixed);
    this.#start();
  }

  /**
   * Returns the phone; makes it if there is none.
   * @throws SipError `invalid-state` while the runner is closed, `not-configured` or `invalid-argument`.
   */
  open(): Phone {
    this.refresh();
    if (this.#phone) return this.#phone;
    if (this.#closed) throw new SipError('invalid-state', 'This phone is not in a document: put it there first.');
    throw (
      this.store.state.error ?? new SipError('not-configured', 'This phone has no server: set the attribute server.')
    );
  }

  /** Ends the phone, and forgets whether the page wanted it connected. */
  close(): Promise<void> {
    this.wanted = undefined;
    return this.#close((phone) => phone.destroy());
  }

  /** The person leaves the page. Conversations may go on in the next page, or here after `resume()`. */
  leave(): Promise<void> {
    return this.#close((phone) => phone.leave());
  }

  async #close(end: (phone: Phone) => Promise<void>): Promise<void> {
    this.#closed = true;
    const phone = this.#phone;
    const {status: previous} = this.store.state;
    const following = this.#detach();
    const gone = phone && cleanly(end(phone));
    following?.abort();
    this.#show(previous, IDLE_PHONE);
    await gone;
  }

  #hasLiveCalls(): boolean {
    return this.#phone?.calls.some((call) => !isEnded(call.state)) ?? false;
  }

  #configure(): void {
    const live = this.#host.live();
    if (!this.#phone || shallowEqual(live, this.#live)) return;
    this.#live = live;
    try {
      this.#phone.configure(live);
    } catch (error) {
      this.#phone.report(toSipError(error));
    }
  }

  #start(): void {
    if (!this.wanted) return;
    // The phone reports a failure itself, and tries again if that may help.
    this.#phone?.start().catch(() => undefined);
  }

  #replace(fixed: readonly unknown[]): void {
    const before = this.#phone;
    const {status: previous} = this.store.state;
    this.#detach()?.abort();
    if (before) void cleanly(before.destroy());
    this.#fixed = fixed;
    this.#live = this.#host.live();
    try {
      this.#phone = this.#host.create();
    } catch (cause) {
      const error = toSipError(cause);
      if (error.code === 'not-configured') {
        this.#show(previous, IDLE_PHONE);
        return;
      }
      logger.warn(error.message);
      this.#show(previous, {...IDLE_PHONE, status: 'failed', error});
      this.#host.notices.tell('sip-error', {error, call: null});
      return;
    }
    this.#following = new AbortController();
    this.#host.notices.follow(this.#phone, this.#following.signal);
    this.store.use(this.#phone.store);
    this.#tellStatus(previous);
  }

  #detach(): AbortController | undefined {
    const following = this.#following;
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.#phone = undefined;
    this.#fixed = undefined;
    this.#following = undefined;
    return following;
  }

  #show(previous: PhoneState['status'], state: PhoneState): void {
    this.store.use(createStore(state));
    this.#tellStatus(previous);
  }

  #tellStatus(previous: PhoneState['status']): void {
    const {status, error} = this.store.state;
    if (status !== previous) this.#host.notices.tell('sip-status-change', {status, prevStatus: previous, error});
  }
}

/** Waits for the end of a phone. A failure concerns no caller any more, so only the log says it. */
async function cleanly(end: Promise<void>): Promise<void> {
  try {
    await end;
  } catch (error) {
    logger.error('A phone did not end cleanly.', error);
  }
}
