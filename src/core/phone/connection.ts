import type {ConnectionPhase, RegistrationPhase} from './connection-machine.js';
import {canConnectionMove, canRegistrationMove} from './connection-machine.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {SipEngine} from '../engine/sip-engine.js';
import {SipError, toSipError} from '../errors.js';
import {ReconnectPace} from './reconnect.js';

export interface ConnectionState {
  readonly connection: ConnectionPhase;
  readonly registration: RegistrationPhase;
  /** The last failure; null when things go well. */
  readonly error: SipError | null;
  /** The server that we are connected to. */
  readonly server: string | null;
}

export interface ConnectionHost {
  readonly config: PhoneConfig;
  engine(): Promise<SipEngine>;
  /** Whether there is a call, or one is being made. */
  inCall(): boolean;
  /** Called with the present state after each change. */
  changed(state: ConnectionState): void;
  /** Reports a failure to the page: once, and not for every attempt. */
  failed(error: SipError): void;
  /** After a loss there is a connection again, and the REGISTER on it, if one is wanted, is answered. */
  restored(): void;
}

const FINAL = new Set(['wrong-credentials', 'credentials-missing', 'not-configured', 'invalid-argument']);

/** Whether another attempt cannot help. Credentials that could not be fetched may come the next time. */
function isFinal({code, cause}: SipError): boolean {
  return FINAL.has(code) && !(code === 'credentials-missing' && cause !== undefined);
}

/**
 * Keeps the wanted state (connected, registered) apart from the present one, and works towards it: connects, registers,
 * and after a loss tries again with growing delays.
 */
