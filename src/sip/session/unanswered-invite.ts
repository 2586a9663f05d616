import type {Inviter} from 'sip.js';
import type {Clock} from '../../core/clock.js';
import {internals, onInviteSent} from '../patches.js';
import {delay} from '../waiting.js';

/** How long a server may take to respond to an INVITE that it gets for the second time, in milliseconds. */
const PATIENCE = 4000;

/**
 * An INVITE whose responses went to a connection that is gone. It is repeated on the new one: a server that did not get
 * it takes it as it is, one that knows it says how things are (RFC 3261 section 17.2.1), or cannot find us any more.
 */
export class UnansweredInvite {
  readonly #inviter: Inviter;
  #message: {toString(): string} | undefined;
  #heard = false;

  constructor(inviter: Inviter) {
    this.#inviter = inviter;
    onInviteSent(inviter, (client) => {
      const members = internals(client, 'receiveResponse');
      const receive = members.receiveResponse.bind(client) as (response: unknown) => void;
      members.receiveResponse = (response: unknown) => {
        this.#heard = true;
        receive(response);
      };
      this.#message = (client as {message: object}).message;
    });
  }

  /** Whether a response came, or nothing was sent yet; rejects if it could not be sent, or with the signal's reason. */
  async repeat(clock: Clock, signal: AbortSignal): Promise<boolean> {
    if (!this.#message) return true;
    this.#heard = false;
    await this.#inviter.userAgent.transport.send(this.#message.toString());
    await delay(clock, PATIENCE, signal);
    return this.#heard;
  }
}
