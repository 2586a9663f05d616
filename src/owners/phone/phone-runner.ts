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
  /** What cannot change during the life of a phone, as it is now. */
  fixed(): readonly unknown[];
  /** The options that may change at any time, as they are now. */
  live(): Partial<PhoneOptions>;
  /** @throws SipError `not-configured` without a server, or another one if the settings cannot work. */
  create(): Phone;
  readonly notices: NoticeRelay;
}

const logger = createLogger();

const IDLE = createStore(IDLE_PHONE);

/**
 * Keeps a headless phone that is as the page has configured it: makes it, makes it anew when the configuration changes,
 * though never during a call, and starts it if that is wanted. Its store outlives them all.
 */
export class PhoneRunner {
  readonly store = new SwitchStore<PhoneState>(IDLE, (error) =>
    logger.error('A subscriber of the phone threw.', error),
  );

  /** Whether the phone is to be connected; undefined as long as nobody has said so. */
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

  /** Wants the phone connected, now and whenever it is made anew. */
  want(): void {
    this.wanted = true;
    this.#start();
  }

  /** Takes part in life again after `close()`; the phone is made by the next `refresh()`. */
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
   * The phone, made on the spot if need be.
   * @throws SipError `not-configured` or `invalid-argument`.
   */
  open(): Phone {
    this.refresh();
    if (this.#phone) return this.#phone;
    if (this.#closed) throw new SipError('invalid-state', 'This phone is not in a document: put it there first.');
    throw (
      this.store.state.error ?? new SipError('not-configured', 'This phone has no server: set the attribute server.')
    );
  }

  /** Ends everything, and forgets what was wanted. */
  close(): Promise<void> {
    this.wanted = undefined;
    return this.#close((phone) => phone.destroy());
  }

  /** The page goes away: conversations may go on on the next one, or here after `resume()`. */
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
    // The phone reports a failure itself, and tries again where that makes sense.
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

/** Ends a phone; what goes wrong with it then is nobody's business any more, but is not hidden either. */
async function cleanly(end: Promise<void>): Promise<void> {
  try {
    await end;
  } catch (error) {
    logger.error('A phone did not end cleanly.', error);
  }
}
