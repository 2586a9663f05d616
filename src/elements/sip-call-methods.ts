import {LitElement} from 'lit';
import type {AnswerOptions, Call} from '../core/call/call.js';
import {SipError} from '../core/errors.js';

/** What script can ask of a `<sip-call>`: the methods of its call. Without a call they throw `invalid-state`. */
export abstract class SipCallMethodsElement extends LitElement {
  abstract readonly call: Call | undefined;

  /** Answers. Without a microphone it rejects, and the call rings on. */
  async answer(options?: AnswerOptions): Promise<void> {
    await this.#required().answer(options);
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, also without a call. */
  async hangup(): Promise<void> {
    await this.call?.hangup();
  }

  /** Silences the microphone or blanks the camera. */
  mute(kind?: 'audio' | 'video'): void {
    this.#required().mute(kind);
  }

  unmute(kind?: 'audio' | 'video'): void {
    this.#required().unmute(kind);
  }

  /** Resolves when the far end has agreed; rejects if it refuses, and all is as it was. */
  async hold(): Promise<void> {
    await this.#required().hold();
  }

  async unhold(): Promise<void> {
    await this.#required().unhold();
  }

  /** Sends `0-9 * # A-D`, and `,` for a pause. */
  async sendDigits(digits: string): Promise<void> {
    await this.#required().sendDigits(digits);
  }

  #required(): Call {
    if (this.call) return this.call;
    throw new SipError('invalid-state', 'There is no call.');
  }
}
