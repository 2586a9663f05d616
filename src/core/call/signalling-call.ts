import {SipError} from '../errors.js';
import type {RequestOptions, SipAnswer} from '../engine/sip-message.js';
import {readDigits, type DigitOptions} from './digits.js';
import {MediaCall} from './media-call.js';

/** What can be said to the far end of a call besides sound and picture. */
export abstract class SignallingCall extends MediaCall {
  /**
   * Sends `0-9 * # A-D`, one after the other; `,` and `p` wait two seconds, `w` half a second. Resolves when all are sent;
   * `sip-digit` tells of each. Rejects with `invalid-argument`, `invalid-state`, and for INFO as `request()` does.
   * @see RFC 4733, and `application/dtmf-relay` for INFO
   */
  async sendDigits(digits: string | number, options: DigitOptions = {}): Promise<void> {
    const wanted = readDigits(digits, options);
    if (!this.current || !(this.model.established || this.state === 'early')) {
      throw new SipError('invalid-state', 'Digits can be sent once the call is answered.');
    }
    const via = options.via ?? this.host.config.digitsVia;
    await this.current.sendDigits(wanted, {...options, via}, (digit, by) =>
      this.model.tell('sip-digit', {digit, direction: 'sent', via: by}),
    );
  }

  /**
   * Sends a request inside the call: INFO, MESSAGE, OPTIONS, NOTIFY or one of your own. Resolves with a 2xx.
   * @throws SipError `invalid-state` before the answer, `invalid-argument`, `request-refused`, `timeout`, `connection-lost`.
   */
  async request(method: string, options: RequestOptions = {}): Promise<SipAnswer> {
    return this.inConversation('A request can be sent once the call is answered.').request(method, options);
  }

  /** Sends a message to the far end (RFC 3428); resolves when it was accepted, rejects as `request()` does. */
  async sendMessage(text: string, {contentType, headers}: Omit<RequestOptions, 'body'> = {}): Promise<void> {
    await this.request('MESSAGE', {body: text, contentType, headers});
  }

  /** Mutes what is open, opens what is muted. */
  async toggleMute(kind: 'audio' | 'video' = 'audio'): Promise<void> {
    await this.setMuted(kind, !this.snapshot.muted[kind]);
  }

  /** Holds, or takes back; resolves when the far end has agreed. */
  async toggleHold(): Promise<void> {
    await this.setHeld(!this.snapshot.held.local);
  }
}
