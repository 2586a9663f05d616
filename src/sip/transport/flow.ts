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
  /** There is no connection, and now is a good moment to try. */
  readonly awake: () => void;
  /** A better server than the one in use can be reached again. */
  readonly preferredBack: () => void;
}

type WatchedTransport = Pick<SipTransport, 'server' | 'isConnected' | 'sendRaw' | 'drop' | 'onLife'>;

/** The connection to one server (a flow, RFC 5626), watched for as long as it is there. */
export class Flow {
  readonly #options: FlowOptions;
  readonly #transport: WatchedTransport;
  readonly #liveness: Liveness;
  readonly #preferred: PreferredServer;
  readonly #closed = new AbortController();
  /** Seconds; what the server says in Flow-Timer. */
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
          transport.drop(error as Error); // It is closing already; the browser would tell seconds later.
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

  /** A call has come up. */
  pace(): void {
    if (this.server) this.#liveness.pace();
  }

  /** Flow-Timer (RFC 5626 section 4.4.1), in seconds. */
  keepAliveWithin(seconds: number): void {
    this.#flowTimer = seconds;
    this.pace();
  }

  /**
   * A server that answers 503 is left if there is another one (RFC 3263 section 4.3); that counts as a loss of the
   * connection, and the error is the one to be told.
   */
  leaveIfOverloaded(error: SipError): SipError {
    const {servers} = this.#options;
    if (error.status !== 503 || !servers.hasOther(this.server)) return error;
    servers.failed(this.server, error.retryAfter);
    this.#transport.drop(error);
    return new SipError('connection-lost', 'The server has too much to do; another one is asked.', {cause: error});
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
    // An anonymous phone's own domain is none.
    if (!this.#options.config.uri) server.host = new URL(this.#transport.server ?? '').hostname;
    core.request(core.makeOutgoingRequestMessage('OPTIONS', server, uri, server, {}, []));
  }
}
