import type {PhoneConfig} from '../../core/config/phone-config.js';
import {areFor, checkCredentials, type Credentials, type CredentialsQuestion} from '../../core/config/credentials.js';
import {SipError} from '../../core/errors.js';

type AccountConfig = Pick<PhoneConfig, 'credentials' | 'servers' | 'clock' | 'logger'>;

/** When to ask for the next token, as a part of the time that the last one is good for. */
const RENEW = 0.9;
/** The longest delay that a timer of a browser can count. */
const LONGEST = 2 ** 31 - 1;

/** The secrets that we have, and where new ones come from. */
export class Account {
  readonly #config: AccountConfig;
  #credentials: Credentials | undefined;
  #asking: Promise<boolean> | undefined;
  #stopTimer: (() => void) | undefined;
  #expires = Infinity;
  #closed = false;

  /** Without secrets so far. */
  constructor(config: AccountConfig) {
    this.#config = config;
  }

  /** Asks for the secrets. Rejects with `credentials-missing`. */
  static async open(config: AccountConfig): Promise<Account> {
    const account = new Account(config);
    account.#take(await account.#ask({reason: 'start'}));
    return account;
  }

  get credentials(): Credentials | undefined {
    return this.#credentials;
  }

  /** Whether there is somebody to ask. */
  get canAsk(): boolean {
    return typeof this.#config.credentials === 'function' && !this.#closed;
  }

  /** What we have is too old, and there is somebody to ask for more. */
  get expired(): boolean {
    return this.#config.clock.now() >= this.#expires;
  }

  /** Asks for others, once for all who want them; whether there are. Never rejects. */
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
      // Ours says already what is wrong and what to do.
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

/** Both have been checked, so that what is in them comes in the same order. */
function isSame(one: Credentials, other: Credentials | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
