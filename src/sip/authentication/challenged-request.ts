import type {IncomingResponse, OutgoingRequestMessage, UserAgentCore} from 'sip.js/lib/core/index.js';
import type {Credentials} from '../../core/credentials.js';
import type {Authenticator} from './authenticator.js';
import {parseChallenges, parseParameters, type Challenge} from './challenge.js';
import type {AuthorizationField} from './nonce-cache.js';

type Response = IncomingResponse['message'];

/** SIP.js's transaction user of a request of ours, as far as authentication needs it. */
export interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
  /** Sends the request as a new transaction. */
  init(): void;
  receiveResponse(response: Response): void;
}

/** Proxies in a row, stale nonces, other credentials: no request needs more answers than that. */
const ROUNDS = 6;

/** A request of ours that may be challenged: by several servers one after the other, and again when a nonce is stale. */
export class ChallengedRequest {
  readonly #client: Client;
  readonly #authenticator: Authenticator;
  /** What each realm has been answered with. */
  readonly #answered = new Map<string, Credentials>();
  #rounds = 0;
  #asked = false;
  #over = false;
  /** A response that waits for other credentials. */
  #held: Response | undefined;

  constructor(client: Client, authenticator: Authenticator) {
    this.#client = client;
    this.#authenticator = authenticator;
  }

  /** Whether a response is for the transaction user; if not, the request has been sent again or is going to be. */
  passes(response: Response): boolean {
    const {statusCode = 0} = response;
    if (statusCode >= 200 && statusCode < 300) this.#learnNextNonce(response);
    if (this.#over) return true;
    if (statusCode === 401) return this.#isFinal(response, 'Authorization');
    return statusCode !== 407 || this.#isFinal(response, 'Proxy-Authorization');
  }

  /**
   * Nobody wants it any more. A challenge is the final response from now on: answering it would start anew what was
   * taken back.
   */
  cancel(): void {
    this.#over = true;
    queueMicrotask(() => {
      this.#release();
    });
  }

  #isFinal(response: Response, field: AuthorizationField): boolean {
    const challenges = challengesOf(response);
    if (this.#answer(field, challenges)) return false;
    if (this.#asked || challenges.length === 0 || !this.#authenticator.account.canAsk) {
      this.#authenticator.forget(field, this.#client.message);
      return true;
    }
    this.#asked = true;
    this.#held = response;
    void this.#askAndAnswer(field, challenges);
    return false;
  }

  async #askAndAnswer(field: AuthorizationField, challenges: readonly Challenge[]): Promise<void> {
    const {account} = this.#authenticator;
    const expired = account.expired || challenges.some(({error}) => error === 'invalid_token');
    await account.renew({reason: expired ? 'expired' : 'refused', realm: challenges[0]?.realm});
    if (!this.#held) return;
    if (!this.#over && this.#answer(field, challenges)) {
      this.#held = undefined;
      return;
    }
    this.#over = true;
    this.#authenticator.forget(field, this.#client.message);
    this.#release();
  }

  #release(): void {
    const response = this.#held;
    this.#held = undefined;
    if (response) this.#client.receiveResponse(response);
  }

  #answer(field: AuthorizationField, challenges: readonly Challenge[]): boolean {
    const {account} = this.#authenticator;
    const {credentials} = account;
    const chosen = this.#authenticator.answerable(challenges);
    if (!credentials || account.expired || chosen.length === 0 || this.#rounds >= ROUNDS) return false;
    if (chosen.some((challenge) => this.#isRefusal(field, challenge))) return false;
    this.#rounds += 1;
    for (const {realm} of chosen) this.#answered.set(field + realm, credentials);
    const {message} = this.#client;
    this.#authenticator.learn(field, message, chosen);
    this.#countOn();
    this.#client.init();
    return true;
  }

  /** Asked again although we have answered, and not for the age of the nonce: the secret is wrong. */
  #isRefusal(field: AuthorizationField, {realm, stale}: Challenge): boolean {
    const {credentials} = this.#authenticator.account;
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

  #learnNextNonce(response: Response): void {
    const {message} = this.#client;
    for (const [name, field] of [
      ['authentication-info', 'Authorization'],
      ['proxy-authentication-info', 'Proxy-Authorization'],
    ] as const) {
      const nonce = parseParameters(response.getHeader(name) ?? '').get('nextnonce');
      if (nonce) this.#authenticator.renew(field, message, nonce);
    }
  }
}

function challengesOf(response: Response): Challenge[] {
  const name = response.statusCode === 401 ? 'www-authenticate' : 'proxy-authenticate';
  return parseChallenges(response.getHeaders(name));
}
