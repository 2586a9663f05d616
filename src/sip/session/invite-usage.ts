import type {SessionDialog} from '../sip-js.js';
import {SipError} from '../../core/errors.js';
import type {Agent} from '../agent.js';

/**
 * ```
 *            INVITE sent           the answer is being        answer sent,
 *            or received           made, or applied           or applied
 *   idle ──────────────► inviting ─────────────► answering ──────────────► established
 *    │  ╲                   │  ▲    no device      │   │                       │  │
 *    │   ╲ after a reload   │  └───────────────────┘   │                       │  │
 *    │    ╲─────────────────┼──────────────────────────┼──────► established    │  │
 *    │                      │ we end it: CANCEL, a refusal, or BYE             │  │
 *    ├──────────────────────┴───────────────┬──────────┴───────────────────────┘  │
 *    │                                      ▼                                     │
 *    │                                   leaving                                  │
 *    │                                      │ the far end has heard of it, or     │
 *    ▼                                      ▼ does not answer                     ▼
 *   over ◄────────────────────────────────over◄───── BYE, CANCEL or a refusal comes
 * ```
 */
export type InviteState = 'idle' | 'inviting' | 'answering' | 'established' | 'leaving' | 'over';

const MOVES: Readonly<Record<InviteState, readonly InviteState[]>> = {
  idle: ['inviting', 'established', 'leaving', 'over'],
  inviting: ['answering', 'leaving', 'over'],
  answering: ['inviting', 'established', 'leaving', 'over'],
  established: ['leaving', 'over'],
  leaving: ['over'],
  over: [],
};

/** The invite usage of a dialog (RFC 5057 section 4.1): how far the session has come, and in which dialog it is. */
export class InviteUsage {
  readonly agent: Agent;
  /** The address in our Contact, where the far end reaches us. */
  readonly contact: string;
  /** The dialog of the answer; before the answer that of the early media. Undefined before there is a dialog. */
  dialog: SessionDialog | undefined;
  #state: InviteState = 'idle';
  #waiting: (() => void)[] = [];

  constructor(agent: Agent, contact: string) {
    this.agent = agent;
    this.contact = contact;
  }

  get state(): InviteState {
    return this.#state;
  }

  /** Whether the session is over, or we are ending it. */
  get ending(): boolean {
    return this.#state === 'leaving' || this.#state === 'over';
  }

  /** @throws SipError `internal` for a move that is not in the table. */
  move(to: InviteState): void {
    if (!MOVES[this.#state].includes(to)) {
      throw new SipError('internal', `A session that is ${this.#state} cannot become ${to}.`);
    }
    this.#state = to;
    if (to === 'answering') return;
    // In a microtask, so that the caller of `move()` reports the move first.
    for (const proceed of this.#waiting.splice(0)) queueMicrotask(proceed);
  }

  /** Calls back at once; while an answer is being made or applied, calls back after that. */
  whenSettled(proceed: () => void): void {
    if (this.#state === 'answering') this.#waiting.push(proceed);
    else proceed();
  }
}
