import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError} from '../../core/errors.js';
import type {Agent} from '../agent.js';
import {guarded} from '../guarded.js';
import {Liveness} from './liveness.js';
import {PreferredServer} from './preferred-server.js';
import type {ServerList} from './server-list.js';
import type {SipTransport} from './transport.js';
import {isHidden, onWake} from './wake-signals.js';

export interface FlowOptions {
  readonly config: PhoneConfig;
  readonly agent: Agent;
  readonly servers: ServerList;
  /** Whether there is a call. */
  readonly busy: () => boolean;
  /** There is no connection, and a new attempt may succeed now. */
  readonly awake: () => void;
  /** A better server than the one in use can be reached again. */
  readonly preferredBack: () => void;
}

type WatchedTransport = Pick<SipTransport, 'server' | 'isConnected' | 'sendRaw' | 'drop' | 'onLife'>;

/** Watches the connection to one server (a flow, RFC 5626) for as long as it exists. */
export class Flow {
  readonly #options: FlowOptions;
  readonly #transport: WatchedTransport;
  readonly #liveness: Liveness;
  readonly #preferred: PreferredServer;
  readonly #closed = new AbortController();
  /** The value of the server's Flow-Timer header field, in seconds. */
  #flowTimer = Infinity;

  constructor(options: FlowOptions) {
    const {config, agent, servers, busy} = options;
    const {clock, logger} = config;
    const transport: WatchedTransport = agent.transport;
    this.#options = options;
    this.#transport = transport;
    this.#preferred = new PreferredServer({clock, servers, busy, back: options.preferredBack});
    this.#liveness = new Liveness({
      clock,
      busy,
      interval: () => Math.min(config.pingInterval, this.#flowTimer) * 1000,
      hidden: isHidden,
      ping: () => {
        try {
          transport.sendRaw('\r\n\r\n');
        } catch (error) {
          transport.drop(error as Error); // The socket is closing already; the browser would report it seconds later.
        }
      },
      ask: guarded(logger, () => this.#ask()),
      dead: (why, doubted) => {
        if (!doubted) servers.failed(transport.server);
        transport.drop(new Error(`The connection is dead: ${why}.`));
      },
    });
    transport.onLife = (pong) => this.#liveness.heard(pong);
    onWake((throttled) => {
      if (transport.isConnected()) this.#liveness.wake(throttled);
      else options.awake();
    }, this.#closed.signal);
  }

  /** The server in use. */
  get server(): string | null {
    return this.#transport.isConnected() ? this.#transport.server : null;
  }

  opened(): void {
    this.#flowTimer = Infinity;
    this.#liveness.start(this.server);
    this.#preferred.start(this.server);
  }

  lost(): void {
    this.#liveness.stop();
    this.#preferred.stop();
  }

  /** A call has begun, or the interval has changed. */
  pace(): void {
    if (this.server) this.#liveness.pace();
  }

  /** Flow-Timer (RFC 5626 section 4.4.1), in seconds. */
  keepAliveWithin(seconds: number): void {
    this.#flowTimer = seconds;
    this.pace();
  }

  /**
   * Leaves a server that answers 503, if there is another server (RFC 3263 section 4.3). This counts as a lost
   * connection. Returns the error to report.
   */
  leaveIfOverloaded(error: SipError): SipError {
    const {servers} = this.#options;
    if (error.status !== 503 || !servers.hasOther(this.server)) return error;
    servers.failed(this.server, error.retryAfter);
    this.#transport.drop(error);
    return new SipError('connection-lost', 'The server is overloaded; the phone turns to another one.', {cause: error});
  }

  close(): void {
    this.#closed.abort();
    this.lost();
  }

  #ask(): void {
    const {core} = this.#options.agent;
    const uri = core.configuration.aor;
    const server = uri.clone();
    server.user = undefined;
    // The domain of a phone without an account does not exist, so the request names the host of the server.
    if (!this.#options.config.uri) server.host = new URL(this.#transport.server ?? '').hostname;
    core.request(core.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {}, []));
  }
}
