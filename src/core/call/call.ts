import {endFromError} from './end-from-error.js';
import type {SipSession} from '../engine.js';
import {SipError, toSipError} from '../errors.js';
import {isAnswerable} from './call-state.js';
import {resumeCall} from './resume-call.js';
import {TransferCall} from '../transfer/transfer-call.js';

export interface AnswerOptions {
  /** Sends our picture too. */
  readonly video?: boolean | undefined;
}

/**
 * One telephone call: how it begins and how it ends; what can be done meanwhile is in the classes that it extends. Its
 * methods can be called in every state; those that need the far end's consent resolve when it agreed, reject with a
 * `SipError` and leave the call as it was.
 */
export class Call extends TransferCall {
  /** Outbound: sends the INVITE. Resolves when it is on the wire; how it goes on, the notices tell. */
  async connect(): Promise<void> {
    if (this.direction !== 'outbound' || this.state !== 'new' || this.model.isPending('connect')) {
      throw new SipError('invalid-state', 'Only a new outbound call can be connected.');
    }
    this.model.click();
    await this.model.during('connect', async () => {
      try {
        await this.host.takeFocus(this);
        const session = await this.source();
        if (this.model.ended) {
          await session.end({status: 487});
          return;
        }
        this.attach(session);
        await session.connect();
      } catch (error) {
        const failure = toSipError(error);
        const ended = this.model.ended;
        this.model.finish(endFromError(failure));
        if (!ended) throw failure;
      }
    });
  }

  /** Inbound: opens the devices and answers. Without a microphone it rejects, and the call rings on. */
  async answer({video = false}: AnswerOptions = {}): Promise<void> {
    const session = this.current;
    if (!session || !isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'There is no ringing call to answer.');
    if (this.model.isPending('answer')) return;
    this.model.click();
    await this.model.during('answer', async () => {
      await this.host.takeFocus(this);
      await session.accept({audio: true, video});
    });
  }

  /** Rejects a ringing call with a final status, 300-699; 486 (busy) if not said. */
  async reject(status = 486, reason?: string): Promise<void> {
    if (!Number.isInteger(status) || status < 300 || status > 699) {
      throw new SipError(
        'invalid-argument',
        `A call is rejected with a status from 300 to 699, not ${String(status)}.`,
      );
    }
    if (!isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'Only a ringing inbound call can be rejected.');
    await this.#end(status, reason);
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, can be called twice. */
  async hangup(): Promise<void> {
    await this.#end(486);
  }

  /** Clears an ended call away at once instead of after a while. */
  dismiss(): void {
    if (this.state === 'hangup') this.model.go('destroy');
  }

  /** Leaves without waiting for the network: the page is going away. */
  purge(): void {
    if (this.model.ended) return;
    this.model.finish({by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}, 'purge');
    void this.current?.end({status: 480});
  }

  /** For the phone: there is a connection again after a loss. */
  async repair(): Promise<void> {
    await this.current?.repair();
  }

  /** Goes on with a session of the page before, or with one that `replace` makes to take its place. */
  resume(session: SipSession, replace: () => SipSession): Promise<void> {
    return resumeCall({call: this, model: this.model, session, replace, logger: this.host.config.logger});
  }

  async #end(status: number, reason?: string): Promise<void> {
    if (this.model.ended || this.model.isPending('hangup')) return;
    await this.model.during('hangup', async () => {
      await this.current?.end({status, reason});
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
}
