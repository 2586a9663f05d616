import {plainAddress, userOf} from '../address.js';
import {dialTarget} from '../dial-target.js';
import type {SipRedirection} from '../engine/redirection.js';
import type {CallLine} from './call-line.js';

/** How often one call may be redirected. */
const HOPS = 5;

/**
 * Follows a redirection if the page's policy allows it (RFC 3261 section 8.1.3.4). Without a policy, or if it fails,
 * a message from the network never makes us call anybody.
 */
export class Redirections {
  readonly #line: CallLine;
  /** The addresses called so far, compared without case: no server relies on upper case in a user part. */
  readonly #tried = new Set<string>();
  #hops = 0;

  constructor(line: CallLine) {
    this.#line = line;
  }

  async answer(redirection: SipRedirection): Promise<void> {
    const {model} = this.#line;
    this.#tried.add(redirection.from.toLowerCase());
    const target = await this.#choose(redirection);
    if (target === undefined || model.ended || model.isPending('hangup')) {
      redirection.leave();
      return;
    }
    this.#hops++;
    redirection.follow(target);
    const uri = plainAddress(target);
    model.redirect(redirection.code, {name: '', uri, user: userOf(uri)});
  }

  async #choose({code, targets: all}: SipRedirection): Promise<string | undefined> {
    const {call, host} = this.#line;
    const {acceptRedirect, logger} = host.config;
    const targets = Object.freeze(all.filter((target) => this.#isNew(target)));
    if (!targets.length || this.#hops >= HOPS) return undefined;
    try {
      const chosen = await acceptRedirect?.({call, code, targets});
      const target = typeof chosen === 'string' ? dialTarget(chosen, host.config) : '';
      return this.#isNew(target) ? target : undefined;
    } catch (error) {
      logger.error('acceptRedirect failed; the call ends.', error);
      return undefined;
    }
  }

  #isNew(target: string): boolean {
    return target !== '' && !this.#tried.has(target.toLowerCase());
  }
}
