import {SipError} from '../errors.js';
import {MediaCall} from './media-call.js';

/** What can be said to the far end of a call besides sound and picture. */
export abstract class SignallingCall extends MediaCall {
  /** Sends `0-9 * # A-D`, and `,` for a pause; resolves when all are sent. */
  async sendDigits(digits: string): Promise<void> {
    const wanted = digits.toUpperCase();
    if (!/^[0-9*#A-D,]+$/.test(wanted)) {
      throw new SipError(
        'invalid-argument',
        `"${digits}" cannot be sent: digits are 0-9, *, #, A-D, and a comma for a pause.`,
      );
    }
    if (!this.current || !(this.model.established || this.state === 'early')) {
      throw new SipError('invalid-state', 'Digits can be sent once the call is answered.');
    }
    await this.current.sendDigits(wanted);
    for (const digit of wanted.replaceAll(',', '')) {
      this.model.tell('sip-digit', {
        call: this.snapshot,
        digit,
        direction: 'sent',
        via: 'rtp',
      });
    }
  }
}
