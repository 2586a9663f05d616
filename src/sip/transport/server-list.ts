import type {Clock} from '../../core/clock.js';
import type {ServerAddress} from '../../core/config/server-address.js';

/** For how many milliseconds a failed server is not the first choice. Each failure doubles it, up to ten minutes. */
const COOL_DOWN = 20_000;
const LONGEST = 600_000;

interface Server extends ServerAddress {
  failures: number;
  /** Until when the server is avoided, on the clock; 0 for a server that works as far as we know. */
  cools: number;
}

/** The servers of an account, and which of them failed lately (RFC 3263 section 4.3). */
export class ServerList {
  readonly #clock: Clock;
  readonly #servers: readonly Server[];

  constructor(servers: readonly ServerAddress[], clock: Clock) {
    this.#clock = clock;
    this.#servers = servers
      .map((server) => ({...server, failures: 0, cools: 0, chance: Math.random()}))
      .sort((a, b) => a.priority - b.priority || a.chance - b.chance);
  }

  /** The addresses of all servers in the order to try them; those that failed lately come last. */
  get candidates(): string[] {
    const rank = (server: Server) => (this.#wait(server) ? server.cools : 0);
    return [...this.#servers].sort((a, b) => rank(a) - rank(b)).map(({url}) => url);
  }

  /** A server failed: it is avoided for a while, or for the `seconds` that the server asked for if that is longer. */
  failed(url: string | null, seconds = 0): void {
    const server = this.#find(url);
    if (!server) return;
    const own = Math.min(LONGEST, COOL_DOWN * 2 ** server.failures++);
    // The random factor spreads phones that lost the server together, so that they do not all come back at once.
    server.cools = this.#clock.now() + Math.max(own, seconds * 1000) * (1 + Math.random());
  }

  works(url: string): void {
    const server = this.#find(url);
    if (server) Object.assign(server, {failures: 0, cools: 0});
  }

  /** Whether there is another server that has not failed lately. */
  hasOther(url: string | null): boolean {
    return this.#servers.some((server) => server.url !== url && !this.#wait(server));
  }

  /** The best server, if it has a better priority than this one, and in how many milliseconds the phone may try it. */
  preferredTo(url: string | null): {url: string; wait: number} | undefined {
    const [best] = this.#servers;
    const here = this.#find(url);
    return best && here && best.priority < here.priority ? {url: best.url, wait: this.#wait(best)} : undefined;
  }

  #wait({cools}: Server): number {
    return Math.max(0, cools - this.#clock.now());
  }

  #find(url: string | null): Server | undefined {
    return this.#servers.find((server) => server.url === url);
  }
}
