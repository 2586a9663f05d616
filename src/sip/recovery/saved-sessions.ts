import type {Clock} from '../../core/clock.js';
import {readSession, writeSession, type SavedSession} from './saved-session.js';
import {callsOf, readStored, store} from './storage.js';

/**
 * How long after the last sign of life a session can be brought back, in milliseconds. A far end whose peer says
 * nothing for longer has given up, or a person there has.
 */
export const RECOVERABLE = 30_000;
/** How often it is noted that the page lives, for one that crashes. */
const HEARTBEAT = 2000;
const MAX = 8;

/** The sessions of one phone as they are kept for the next page in this tab. */
export class SavedSessions {
  readonly #key: string;
  readonly #clock: Clock;
  readonly #sessions: () => readonly SavedSession[];
  #stopHeartbeat: (() => void) | undefined;
  #closed = false;

  /** @param sessions - Those that there are now and that could go on. */
  constructor(instanceId: string, clock: Clock, sessions: () => readonly SavedSession[]) {
    this.#key = callsOf(instanceId);
    this.#clock = clock;
    this.#sessions = sessions;
  }

  /** Notes how things are, and goes on doing so for as long as there is something. */
  save(): void {
    if (this.#closed) return;
    this.#stopHeartbeat?.();
    this.#stopHeartbeat = undefined;
    const sessions = this.#sessions();
    store(this.#key, sessions.length ? JSON.stringify(sessions.map(writeSession)) : undefined);
    if (!sessions.length) return;
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT, () => this.save());
  }

  /** Writes nothing more; what is there stays for the next page. */
  close(): void {
    this.#stopHeartbeat?.();
    this.#closed = true;
  }
}

/** What the page before left behind under an instance id, as far as it is fresh enough. */
export function savedSessions(instanceId: string, now: number): readonly SavedSession[] {
  return parse(readStored(callsOf(instanceId)) ?? '[]')
    .slice(0, MAX)
    .map(readSession)
    .filter((session) => session !== undefined)
    .filter(({at}) => Math.abs(now - at) < RECOVERABLE);
}

function parse(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return []; // Not written by us.
  }
}
