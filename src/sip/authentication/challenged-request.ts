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
  /** Hands in a response that was kept. */
  receive(response: Response): void;
}

/** Proxies in a row, stale nonces, other credentials: no request needs more answers than that. */
const ROUNDS = 6;

/** A request of ours that may be challenged: by several servers one after the other, and again when a nonce is stale. */
export class ChallengedRequest {
  readonly #client: Client;
  readonly #authenticator: Authenticator;
  /** What each realm has been answered with, by field and name. */
  readonly #answered = new Map<string, Credentials>();
  readonly #realms = new Set<string>();
  /** The CSeq of the transaction in which somebody has rung. */
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

  /** Whether a response is for the transaction user; if not, the request has been sent again or is going to be. */
  passes(response: Response): boolean {
    const {statusCode = 0} = response;
    if (statusCode > 100 && statusCode < 200) this.#rang = response.cseq;
    const passes = this.#over || !this.#isHandled(response);
    if (passes && statusCode >= 200 && this.#client.message.method === 'REGISTER') this.#registered(response);
    return passes;
  }

  /**
   * Nobody wants it any more. A challenge is the final response from now on: answering it would start anew what was
   * taken back.
   */
  cancel(): void {
    this.#over = true;
    queueMicrotask(() => this.#release());
  }

  #registered(response: Response): void {
    const {message} = this.#client;
    if (Number(response.statusCode) < 300) {
      // Of others it would be anybody's who was called.
      const nextNonce = (name: string) => parseParameters(response.getHeader(name) ?? '').get('nextnonce');
      this.#authenticator.accepted(message, {
        Authorization: nextNonce('authentication-info'),
        'Proxy-Authorization': nextNonce('proxy-authentication-info'),
      });
    }
    this.#authenticator.lesson?.end();
  }

  /** Whether a challenge is being answered, now or later. */
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
    // Whoever asks again at once is somebody else, if the nonce was new and the secret is one that the registrar takes.
    const again = ({realm, stale}: Challenge) =>
      message.method !== 'REGISTER' && this.#realms.has(realm) && (stale || this.#authenticator.isProved(realm));
    return this.#authenticator.genuine(challenges, where).filter((challenge) => !again(challenge));
  }

  /** The first REGISTER is on its way, and tells what this server asks for. */
  #holdUntil(over: Promise<void>, response: Response): void {
    this.#held = response;
    void over.then(() => this.#release());
  }

  /** Whether the page may have other credentials. */
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

  /** Asked again although we have answered, and not for the age of the nonce: the secret is wrong. */
  #isRefusal(field: AuthorizationField, {realm, stale}: Challenge): boolean {
    const {credentials} = this.#authenticator;
    if (credentials && 'token' in credentials) {
      return this.#client.message.getHeaders(field).includes(`Bearer ${credentials.token}`);
    }
    return !stale && this.#answered.get(field + realm) === credentials;
  }

  /** A new request with the next CSeq, of its dialog if it is in one (RFC 3261 sections 8.1.3.5 and 12.2.1.1). */
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
