import type {Credentials, CredentialsQuestion} from './credentials.js';
import {SipError} from '../errors.js';

/** The account that needs credentials, and why. */
export interface CredentialsRequestDetail extends CredentialsQuestion {
  readonly server: string;
  readonly uri: string;
}

/**
 * By this event a phone asks the page for credentials; it works as `FetchEvent` does.
 *
 * ```js
 * phone.addEventListener('sip-credentials-request', (event) => event.respondWith(askOurBackend(event.detail.uri)));
 * ```
 */
export class SipCredentialsRequestEvent extends CustomEvent<CredentialsRequestDetail> {
  #answer: Promise<Credentials | undefined> | undefined;

  constructor(detail: CredentialsRequestDetail) {
    super('sip-credentials-request', {detail, bubbles: true, composed: true});
  }

  /** The answer; undefined if nobody answered. */
  get answer(): Promise<Credentials | undefined> | undefined {
    return this.#answer;
  }

  /**
   * Answers the event. The first answer counts, and no other listener is asked.
   * @throws SipError `invalid-state` if somebody has answered already, or after the event is over.
   */
  respondWith(answer: Credentials | undefined | Promise<Credentials | undefined>): void {
    if (this.#answer)
      throw new SipError('invalid-state', 'Somebody has answered this request for credentials already.');
    if (this.eventPhase === Event.NONE) {
      throw new SipError('invalid-state', 'Too late: call respondWith() in the listener, with a promise if need be.');
    }
    this.#answer = Promise.resolve(answer);
    this.stopImmediatePropagation();
  }
}
