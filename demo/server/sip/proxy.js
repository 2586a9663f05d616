import {Exchange} from './exchange.js';
import {Forward} from './forward.js';
import {copyRequest, randomToken} from './message.js';

/** @import {Request, RouteEntry} from './message.js' */
/** @import {Flow} from './flow.js' */

/** Forwards requests from one flow to another, and stays on the path of the later requests of the dialog. */
export class Proxy {
  #layer;
  #host;
  /** @type {Map<string, {cancel(reason?: string): void, onFlowClosed(flow: Flow): void, stop(): void}>} */
  #pending = new Map();

  /**
   * @param {any} layer the transaction layer
   * @param {string} host our name in Via and Record-Route; it need not resolve
   */
  constructor(layer, host) {
    this.#layer = layer;
    this.#host = host;
  }

  /**
   * Forwards a request statefully.
   *
   * @param {Exchange} exchange
   * @param {{uri: string, flow: Flow}} target
   */
  forward(exchange, target) {
    if (!target.flow.open) return exchange.reply(480, 'Temporarily Unavailable');
    const request = this.#outgoing(exchange.request, target);
    const tokens = `${exchange.flow.id}.${target.flow.id}`;
    const recordRoute = {
      uri: {schema: 'sip', user: tokens, host: this.#host, params: {transport: 'ws', lr: null}},
      params: {},
    };
    request.headers['record-route'] = [recordRoute, ...(request.headers['record-route'] ?? [])];
    const forward = new Forward(this.#layer, exchange, request, target.flow);
    this.hold(exchange, forward);
    forward.start();
  }

  /**
   * Forwards an ACK of a 2xx, which has no transaction (RFC 3261 section 17).
   *
   * @param {Request} ack
   * @param {{uri: string, flow: Flow}} target
   */
  forwardAck(ack, target) {
    const copy = this.#outgoing(ack, target);
    copy.headers.via[0] = {...this.#via(), params: {branch: `z9hG4bK${randomToken(8)}`}};
    target.flow.send(copy);
  }

  /**
   * Keeps a pending operation, which a CANCEL or a closed connection can end, until its exchange is over.
   *
   * @param {Exchange} exchange
   * @param {{cancel(reason?: string): void, onFlowClosed(flow: Flow): void, stop(): void}} pending
   */
  hold(exchange, pending) {
    this.#pending.set(Exchange.key(exchange.request), pending);
  }

  /** @param {Exchange} exchange */
  release(exchange) {
    const key = Exchange.key(exchange.request);
    this.#pending.get(key)?.stop();
    this.#pending.delete(key);
  }

  /**
   * Answers a CANCEL hop by hop (RFC 3261 section 9.2). The response to the INVITE shows what the CANCEL did.
   *
   * @param {Exchange} exchange
   */
  cancel(exchange) {
    const {request} = exchange;
    if (!this.#layer.getServer({...request, method: 'ACK'}))
      return exchange.reply(481, 'Call/Transaction Does Not Exist');
    exchange.reply(200, 'OK');
    this.#pending.get(Exchange.key(request))?.cancel(request.headers['reason']);
  }

  /** @param {Flow} flow */
  onFlowClosed(flow) {
    for (const pending of [...this.#pending.values()]) pending.onFlowClosed(flow);
  }

  stop() {
    for (const pending of this.#pending.values()) pending.stop();
    this.#pending.clear();
  }

  /**
   * Removes our own entries from the top of the Route set.
   *
   * @param {Request} request
   * @returns {{flowIds: string[], foreign: boolean}} the flows of the two ends of the dialog, from our Record-Route,
   * and whether the next route is another proxy
   */
  popRoutes(request) {
    const route = request.headers.route ?? [];
    /** @type {string[]} */
    let flowIds = [];
    while (route[0]?.uri?.host === this.#host) flowIds = (route.shift()?.uri?.user ?? '').split('.');
    // JsSIP may send a preloaded route to the WebSocket server itself, which has no flows.
    if (flowIds.length === 0 && route.length === 1 && route[0]?.uri && !route[0].uri.user) route.shift();
    request.headers.route = route.length > 0 ? route : undefined;
    return {flowIds, foreign: route.length > 0};
  }

  /**
   * @param {Request} request
   * @param {{uri: string}} target
   */
  #outgoing(request, {uri}) {
    const copy = copyRequest(request);
    copy.uri = uri;
    copy.headers['max-forwards'] = String(hopsLeft(request) - 1);
    copy.headers.via.unshift(this.#via());
    // Proxy-Authorization is only for us. Only we could assert an identity, so one in the request is not forwarded.
    delete copy.headers['proxy-authorization'];
    delete copy.headers['p-asserted-identity'];
    return copy;
  }

  #via() {
    return {version: '2.0', protocol: 'WS', host: this.#host, params: {}};
  }
}

/** @param {Request} request */
export function hopsLeft(request) {
  const hops = Number.parseInt(request.headers['max-forwards'] ?? '70', 10);
  return Number.isInteger(hops) ? hops : 70;
}
