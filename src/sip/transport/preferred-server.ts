import type {Clock} from '../../core/clock.js';
import type {ServerList} from './server-list.js';
import {SipSocket} from './socket.js';

/** How soon to look again, in milliseconds. */
const AGAIN = 10_000;

export interface PreferredServerHost {
  readonly clock: Clock;
  readonly servers: ServerList;
  readonly busy: () => boolean;
  /** A better server than the one in use can be reached. */
  readonly back: () => void;
}

/** Looks, now and then, whether a better server than the one in use can be reached again. */
export class PreferredServer {
  readonly #host: PreferredServerHost;
  #stopTimer: (() => void) | undefined;
  #trial: SipSocket | undefined;

  constructor(host: PreferredServerHost) {
    this.#host = host;
  }

  /** We are connected to this one. */
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
      // Looks again unless that leads to a move.
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
      over(false); // An address that this page may not open.
    }
  }
}
