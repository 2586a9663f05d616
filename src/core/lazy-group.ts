import {systemClock, type Clock} from './clock.js';
import {SipError} from './errors.js';
import {createLogger, type Logger} from './logger.js';

/** Milliseconds before the next attempt after the first failure, doubled after each one up to the last. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

export interface LazyGroupOptions {
  clock?: Clock;
  logger?: Logger;
}

/**
 * A group of modules that is fetched once, later than the first modules. A failure is a clear error for all code that
 * needs it at that moment, and the next code that needs it tries again: networks fail, and files of an older version
 * disappear.
 */
export class LazyGroup<T = unknown> {
  readonly #what: string;
  readonly #import: () => Promise<T>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #fetching: Promise<T> | undefined;
  #now: T | undefined;

  /**
   * @param what - The content of the group, as the subject of a sentence for developers.
   * @param importing - An `import()`.
   */
  constructor(
    what: string,
    importing: () => Promise<T>,
    {clock = systemClock, logger = createLogger()}: LazyGroupOptions = {},
  ) {
    this.#what = what;
    this.#import = importing;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** The modules, if they are there. */
  get now(): T | undefined {
    return this.#now;
  }

  /** The modules. Rejects with a `SipError` if they cannot be fetched. */
  need(): Promise<T> {
    this.#fetching ??= this.#request();
    return this.#fetching;
  }

  /**
   * Fetches them ahead of need, and tries until it works or the signal ends it.
   * @param use - Gets them once they are there, which may be now.
   */
  load(signal: AbortSignal, use?: (modules: T) => void): void {
    if (signal.aborted) return;
    if (this.#now === undefined) this.#try(signal, use, FIRST_PAUSE);
    else use?.(this.#now);
  }

  /** Fetches the group as `load()` does, when the browser is idle. */
  loadWhenIdle(signal: AbortSignal): void {
    whenIdle(() => this.load(signal));
  }

  async #request(): Promise<T> {
    try {
      this.#now = await this.#import();
      return this.#now;
    } catch (cause) {
      this.#fetching = undefined;
      const hint = 'If a new version was deployed meanwhile, reload the page.';
      throw new SipError('server-unreachable', `${this.#what} could not be fetched. ${hint}`, {cause});
    }
  }

  #try(signal: AbortSignal, use: ((modules: T) => void) | undefined, pause: number): void {
    if (signal.aborted) return;
    const fetched = (modules: T) => {
      if (!signal.aborted) use?.(modules);
    };
    const failed = (error: unknown) => {
      if (signal.aborted) return;
      this.#logger.error(`${String(error)} It is tried again in ${String(pause / 1000)} s.`, error);
      const again = () => this.#try(signal, use, Math.min(2 * pause, LONGEST_PAUSE));
      signal.addEventListener('abort', this.#clock.after(pause, again), {once: true});
    };
    this.need().then(fetched, failed);
  }
}

/**
 * Runs work when the browser is idle. Safari has no `requestIdleCallback`: there the work runs half a second later.
 */
function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, {timeout: 5000});
  else systemClock.after(500, callback);
}
