import type {Clock} from '../../core/clock.js';
import type {SavedCall} from '../../core/engine/sip-engine.js';
import type {Instance} from './instance-id.js';
import {restoredSession} from './restored.js';
import {saveSession} from './saved-session.js';
import {SavedSessions, savedSessions} from './saved-sessions.js';
import type {SessionContext} from '../session/session-context.js';
import type {InviteSession} from '../session/session.js';

/** Hands the sessions of a phone over from one page of a tab to the next. */
export class PageChange {
  readonly #instance: Instance;
  readonly #clock: Clock;
  readonly #sessions: ReadonlyMap<string, InviteSession>;
  readonly #saved: SavedSessions;

  constructor(instance: Instance, clock: Clock, sessions: ReadonlyMap<string, InviteSession>) {
    this.#instance = instance;
    this.#clock = clock;
    this.#sessions = sessions;
    this.#saved = new SavedSessions(instance.id, clock, () =>
      [...sessions.values()].flatMap((one) => saveSession(one) ?? []),
    );
  }

  /** Saves the sessions as they are now. */
  save(): void {
    this.#saved.save();
  }

  /** Makes sessions from the notes of the page before. */
  restore(context: SessionContext): {session: InviteSession; memo: SavedCall['memo']}[] {
    const saved = savedSessions(this.#instance.id, this.#clock.now());
    return saved.map((one) => ({memo: one.memo, session: restoredSession(context, one)}));
  }

  /** Leaves to the next page the sessions that it can go on with; returns false if there are none. */
  leave(): boolean {
    const kept = [...this.#sessions.values()].filter(saveSession);
    if (!kept.length) return false;
    this.save();
    this.close();
    for (const session of kept) session.part();
    // At once: the browser may freeze the page, and no other code of it may run before it comes back.
    this.#instance.release();
    return true;
  }

  /** Saves nothing more. */
  close(): void {
    this.#saved.close();
  }
}
