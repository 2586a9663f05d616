import type {Clock} from '../../core/clock.js';
import type {ServerList} from './server-list.js';
import {SipSocket} from './socket.js';

/** The shortest time between two checks, in milliseconds. */
const AGAIN = 10_000;

export interface PreferredServerHost {
  readonly clock: Clock;
  readonly servers: ServerList;
  readonly busy: () => boolean;
  /** A better server than the one in use can be reached. */
  readonly back: () => void;
}

/** Checks from time to time whether a better server than the connected one can be reached again. */
export class PreferredServer {
  readonly #host: PreferredServerHost;
  #stopTimer: (() => void) | undefined;
  #trial: SipSocket | undefined;

  constructor(host: PreferredServerHost) {
    this.#host = host;
  }

  /** The phone is connected to this server. */
  start(server: string | null): void {
    this.stop();
    const {clock, servers, busy} = this.#host;
    const better = servers.preferredTo(server);
    if (!better) return;
    this.#stopTimer = clock.after(Math.max(better.wait, AGAIN), () => {
      if (busy()) this.start(server);
      else this.#try(better.url, server);
    });
  }

  stop(): void {
    this.#stopTimer?.();
    this.#trial?.drop();
    this.#trial = undefined;
  }

  #try(url: string, server: string | null): void {
    const {clock, servers, back} = this.#host;
    const over = (works: boolean) => {
      if (works) servers.works(url);
      else servers.failed(url);
      // This line plans the next check before `back()`, which may move the phone to the better server and so stop it.
      this.start(server);
      if (works) back();
    };
    try {
      this.#trial = new SipSocket(url, clock, {
        opened: () => over(true),
        closed: () => over(false),
        received: () => undefined,
      });
    } catch {
      over(false); // The browser does not let this page open that address.
    }
  }
}
