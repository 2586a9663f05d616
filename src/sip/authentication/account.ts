import type {PhoneConfig} from '../../core/config/phone-config.js';
import {areFor, checkCredentials, type Credentials, type CredentialsQuestion} from '../../core/config/credentials.js';
import {SipError} from '../../core/errors.js';

type AccountConfig = Pick<PhoneConfig, 'credentials' | 'servers' | 'clock' | 'logger'>;

/** The account asks for the next token after this part of the present token's lifetime. */
const RENEW = 0.9;
/** The longest delay of a browser's timer, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** Holds the credentials of the account, and asks the page for new ones. */
export class Account {
  readonly #config: AccountConfig;
  #credentials: Credentials | undefined;
  #asking: Promise<boolean> | undefined;
  #stopTimer: (() => void) | undefined;
  #expires = Infinity;
  #closed = false;

  /** Starts without credentials; `open()` asks for them. */
  constructor(config: AccountConfig) {
    this.#config = config;
  }

  /** Makes an account and asks the page for its credentials. Rejects with `credentials-missing`. */
  static async open(config: AccountConfig): Promise<Account> {
    const account = new Account(config);
    account.#take(await account.#ask({reason: 'start'}));
    return account;
  }

  get credentials(): Credentials | undefined {
    return this.#credentials;
  }

  /** Whether the page gave a function that can be asked for credentials. */
  get canAsk(): boolean {
    return typeof this.#config.credentials === 'function' && !this.#closed;
  }

  /** Whether the token is too old. Only a token that the page can replace expires here. */
  get expired(): boolean {
    return this.#config.clock.now() >= this.#expires;
  }

  /**
   * Asks the page for new credentials; callers at the same time share one question. Resolves to true if the page gave
   * credentials that differ from the present ones. Never rejects.
   */
  renew(question: CredentialsQuestion): Promise<boolean> {
    this.#asking ??= this.#renew(question).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
  }

  async #renew(question: CredentialsQuestion): Promise<boolean> {
    if (!this.canAsk) return false;
    try {
      const credentials = await this.#ask(question);
      if (this.#closed || !credentials || isSame(credentials, this.#credentials)) return false;
      this.#take(credentials);
      return true;
    } catch (error) {
      this.#config.logger.warn('The page could not supply other credentials.', error);
      return false;
    }
  }

  async #ask(question: CredentialsQuestion): Promise<Credentials | undefined> {
    const {credentials: source} = this.#config;
    try {
      const found = typeof source === 'function' ? await source(question) : source;
      return found && this.#forOurServers(checkCredentials(found));
    } catch (cause) {
      // Our own error already says what is wrong and what to do.
      if (cause instanceof SipError) throw cause;
      throw new SipError('credentials-missing', 'The page could not supply the credentials.', {cause});
    }
  }

  #forOurServers(credentials: Credentials): Credentials {
    const urls = this.#config.servers.map(({url}) => url);
    if (urls.some((url) => areFor(credentials, url))) return credentials;
    throw new SipError(
      'credentials-missing',
      `The credentials are for ${String(credentials.servers?.join(', '))}, and not for ${urls.join(', ')}.`,
    );
  }

  #take(credentials: Credentials | undefined): void {
    const {clock} = this.#config;
    this.#credentials = credentials;
    this.#stopTimer?.();
    const seconds = credentials && 'token' in credentials ? credentials.expires : undefined;
    this.#expires = Infinity;
    if (seconds === undefined || !this.canAsk) return;
    const good = seconds * 1000;
    this.#expires = clock.now() + good;
    this.#stopTimer = clock.after(Math.min(good * RENEW, LONGEST), () => void this.renew({reason: 'expired'}));
  }
}

/** `checkCredentials()` made both, so their members have the same order. */
function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
