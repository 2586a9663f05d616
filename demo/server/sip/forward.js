/** @import {Request, Response} from './message.js' */
/** @import {Flow} from './flow.js' */
/** @import {Exchange} from './exchange.js' */

/** RFC 3261 section 16.6, timer C: more than three minutes. */
const RINGING_LIMIT_MS = 240_000;
/** 64 * T1: how long a callee may take to confirm a CANCEL. */
const CANCEL_LIMIT_MS = 32_000;

/** Forwards one request to one callee (RFC 3261 section 16.6 to 16.10). */
export class Forward {
  /** @type {string | undefined} the Reason header of the caller's CANCEL */
  #reason;
  #layer;
  #exchange;
  #request;
  #to;
  #provisional = false;
  #cancelled = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {any} layer the transaction layer
   * @param {Exchange} exchange
   * @param {Request} request the copy to send, our Via on top
   * @param {Flow} to
   */
  constructor(layer, exchange, request, to) {
    this.#layer = layer;
    this.#exchange = exchange;
    this.#request = request;
    this.#to = to;
  }

  start() {
    if (this.#request.method === 'INVITE') this.#limit(RINGING_LIMIT_MS);
    this.#layer.createClientTransaction(this.#to, this.#request, (/** @type {Response} */ response) =>
      this.#onResponse(response),
    );
  }

  /**
   * Cancels the INVITE, because the caller has cancelled it or is gone.
   *
   * @param {string} [reason] the Reason header of its CANCEL (RFC 3326)
   */
  cancel(reason) {
    if (this.#cancelled || this.#exchange.final || this.#request.method !== 'INVITE') return;
    this.#cancelled = true;
    this.#reason = reason;
    this.#limit(CANCEL_LIMIT_MS);
    // RFC 3261 section 9.1: a CANCEL before a provisional response could overtake its INVITE.
    if (this.#provisional) this.#sendCancel();
  }

  /** @param {Flow} flow */
  onFlowClosed(flow) {
    if (flow === this.#to) this.#finish(() => this.#exchange.reply(480, 'Temporarily Unavailable'));
    else if (flow === this.#exchange.flow) this.cancel();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** @param {Response} response */
  #onResponse(response) {
    if (response.status < 200) return this.#onProvisional(response);
    // A 408 without a tag is from our transaction layer, not from the callee.
    const local = response.status === 408 && !response.headers.to.params['tag'];
    this.#finish(() => (local ? this.#exchange.reply(408, 'Request Timeout') : this.#relay(response)));
  }

  /** @param {Response} response */
  #onProvisional(response) {
    const first = !this.#provisional;
    this.#provisional = true;
    if (this.#cancelled && first) this.#sendCancel();
    if (response.status === 100) return; // 100 is hop by hop: the caller has ours already.
    if (!this.#cancelled && this.#request.method === 'INVITE') this.#limit(RINGING_LIMIT_MS);
    this.#relay(response);
  }

  /** @param {Response} response */
  #relay(response) {
    const headers = {...response.headers, via: response.headers.via.slice(1)};
    this.#exchange.relay({...response, headers});
  }

  /** @param {() => void} answer */
  #finish(answer) {
    this.stop();
    answer();
  }

  #sendCancel() {
    const {uri, headers} = this.#request;
    const cancel = {
      method: 'CANCEL',
      uri,
      headers: {
        via: headers.via.slice(0, 1),
        'max-forwards': '70',
        from: headers.from,
        to: headers.to,
        'call-id': headers['call-id'],
        cseq: {method: 'CANCEL', seq: headers.cseq.seq},
        reason: this.#reason,
      },
    };
    this.#layer.createClientTransaction(this.#to, cancel, () => {}); // Its 200 does not matter: the INVITE gets a 487.
  }

  /** @param {number} milliseconds */
  #limit(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onLimit(), milliseconds);
  }

  #onLimit() {
    if (this.#cancelled || !this.#provisional) this.#finish(() => this.#exchange.reply(408, 'Request Timeout'));
    else this.cancel();
  }
}