export class Connection {
  readonly #host: ConnectionHost;
  #wanted = false;
  #connection: ConnectionPhase = 'offline';
  #registration: RegistrationPhase = 'none';
  #error: SipError | null = null;
  readonly #pace: ReconnectPace;
  #engine: SipEngine | undefined;
  #lost = false;
  #cancelRetry: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(host: ConnectionHost) {
    this.#host = host;
    this.#pace = new ReconnectPace(host.config.clock, () => host.inCall());
  }

  /** Wants to be connected. Resolves when connected and, if configured, registered; rejects if the first try fails. */
  start(): Promise<void> {
    this.#wanted = true;
    this.#stopRetry();
    return this.#running ?? this.#begin(this.#establish());
  }

  /** A new attempt may succeed now. */
  awake(): void {
    if (!this.#cancelRetry || this.#isOnline()) return;
    const delay = this.#pace.awake();
    if (delay !== undefined) this.#schedule(delay);
  }

  /** Moves to a better server, unless the phone is in a call or busy connecting. */
  preferredBack(): void {
    if (!this.#wanted || !this.#isOnline() || this.#running || this.#host.inCall()) return;
    // A failure is reported like that of any other attempt.
    this.#begin(this.#move()).catch(() => undefined);
  }

  /** Connects without registering, for a call that needs no registration. */
  async online(): Promise<void> {
    if (this.#connection === 'online') return;
    try {
      await this.start();
    } catch (error) {
      if (!this.#isOnline()) throw error;
    }
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.#stopRetry();
    const engine = await this.#host.engine();
    if (this.#registration === 'registered') {
      this.#set(this.#connection, 'unregistering', null);
      await engine.unregister();
    }
    await engine.disconnect();
    if (this.#isWanted()) return;
    this.#set('offline', 'none', null);
  }

  /** Stops all attempts, because the phone is being destroyed. */
  destroy(): void {
    this.#wanted = false;
    this.#stopRetry();
  }

  /** The engine lost its connection. */
  lost(error: SipError): void {
    if (!this.#wanted) {
      this.#set('offline', 'none', null);
      return;
    }
    this.#host.config.logger.warn('The connection to the SIP server was lost.', error);
    this.#lost = true;
    this.#set('reconnecting', 'none', error);
    this.#retry(error);
  }

  /** The engine lost its binding. */
  registrationLost(error: SipError): void {
    if (!this.#wanted || this.#connection !== 'online') return;
    this.#set('online', 'rejected', error);
    this.#host.failed(error);
    this.#retry(error);
  }

  // Methods, so that the compiler does not narrow across an await.
  #isWanted(): boolean {
    return this.#wanted;
  }

  #isOnline(): boolean {
    return this.#connection === 'online';
  }

  #begin(work: Promise<void>): Promise<void> {
    this.#running = this.#finish(work).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #finish(work: Promise<void>): Promise<void> {
    try {
      await work;
      this.#pace.succeeded();
      this.#restored();
    } catch (cause) {
      const error = toSipError(cause, 'server-unreachable');
      // The page has stopped the phone meanwhile, so the failed attempt is no news.
      if (!this.#isWanted()) throw error;
      if (error.code === 'connection-lost') {
        // lost() reports this failure, sooner or later.
        if (!this.#cancelRetry) this.#retry(error);
        throw error;
      }
      const told = this.#error?.code === error.code;
      this.#set(this.#failedConnection(), this.#isOnline() ? 'rejected' : 'none', error);
      if (!told) this.#host.failed(error);
      this.#retry(error);
      // Present calls do not need the binding.
      if (this.#isOnline()) this.#restored();
      throw error;
    }
  }

  #restored(): void {
    if (!this.#lost) return;
    this.#lost = false;
    this.#host.restored();
  }

  async #move(): Promise<void> {
    const engine = await this.#host.engine();
    if (this.#registration === 'registered') {
      this.#set('online', 'unregistering', null);
      await engine.unregister();
    }
    // A call that has begun in the meantime must not wait for a new connection.
    if (this.#isWanted() && !this.#host.inCall()) {
      await engine.disconnect();
      this.#set('reconnecting', 'none', null);
    } else this.#set('online', 'none', null);
    if (this.#isWanted()) await this.#establish();
  }

  async #establish(): Promise<void> {
    const {config} = this.#host;
    const engine = await this.#host.engine();
    this.#engine = engine;
    if (!this.#isOnline()) {
      if (this.#connection === 'offline') this.#set('connecting', 'none', this.#error);
      await engine.connect();
      if (!this.#isWanted()) throw stopped();
      this.#set('online', 'none', config.register && !this.#isNetworkFailure() ? this.#error : null);
    }
    if (!config.register || this.#registration === 'registered') return;
    this.#set('online', 'registering', this.#error);
    await engine.register();
    // The connection may be lost in the meantime; lost() has handled that already.
    if (!this.#isWanted() || !this.#isOnline()) throw stopped();
    this.#set('online', 'registered', null);
  }

  /** Whether the failure ends with a new connection; a refused registration does not. */
  #isNetworkFailure(): boolean {
    return this.#error?.code === 'connection-lost' || this.#error?.code === 'server-unreachable';
  }

  /** Returns the state after a failed attempt: a phone that was connected before is still reconnecting. */
  #failedConnection(): ConnectionPhase {
    return this.#connection === 'connecting' ? 'offline' : this.#connection;
  }

  #retry(error: SipError): void {
    this.#stopRetry();
    if (!this.#wanted || isFinal(error)) return;
    this.#schedule(this.#pace.next(error, this.#isOnline()));
  }

  #schedule(delay: number): void {
    this.#stopRetry();
    this.#cancelRetry = this.#host.config.clock.after(delay, () => {
      this.#cancelRetry = undefined;
      // A failure is reported by #run() itself.
      this.start().catch(() => undefined);
    });
  }

  #stopRetry(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #set(connection: ConnectionPhase, registration: RegistrationPhase, error: SipError | null): void {
    const legal =
      (connection === this.#connection || canConnectionMove(this.#connection, connection)) &&
      (registration === this.#registration || canRegistrationMove(this.#registration, registration));
    if (!legal) {
      this.#host.config.logger.debug(
        `From ${this.#connection}/${this.#registration} to ${connection}/${registration} is no move; dropped.`,
      );
      return;
    }
    this.#connection = connection;
    this.#registration = registration;
    this.#error = error;
    const server = connection === 'online' ? (this.#engine?.server ?? null) : null;
    this.#host.changed({connection, registration, error, server});
  }
}

function stopped(): SipError {
  return new SipError('connection-lost', 'The phone was stopped while it was connecting.');
}
