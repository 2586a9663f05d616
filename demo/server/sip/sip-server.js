import sip from 'sip';
import {CallLog, printable} from './call-log.js';
import {DigestGuard} from './digest.js';
import {Exchange} from './exchange.js';
import {Flow} from './flow.js';
import {answerAsFixedUser, FIXED_USERS} from './fixed-users.js';
import {domainOf, hasReadableRoutes, isInDialog, parseUri, userOf} from './message.js';
import {hopsLeft, Proxy} from './proxy.js';
import {Registrar} from './registrar.js';

/** @import {Request, Response} from './message.js' */
/** @import {WebSocket} from 'ws' */

/** The methods that a caller of another domain may send to our users. */
const OPEN_METHODS = new Set(['INVITE', 'OPTIONS']);
const CLOSE_LIMIT_MS = 500;
const LOCAL_NAMES = ['localhost', '127.0.0.1'];
/**
 * A DNS name with more than one label, whose last label does not start with a digit (RFC 3261 section 25.1,
 * `hostname`).
 */
const DOMAIN = /^(?:[a-z\d-]+\.)+[a-z][a-z\d-]*$/;

/**
 * A registrar and proxy for one domain, whose users all connect by WebSocket (RFC 7118). It is for trials: users and
 * passwords are fixed, nothing is stored, and nobody outside can be called.
 */
export class SipServer {
  #domain;
  #users;
  #log;
  #flows = /** @type {Map<string, Flow>} */ (new Map());
  #registrar = new Registrar();
  #layer = sip.makeTransactionLayer({});
  #proxy;
  #guard;
  #calls;

  /** @param {{domain: string, users: ReadonlyMap<string, string>, log: (line: string) => void}} options */
  constructor({domain, users, log}) {
    this.#domain = domainOf(`sip:${domain}`) || domain;
    this.#users = users;
    this.#log = log;
    this.#proxy = new Proxy(this.#layer, `proxy.${domain}`);
    this.#guard = new DigestGuard(domain, users);
    this.#calls = new CallLog(log);
  }

  /**
   * @param {WebSocket} socket
   * @param {string} remoteAddress
   */
  accept(socket, remoteAddress) {
    const flow = new Flow(socket, remoteAddress, {
      onMessage: (message, from) => this.#receive(message, from),
      onClose: (closed) => this.#closed(closed),
      onGarbage: (from) => this.#log(`sip: dropped a message from ${from.remoteAddress} that is no valid SIP`),
    });
    this.#flows.set(flow.id, flow);
  }

  close() {
    for (const flow of this.#flows.values()) {
      flow.close();
      // A sleeping browser never confirms the close. The timer is unref'd, because it matters only while a socket is
      // open.
      setTimeout(() => flow.terminate(), CLOSE_LIMIT_MS).unref();
    }
    this.#proxy.stop();
    this.#layer.destroy();
  }

  /** @param {Flow} flow */
  #closed(flow) {
    this.#flows.delete(flow.id);
    for (const user of this.#registrar.removeFlow(flow)) this.#log(`registration ${user}: gone, connection closed`);
    this.#proxy.onFlowClosed(flow);
    this.#calls.flowClosed(flow);
  }

  /**
   * @param {Request | Response} message
   * @param {Flow} flow
   */
  #receive(message, flow) {
    if (!('method' in message)) {
      if (hasReadableRoutes(message)) this.#layer.getClient(message)?.message(message, flow);
      return undefined;
    }
    const known = this.#layer.getServer(message);
    if (known) return known.message(message, flow);
    if (message.method === 'ACK') return this.#ack(message, flow);
    const via = message.headers.via[0];
    if (via) via.params = {...via.params, received: flow.remoteAddress};
    const transaction = this.#layer.createServerTransaction(message, flow);
    const exchange = new Exchange(message, flow, transaction, (each, response) => this.#onFinal(each, response));
    try {
      this.#handle(exchange);
    } catch (error) {
      this.#log(`sip: ${message.method} failed: ${error instanceof Error ? error.message : String(error)}`);
      exchange.reply(500, 'Server Internal Error');
    }
  }

