import {makeResponse} from './message.js';

/** @import {Request, Response} from './message.js' */
/** @import {Flow} from './flow.js' */

/** An incoming request and its response: a thin wrapper of the `sip` package's server transaction. */
export class Exchange {
  #transaction;
  #onFinal;
  #final = false;

  /**
   * @param {Request} request
   * @param {Flow} flow where it came from
   * @param {{send: (response: Response) => void}} transaction
   * @param {(exchange: Exchange, response: Response) => void} onFinal called once, with the first final response
   */
  constructor(request, flow, transaction, onFinal) {
    this.request = request;
    this.flow = flow;
    this.#transaction = transaction;
    this.#onFinal = onFinal;
  }

  /** Whether it has had its final response. */
  get final() {
    return this.#final;
  }

  /**
   * Returns the same key for a request and its CANCEL (RFC 3261 section 9.2).
   *
   * @param {Request} request
   */
  static key({headers}) {
    return `${headers['call-id']} ${headers.via[0]?.params['branch']}`;
  }

  /**
   * Sends a response of our own.
   *
   * @param {number} status
   * @param {string} reason
   * @param {{headers?: Record<string, unknown>, tag?: string}} [extra]
   */
  reply(status, reason, extra) {
    this.relay(makeResponse(this.request, status, reason, extra));
  }

  /**
   * Forwards a response.
   *
   * @param {Response} response
   */
  relay(response) {
    const again = this.#final && response.status >= 200 && response.status < 300; // The callee retransmits its 200.
    if (this.#final && !again) return;
    this.#transaction.send(response);
    if (response.status < 200 || again) return;
    this.#final = true;
    this.#onFinal(this, response);
  }
}
