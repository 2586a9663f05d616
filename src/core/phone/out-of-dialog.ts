import {domainOf} from '../address.js';
import {dialTarget} from '../dial-target.js';
import type {SipEngine} from '../engine/sip-engine.js';
import type {RequestOptions, SipAnswer} from '../engine/sip-message.js';
import {SipError} from '../errors.js';
import type {PhoneModel} from './phone-model.js';

/** Requests that belong to no call: OPTIONS and MESSAGE. */
export class OutOfDialog {
  readonly #model: PhoneModel;
  readonly #connected: () => Promise<SipEngine>;

  /** @param connected - Resolves with the engine; connects first if there is no connection. */
  constructor(model: PhoneModel, connected: () => Promise<SipEngine>) {
    this.#model = model;
    this.#connected = connected;
  }

  async ping(target = `sip:${domainOf(this.#model.config.uri)}`): Promise<number> {
    const begin = performance.now();
    try {
      await this.#send('OPTIONS', target);
    } catch (error) {
      // Any response shows that the far end is there.
      if (!(error instanceof SipError && error.code === 'request-refused')) throw error;
    }
    return performance.now() - begin;
  }

  async sendMessage(target: string, text: string, {contentType, headers}: RequestOptions = {}): Promise<void> {
    await this.#send('MESSAGE', dialTarget(target, this.#model.config), {body: text, contentType, headers});
  }

  async #send(method: string, uri: string, options: RequestOptions = {}): Promise<SipAnswer> {
    this.#model.assertAlive();
    return (await this.#connected()).request(method, uri, options);
  }
}
