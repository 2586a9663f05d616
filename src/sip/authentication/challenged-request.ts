import type {IncomingResponse, OutgoingRequestMessage, UserAgentCore} from '../sip-js.js';
import type {Credentials} from '../../core/config/credentials.js';
import type {Authenticator} from './authenticator.js';
import {parseChallenges, parseParameters, type Challenge} from './challenge.js';
import type {Challenged} from './known-spaces.js';
import type {AuthorizationField} from './nonce-cache.js';

type Response = IncomingResponse['message'];

/** A client of SIP.js, as far as authentication needs it. */
export interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
  /** Sends the request as a new transaction. */
  resend(): void;
  /** Gives the client a response that `passes()` held back. */
  receive(response: Response): void;
}

/** The most challenges that one request answers: of several proxies, for stale nonces, with other credentials. */
const ROUNDS = 6;

/** A request of ours. Several servers may challenge it one after the other, and again when a nonce is stale. */
export class ChallengedRequest {
  readonly #client: Client;
  readonly #authenticator: Authenticator;
  /** The credentials that answered a challenge, by header field and realm. */
  readonly #answered = new Map<string, Credentials>();
  readonly #realms = new Set<string>();
  /** The CSeq of the transaction in which the far end has rung. */
  #rang: number | undefined;
  #rounds = 0;
  #asked = false;
  #over = false;
  /** A response that waits for other credentials. */
  #held: Response | undefined;

  constructor(client: Client, authenticator: Authenticator) {
    this.#client = client;
    this.#authenticator = authenticator;
    if (client.message.method === 'REGISTER') authenticator.beginLesson();
  }

  /** Whether a response goes to the transaction user. If not, the request is sent again, or the response waits. */
  passes(response: Response): boolean {
    const {statusCode = 0} = response;
    if (statusCode > 100 && statusCode < 200) this.#rang = response.cseq;
    const passes = this.#over || !this.#isHandled(response);
    if (passes && statusCode >= 200 && this.#client.message.method === 'REGISTER') this.#registered(response);
    return passes;
  }

  /**
   * The phone cancels the request. From now on a challenge is the final response: an answer to it would send the
   * canceled request again.
   */
  cancel(): void {
    this.#over = true;
    queueMicrotask(() => this.#release());
  }

  #registered(response: Response): void {
    const {message} = this.#client;
    if (Number(response.statusCode) < 300) {
      // Only REGISTER counts: the 2xx to another request may be written by the person who is called.
      const nextNonce = (name: string) => parseParameters(response.getHeader(name) ?? '').get('nextnonce');
      this.#authenticator.accepted(message, {
        Authorization: nextNonce('authentication-info'),
        'Proxy-Authorization': nextNonce('proxy-authentication-info'),
      });
    }
    this.#authenticator.lesson?.end();
  }

  /** Whether a response is a challenge that this class answers, now or later. */
  #isHandled(response: Response): boolean {
    const {statusCode, cseq} = response;
    if (statusCode !== 401 && statusCode !== 407) return false;
    const {message} = this.#client;
    const field = statusCode === 401 ? 'Authorization' : 'Proxy-Authorization';
    const where: Challenged = {field, message, arrived: this.#rang === cseq};
    const asked = challengesOf(response);
    const challenges = this.#genuine(asked, where);
    if (challenges.length > 0)
      return this.#answer(challenges, where) || this.#askForOthers(response, challenges, where);
    const lesson = message.method === 'REGISTER' ? undefined : this.#authenticator.lesson;
    if (asked.length > 0 && lesson) this.#holdUntil(lesson.over, response);
    else this.#authenticator.tell(asked, where);
    return Boolean(this.#held);
  }

  #genuine(challenges: readonly Challenge[], where: Challenged): Challenge[] {
    const {message} = this.#client;
    // A realm that challenges again although we answered it is not the server's if it calls a new nonce stale, or
    // refuses credentials that the registrar accepted.
    const again = ({realm, stale}: Challenge) =>
      message.method !== 'REGISTER' && this.#realms.has(realm) && (stale || this.#authenticator.isProved(realm));
    return this.#authenticator.genuine(challenges, where).filter((challenge) => !again(challenge));
  }

  /** Holds a response back until the first REGISTER is over: its challenges teach the realms of this server. */
  #holdUntil(over: Promise<void>, response: Response): void {
    this.#held = response;
    void over.then(() => this.#release());
  }

  /** Asks the page for other credentials, once for each request. Returns whether it asks. */
  #askForOthers(response: Response, challenges: readonly Challenge[], where: Challenged): boolean {
    if (this.#asked || !this.#authenticator.account.canAsk) {
      this.#authenticator.forget(challenges, where);
      return false;
    }
    this.#asked = true;
    this.#held = response;
    void this.#askAndAnswer(challenges, where);
    return true;
  }

  async #askAndAnswer(challenges: readonly Challenge[], where: Challenged): Promise<void> {
    const {account} = this.#authenticator;
    const expired = account.expired || challenges.some(({error}) => error === 'invalid_token');
    await account.renew({reason: expired ? 'expired' : 'refused', realm: challenges[0]?.realm});
    if (!this.#held) return;
    if (!this.#over && this.#answer(challenges, where)) {
      this.#held = undefined;
      return;
    }
    this.#over = true;
    this.#authenticator.forget(challenges, where);
    this.#release();
  }

  #release(): void {
    const response = this.#held;
    this.#held = undefined;
    if (response) this.#client.receive(response);
  }

  #answer(challenges: readonly Challenge[], where: Challenged): boolean {
    const {credentials, account} = this.#authenticator;
    const chosen = this.#authenticator.answerable(challenges);
    if (!credentials || account.expired || chosen.length === 0 || this.#rounds >= ROUNDS) return false;
    if (chosen.some((challenge) => this.#isRefusal(where.field, challenge))) return false;
    this.#rounds += 1;
    for (const {realm} of chosen) {
      this.#answered.set(where.field + realm, credentials);
      this.#realms.add(realm);
    }
    this.#authenticator.learn(chosen, where);
    this.#countOn();
    this.#client.resend();
    return true;
  }

  /** Whether a challenge refuses our secret: we have answered its realm, and the nonce is not stale. */
  #isRefusal(field: AuthorizationField, {realm, stale}: Challenge): boolean {
    const {credentials} = this.#authenticator;
    if (credentials && 'token' in credentials) {
      return this.#client.message.getHeaders(field).includes(`Bearer ${credentials.token}`);
    }
    return !stale && this.#answered.get(field + realm) === credentials;
  }

  /** Sets the next CSeq: that of the dialog for a request inside one (RFC 3261 sections 8.1.3.5 and 12.2.1.1). */
  #countOn(): void {
    const {core, message} = this.#client;
    const dialog = core.dialogs.get(`${message.callId}${message.fromTag}${message.toTag ?? ''}`);
    dialog?.incrementLocalSequenceNumber();
    message.cseq = dialog?.localSequenceNumber ?? message.cseq + 1;
    message.setHeader('CSeq', `${String(message.cseq)} ${message.method}`);
  }
}

function challengesOf(response: Response): Challenge[] {
  const name = response.statusCode === 401 ? 'www-authenticate' : 'proxy-authenticate';
  return parseChallenges(response.getHeaders(name));
}
