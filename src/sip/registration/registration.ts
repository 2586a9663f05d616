import type {Agent} from '../agent.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError, toSipError} from '../../core/errors.js';
import {RegisterClient, type RegisterAnswer} from './register-request.js';
import {flowTimer, forgetExtensions, takeExtensions} from './register-extensions.js';
import {grantedExpires, minExpires, ownContact, registerError} from './register-response.js';
import {within} from '../waiting.js';

export interface RegistrationOptions {
  readonly agent: Agent;
  readonly config: PhoneConfig;
  readonly instanceId: string;
  readonly hasCredentials: boolean;
  /** Sets the longest time between two keep-alives, in seconds. */
  readonly keepAliveWithin: (seconds: number) => void;
  /** The server refused the refresh. Returns whether the phone leaves this server because of it. */
  readonly leave: (error: SipError) => boolean;
  /** The binding is lost: its refresh failed for good, or no further try fits into the time that is left. */
  readonly lost: (error: SipError) => void;
}

/** 64 × T1, the longest that a REGISTER may wait for its answer (RFC 3261 section 17.1.2.2, timer F). */
const TIMEOUT = 32_000;
/** How long the removal of the binding may take, in milliseconds: a page that closes has no more time. */
const FAREWELL = 2000;
/** The part of the granted time after which the phone refreshes the binding. Further tries fit into the rest. */
const REFRESH = 0.75;
const REFRESH_JITTER = 0.1;
/** The shortest time between two tries, in milliseconds. */
const AGAIN = 5000;

/** Makes, refreshes and removes our binding at the registrar (RFC 3261 section 10). */
export class Registration {
  readonly #options: RegistrationOptions;
  readonly #client: RegisterClient;
  #registered = false;
  /** When the binding ends, on the clock. */
  #bindingEnds = 0;
  #expires: number;
  #running: Promise<void> | undefined;
  #stopRefresh: (() => void) | undefined;

  constructor(options: RegistrationOptions) {
    this.#options = options;
    this.#expires = options.config.registerExpires;
    this.#client = new RegisterClient(options.agent.core, options.instanceId, options.config.logger);
  }

  /** Makes or refreshes the binding. A second call during the first one returns the same promise. */
  register(): Promise<void> {
    this.#running ??= this.#register().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Removes the binding; resolves in any case, after two seconds at most. */
  async unregister(): Promise<void> {
    this.#stopTimer();
    await within(this.#options.config.clock, FAREWELL, this.#leave());
    this.#client.abandon(new SipError('timeout', 'The server did not answer the last REGISTER.'));
  }

  /** The connection is gone, and the binding with it: the registrar can no longer reach us. */
  connectionLost(): void {
    this.#stopTimer();
    this.#registered = false;
    forgetExtensions(this.#options.agent.core);
    this.#client.abandon(new SipError('connection-lost', 'The connection was lost while registering.'));
  }

  async #register(): Promise<void> {
    const {agent, hasCredentials} = this.#options;
    this.#stopTimer();
    if (!agent.transport.isConnected()) throw new SipError('connection-lost', 'There is no connection to register on.');
    let answer = await this.#send();
    const longer = answer.message.statusCode === 423 ? minExpires(answer.message) : undefined;
    if (longer !== undefined && longer > this.#expires) {
      this.#expires = longer;
      answer = await this.#send();
    }
    const {message, accepted, answered} = answer;
    if (!accepted) throw registerError(message, answered, hasCredentials);
    this.#made(message);
  }

  #made(message: RegisterAnswer['message']): void {
    const {config, agent, keepAliveWithin} = this.#options;
    const own = ownContact(message, this.#client.contactUser);
    const granted = grantedExpires(message, own, this.#expires) * 1000;
    this.#registered = true;
    this.#bindingEnds = config.clock.now() + granted;
    takeExtensions(agent.core, message, own);
    const seconds = flowTimer(message);
    if (seconds) keepAliveWithin(seconds);
    this.#refreshIn(granted * (REFRESH + REFRESH_JITTER * Math.random()));
  }

  #refreshIn(delay: number): void {
    this.#stopTimer();
    this.#stopRefresh = this.#options.config.clock.after(delay, () => this.#refresh());
  }

  async #send(): Promise<RegisterAnswer> {
    const stop = this.#options.config.clock.after(TIMEOUT, () =>
      this.#client.abandon(new SipError('timeout', 'The server did not answer the REGISTER.')),
    );
    try {
      return await this.#client.send(this.#expires);
    } finally {
      stop();
    }
  }

  async #leave(): Promise<void> {
    const {config, agent} = this.#options;
    // One REGISTER at a time (RFC 3261 section 10.2). The caller of register() gets the failure of the other one.
    await this.#running?.catch(() => undefined);
    this.#stopTimer();
    if (!this.#registered || !agent.transport.isConnected()) return;
    this.#registered = false;
    try {
      await this.#client.send(0);
    } catch (error) {
      config.logger.info('The binding was not removed; it expires by itself.', error);
    }
  }

  #refresh(): void {
    this.register().catch((cause: unknown) => {
      const error = toSipError(cause);
      // The engine reports a lost connection by itself; `lost()` would report the same thing again.
      if (error.code === 'connection-lost' || this.#options.leave(error)) return;
      const left = this.#bindingEnds - this.#options.config.clock.now();
      const delay = Math.max(AGAIN, left / 4, 1000 * (error.retryAfter ?? 0));
      if (isTransient(error) && delay < left) {
        this.#refreshIn(delay);
        return;
      }
      this.#registered = false;
      this.#options.lost(error);
    });
  }

  #stopTimer(): void {
    this.#stopRefresh?.();
    this.#stopRefresh = undefined;
  }
}

/** Whether a further try may still refresh the binding after this error. */
function isTransient({code, status = 0}: SipError): boolean {
  return code === 'timeout' || status === 408 || status >= 500;
}
