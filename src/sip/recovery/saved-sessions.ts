import type {Clock} from '../../core/clock.js';
import {readSession, writeSession, type SavedSession} from './saved-session.js';
import {callsOf, readStored, store} from './storage.js';

/**
 * How long after its last sign of life a session can be restored, in milliseconds. After a longer silence the far end,
 * or the person there, has given up.
 */
export const RECOVERABLE = 30_000;
/** How often a page notes that it is alive, in milliseconds, because it may crash. */
const HEARTBEAT = 2000;
const MAX = 8;

/** The sessions of one phone as they are kept for the next page in this tab. */
export class SavedSessions {
  readonly #key: string;
  readonly #clock: Clock;
  readonly #sessions: () => readonly SavedSession[];
  #stopHeartbeat: (() => void) | undefined;
  #closed = false;

  /** @param sessions - Returns the present sessions that the next page could go on with. */
  constructor(instanceId: string, clock: Clock, sessions: () => readonly SavedSession[]) {
    this.#key = callsOf(instanceId);
    this.#clock = clock;
    this.#sessions = sessions;
  }

  /** Saves the sessions now, and again and again as long as there are any. */
  save(): void {
    if (this.#closed) return;
    this.#stopHeartbeat?.();
    this.#stopHeartbeat = undefined;
    const sessions = this.#sessions();
    store(this.#key, sessions.length ? JSON.stringify(sessions.map(writeSession)) : undefined);
    if (!sessions.length) return;
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT, () => this.save());
  }

  /** Writes nothing more; the saved sessions stay for the next page. */
  close(): void {
    this.#stopHeartbeat?.();
    this.#closed = true;
  }
}

/** Returns the sessions that the page before left under an instance id, if they are recent enough. */
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
    return []; // Other code wrote this text.
  }
}