  /**
   * @param {Exchange} exchange
   * @param {Response} response
   */
  #onFinal(exchange, response) {
    const {request} = exchange;
    if (request.method !== 'CANCEL') this.#proxy.release(exchange);
    if (request.method === 'INVITE' && !isInDialog(request)) this.#calls.final(request, response);
  }

  /** @param {Exchange} exchange */
  #handle(exchange) {
    const {request} = exchange;
    if (request.method === 'CANCEL') return this.#proxy.cancel(exchange);
    if (!/^sips?:/i.test(request.uri)) return exchange.reply(416, 'Unsupported URI Scheme');
    const uri = parseUri(request.uri);
    if (!uri || !hasReadableRoutes(request)) return exchange.reply(400, 'Bad Request');
    if (hopsLeft(request) <= 0) return exchange.reply(483, 'Too Many Hops');
    const required = request.headers['proxy-require'];
    if (required) return exchange.reply(420, 'Bad Extension', {headers: {unsupported: required}});
    if (request.method === 'REGISTER') return this.#register(exchange);
    const {flowIds, foreign} = this.#proxy.popRoutes(request);
    if (foreign) return exchange.reply(404, 'No Route To Other Proxies');
    if (isInDialog(request)) return this.#inDialog(exchange, flowIds);
    return this.#initial(exchange, uri);
  }

  /** @param {Exchange} exchange */
  #register(exchange) {
    const {request, flow} = exchange;
    const verdict = this.#guard.check(request, 'authorization');
    const claimed = printable(userOf(request.headers.to.uri));
    if ('challenge' in verdict) {
      if (verdict.wrong) this.#log(`registration ${claimed}: 401, wrong user or password`);
      return exchange.reply(401, 'Unauthorized', {headers: {'www-authenticate': [verdict.challenge]}});
    }
    if (verdict.user !== userOf(request.headers.to.uri) || !this.#isOurs(request.headers.to.uri)) {
      this.#log(`registration ${claimed}: 403, signed by ${verdict.user}`);
      return exchange.reply(403, 'Forbidden');
    }
    const {response, event, expires} = this.#registrar.register(request, verdict.user, flow);
    const details = expires > 0 ? ` for ${expires} s from ${flow.remoteAddress}` : '';
    this.#log(`registration ${claimed}: ${event}${details}`);
    return exchange.relay(response);
  }

  /**
   * @param {Exchange} exchange
   * @param {import('./message.js').Uri} uri
   */
  #initial(exchange, uri) {
    const {request, flow} = exchange;
    if (!uri.user && this.#isOurs(uri)) return this.#toUs(exchange);
    if (!this.#mayCall(exchange)) return undefined;
    if (request.method === 'INVITE') {
      this.#calls.begin(request, flow);
      exchange.reply(100, 'Trying');
    }
    const user = userOf(uri);
    if (this.#isOurs(uri) && user in FIXED_USERS) return answerAsFixedUser(user, exchange, this.#proxy);
    if (this.#isOurs(uri) && !this.#users.has(user)) return exchange.reply(404, 'Not Found');
    // The address of a contact itself, as a REFER to the far end of a dialog names it.
    const binding = this.#isOurs(uri) ? this.#registrar.find(user) : this.#registrar.findContact(request.uri);
    if (binding) {
      this.#calls.reaches(request, binding.flow);
      return this.#proxy.forward(exchange, {uri: binding.contact.uri, flow: binding.flow});
    }
    if (this.#isOurs(uri)) return exchange.reply(480, 'Temporarily Unavailable');
    return exchange.reply(404, 'Not Found');
  }

  /**
   * Our own users must authenticate. Callers from other domains may only call.
   *
   * @param {Exchange} exchange
   */
  #mayCall(exchange) {
    const {request} = exchange;
    const from = request.headers.from.uri;
    if (request.method === 'OPTIONS') return true;
    if (this.#isForeign(from)) {
      if (OPEN_METHODS.has(request.method)) return true;
      exchange.reply(403, 'Forbidden');
      return false;
    }
    const verdict = this.#guard.check(request, 'proxy-authorization');
    if ('user' in verdict && verdict.user === userOf(from)) return true;
    if ('user' in verdict) exchange.reply(403, 'Forbidden');
    else {
      if (verdict.wrong) this.#log(`call from ${printable(userOf(from))}: 407, wrong user or password`);
      exchange.reply(407, 'Proxy Authentication Required', {headers: {'proxy-authenticate': [verdict.challenge]}});
    }
    return false;
  }

  /**
   * Answers a request to the domain itself: a ping, or an error.
   *
   * @param {Exchange} exchange
   */
  #toUs(exchange) {
    if (exchange.request.method === 'OPTIONS') return exchange.reply(200, 'OK');
    return exchange.reply(404, 'Not Found');
  }

  /**
   * @param {Exchange} exchange
   * @param {string[]} flowIds
   */
  #inDialog(exchange, flowIds) {
    const {request, flow} = exchange;
    if (request.method === 'BYE') this.#calls.bye(request);
    const target = this.#peer(request, flow, flowIds);
    if (target) return this.#proxy.forward(exchange, target);
    return exchange.reply(480, 'Temporarily Unavailable');
  }

  /**
   * @param {Request} ack
   * @param {Flow} flow
   */
  #ack(ack, flow) {
    const usable = parseUri(ack.uri) && hasReadableRoutes(ack) && hopsLeft(ack) > 0;
    if (!usable) return; // An ACK gets no response.
    const {flowIds, foreign} = this.#proxy.popRoutes(ack);
    const target = foreign ? undefined : this.#peer(ack, flow, flowIds);
    if (target) this.#proxy.forwardAck(ack, target);
  }

  /**
   * Finds the far end of a dialog: the connection where its contact is registered now, because it may have reconnected.
   * An anonymous caller is not registered; then it is the other one of the two connections in our Record-Route.
   *
   * @param {Request} request
   * @param {Flow} from
   * @param {string[]} flowIds
   */
  #peer(request, from, flowIds) {
    const {uri} = request;
    const registered = this.#registrar.findContact(uri)?.flow;
    const noted = flowIds.map((id) => this.#flows.get(id)).find((flow) => flow?.open && flow !== from);
    const flow = registered ?? noted;
    return flow && {uri, flow};
  }

  /** @param {string | import('./message.js').Uri} uri */
  #isOurs(uri) {
    const domain = domainOf(uri);
    return domain === this.#domain || LOCAL_NAMES.includes(domain);
  }

  /**
   * Whether an address is certainly of another domain. An IP address may be this machine's, and an address that we
   * cannot read may still mean this server.
   *
   * @param {string} uri
   */
  #isForeign(uri) {
    const domain = domainOf(uri);
    const own = [this.#domain, 'localhost'].some((name) => `.${domain}`.endsWith(`.${name}`));
    return DOMAIN.test(domain) && !own;
  }
}
