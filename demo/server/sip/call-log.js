import {userOf} from './message.js';

/** @import {Request, Response} from './message.js' */
/** @import {Flow} from './flow.js' */

/** @typedef {{who: string, from: string, began: number, answered: number, flows: Set<Flow>}} Entry */

/** Writes one line when a call is answered or fails, and one when it ends. It gets no secrets. */
export class CallLog {
  #log;
  #now;
  /** @type {Map<string, Entry>} */
  #calls = new Map();

  /**
   * @param {(line: string) => void} log
   * @param {() => number} [now]
   */
  constructor(log, now = Date.now) {
    this.#log = log;
    this.#now = now;
  }

  /**
   * @param {Request} invite
   * @param {Flow} flow
   */
  begin(invite, flow) {
    const from = printable(userOf(invite.headers.from.uri) || 'anonymous');
    const who = `${from} -> ${printable(userOf(invite.uri) || invite.uri)}`;
    this.#calls.set(invite.headers['call-id'], {who, from, began: this.#now(), answered: 0, flows: new Set([flow])});
  }

  /**
   * @param {Request} invite
   * @param {Flow} flow
   */
  reaches(invite, flow) {
    this.#calls.get(invite.headers['call-id'])?.flows.add(flow);
  }

  /**
   * Logs the final response to the INVITE that began the call.
   *
   * @param {Request} invite
   * @param {Response} response
   */
  final(invite, {status, reason}) {
    const call = this.#calls.get(invite.headers['call-id']);
    if (!call || call.answered) return;
    const after = this.#seconds(call.began);
    if (status >= 300) this.#calls.delete(invite.headers['call-id']);
    else call.answered = this.#now();
    this.#log(`call ${call.who}: ${status < 300 ? 'answered' : `${status} ${printable(reason)}`} after ${after} s`);
  }

  /** @param {Request} bye */
  bye(bye) {
    const call = this.#calls.get(bye.headers['call-id']);
    if (!call?.answered) return;
    this.#calls.delete(bye.headers['call-id']);
    const by = printable(userOf(bye.headers.from.uri) || 'anonymous');
    this.#log(`call ${call.who}: ended by ${by} after ${this.#seconds(call.answered)} s`);
  }

  /**
   * Ends a call whose connections are both lost. After one lost connection the phone may return, so the call goes on.
   *
   * @param {Flow} closed
   */
  flowClosed(closed) {
    for (const [id, call] of this.#calls) {
      if (!call.answered || !call.flows.has(closed) || [...call.flows].some((flow) => flow.open)) continue;
      this.#calls.delete(id);
      this.#log(`call ${call.who}: both connections lost after ${this.#seconds(call.answered)} s`);
    }
  }

  /** @param {number} since */
  #seconds(since) {
    return ((this.#now() - since) / 1000).toFixed(1);
  }
}

/**
 * Makes text from the network safe for a terminal.
 *
 * @param {string} text
 */
export function printable(text) {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
