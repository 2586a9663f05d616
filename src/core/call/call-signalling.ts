import type {CallLine} from './call-line.js';
import {readDigits, type DigitOptions} from './digits.js';
import type {RequestOptions, SipAnswer} from '../engine/sip-message.js';
import {SipError} from '../errors.js';

/** Sends digits, messages and requests to the far end of a call. */
export class CallSignalling {
  readonly #line: CallLine;

  constructor(line: CallLine) {
    this.#line = line;
  }

  async sendDigits(digits: string | number, options: DigitOptions = {}): Promise<void> {
    const {model, session, host} = this.#line;
    const wanted = readDigits(digits, options);
    if (!session || !(model.established || model.state.state === 'early')) {
      throw new SipError('invalid-state', 'Digits can be sent once the call is answered.');
    }
    const via = options.via ?? host.config.digitsVia;
    await session.sendDigits(wanted, {...options, via}, (digit, by) =>
      model.tell('sip-digit', {digit, direction: 'sent', via: by}),
    );
  }

  async request(method: string, options: RequestOptions = {}): Promise<SipAnswer> {
    return this.#line.inConversation('A request can be sent once the call is answered.').request(method, options);
  }

  async sendMessage(text: string, {contentType, headers}: Omit<RequestOptions, 'body'> = {}): Promise<void> {
    await this.request('MESSAGE', {body: text, contentType, headers});
  }
}
