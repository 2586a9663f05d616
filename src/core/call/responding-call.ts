import {domainOf, toSipUri} from '../address.js';
import type {AnswerParts, EndRequest, SipSession} from '../engine.js';
import {SipError} from '../errors.js';
import type {RequestOptions} from '../sip-message.js';
import {TransferCall} from '../transfer/transfer-call.js';
import {isAnswerable} from './call-state.js';

export interface AnswerOptions extends AnswerParts {
  /** Sends our picture too. */
  readonly video?: boolean | undefined;
  /** Without it we only listen. Default: true. */
  readonly audio?: boolean | undefined;
}

/** How a call is rejected: a final status, 300-699, and what goes with it. */
export interface RejectOptions extends RequestOptions {
  /** Default: 486, busy. */
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
}

/** What a call that comes in is answered with: nothing final yet, yes, no, or somebody else. */
export abstract class RespondingCall extends TransferCall {
  /** Inbound: opens the devices and answers. Without a microphone it rejects, and the call rings on. */
  async answer({video = false, audio = true, headers, modifiers}: AnswerOptions = {}): Promise<void> {
    const session = this.#ringing('There is no ringing call to answer.');
    if (this.model.isPending('answer')) return;
    this.model.click();
    await this.model.during('answer', async () => {
      await this.host.takeFocus(this);
      await session.accept({audio, video}, {headers, modifiers});
    });
  }

  /** For the phone: answers by itself, and not before it was heard that it will. */
  answerAfter(seconds: number): void {
    if (!isAnswerable(this.snapshot)) return;
    const autoAnswer = Math.max(1, seconds);
    const {clock, logger} = this.host.config;
    const cancel = clock.after(autoAnswer * 1000, () => {
      this.answer().catch((error: unknown) => {
        logger.warn('A call could not answer itself.', error);
      });
    });
    this.model.store.subscribe(() => {
      if (!isAnswerable(this.snapshot)) cancel();
    });
    this.model.store.patch({autoAnswer});
  }

  /** Rejects a ringing call with a final status, 300-699; 486 (busy) if not said. */
  async reject(how: number | RejectOptions = {}, phrase?: string): Promise<void> {
    const {status = 486, reason = phrase, ...parts} = typeof how === 'number' ? {status: how} : how;
    await this.#refuse({status, reason, ...parts});
  }

  /** Sends the caller elsewhere (302): to whatever a person would dial, best first. */
  async redirect(targets: string | readonly string[]): Promise<void> {
    const domain = domainOf(this.host.config.uri);
    const uris = (typeof targets === 'string' ? [targets] : targets).map((target) => toSipUri(target, domain));
    if (!uris.length) throw new SipError('invalid-argument', 'A call is redirected to somebody.');
    await this.#refuse({status: 302, targets: uris});
  }

  /** Ends the call, whatever its state asks for; a second time does nothing. */
  protected async end(request: EndRequest): Promise<void> {
    if (this.model.ended || this.model.isPending('hangup')) return;
    await this.model.during('hangup', async () => {
      await this.current?.end(request);
      // Without a session, or with one that was ended before it could say so, the call still has to end.
      this.model.finish({
        by: 'local',
        cause: 'canceled',
        code: 0,
        reason: '',
        failed: false,
      });
    });
  }

  async #refuse(request: EndRequest): Promise<void> {
    const {status} = request;
    if (!Number.isInteger(status) || status < 300 || status > 699) {
      throw new SipError(
        'invalid-argument',
        `A call is rejected with a status from 300 to 699, not ${String(status)}.`,
      );
    }
    this.#ringing('Only a ringing inbound call can be rejected.');
    await this.end(request);
  }

  #ringing(message: string): SipSession {
    if (this.current && isAnswerable(this.snapshot)) return this.current;
    throw new SipError('invalid-state', message);
  }
}
