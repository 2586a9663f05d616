import type {Logger as StackLogger, Transport} from '../sip-js.js';
import {Emitter} from './emitter.js';
import {TransportState} from './transport-state.js';
import type {Clock} from '../../core/clock.js';
import type {Logger} from '../../core/logger.js';
import {guarded} from '../guarded.js';
import type {ServerList} from './server-list.js';
import {SipSocket} from './socket.js';
import {orAborted} from '../waiting.js';

export interface TransportOptions {
  readonly servers: ServerList;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * SIP over WebSocket (RFC 7118) for SIP.js: one socket at a time, to the first server that can be reached.
 *
 * A callback cannot stop the transport: the transport changes its state first, and logs what callbacks throw. It drops
 * an unwanted socket at once, because the browser would take a minute to close a half-open one.
 */
export class SipTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  /** The server has sent something; `pong` is the answer to a keep-alive (RFC 5626 section 3.5.1). */
  onLife: ((pong: boolean) => void) | undefined;
  readonly stateChange = new Emitter<TransportState>();

  readonly #stack: StackLogger;
  readonly #options: TransportOptions;
  #state: TransportState = TransportState.Disconnected;
  #socket: SipSocket | undefined;
  #server: string | null = null;
  #connecting: Promise<void> | undefined;
  #attempt: AbortController | undefined;

  constructor(stack: StackLogger, options: TransportOptions) {
    this.#stack = stack;
    this.#options = options;
  }

  /** The name of the transport in the Via header field. */
  get protocol(): string {
    return /^wss/i.test(this.#server ?? 'wss') ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.#state;
  }

  /** The server that we are or were connected to last. */
  get server(): string | null {
    return this.#server;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /** Rejects if none of the servers can be reached, or if `disconnect()` comes first. */
  connect(): Promise<void> {
    if (this.isConnected()) return Promise.resolve();
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  disconnect(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  /** Leaves the connection. With an error, the connection counts as lost. */
  drop(error?: Error): void {
    const {Connected, Disconnected} = TransportState;
    const before = this.#state;
    this.#socket?.drop();
    this.#socket = undefined;
    this.#connecting = undefined;
    this.#attempt?.abort(error ?? new Error('Connecting was given up.'));
    if (before === Disconnected) return;
    this.#move(Disconnected);
    if (before === Connected) this.#call(() => this.onDisconnect?.(error));
  }

  send(message: string): Promise<void> {
    this.#stack.log(`Sending WebSocket message:\n\n${message}\n`);
    return new Promise((resolve) => {
      this.sendRaw(message); // If this throws, the promise rejects.
      resolve();
    });
  }

  /** @throws Error without a connection. */
  sendRaw(text: string): void {
    if (!this.isConnected() || !this.#socket) throw new Error('Not connected.');
    this.#socket.send(text);
  }

  async #connect(): Promise<void> {
    const {servers} = this.#options;
    const {signal} = (this.#attempt = new AbortController());
    this.#move(TransportState.Connecting);
    let failure: unknown;
    for (const url of servers.candidates) {
      try {
        await orAborted(this.#open(url), signal);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        failure = error;
        this.#stack.log(String(error));
        servers.failed(url);
      }
    }
    this.drop();
    throw failure;
  }

  #open(url: string): Promise<void> {
    const {clock, servers} = this.#options;
    return new Promise((resolve, reject) => {
      const socket: SipSocket = new SipSocket(url, clock, {
        opened: () => {
          this.#server = url;
          this.#connecting = undefined;
          servers.works(url);
          this.#move(TransportState.Connected);
          this.#call(() => this.onConnect?.());
          resolve();
        },
        closed: (error) => {
          reject(error);
          if (this.isConnected()) this.drop(error);
        },
        received: (text) => this.#received(text),
      });
      this.#socket = socket;
    });
  }

  #received(text: string): void {
    // Line ends alone are keep-alives; before a message they mean nothing (RFC 3261 section 7.5).
    const message = text.replace(/^[\r\n]+/, '');
    this.#call(() => this.onLife?.(text === '\r\n'));
    if (!message) {
      if (text === '\r\n\r\n') this.#call(() => this.sendRaw('\r\n'));
      return;
    }
    this.#stack.log(`Received WebSocket text message:\n\n${message}\n`);
    this.#call(() => this.onMessage?.(message));
  }

  #move(state: TransportState): void {
    this.#state = state;
    this.#call(() => this.stateChange.emit(state));
  }

  #call(callback: () => void): void {
    guarded(this.#options.logger, callback)();
  }
}
