import {endFromError} from './end-from-error.js';
import type {SipSession} from '../engine/sip-engine.js';
import {SipError, toSipError} from '../errors.js';
import {checkStatus, RespondingCall, type AnswerOptions, type RejectOptions} from './responding-call.js';
import {resumeCall} from './resume-call.js';

export type {AnswerOptions, RejectOptions};

/** What the far end is told of a hang-up: status and text of a Reason header field (RFC 3326), other header fields. */
export type HangupOptions = Pick<RejectOptions, 'status' | 'reason' | 'headers'>;

/**
 * One telephone call: how it begins and how it ends; what can be done meanwhile is in the classes that it extends. Its
 * methods can be called in every state; those that need the far end's consent resolve when it agreed, reject with a
 * `SipError` and leave the call as it was.
 */
export class Call extends RespondingCall {
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
        await session.invite();
      } catch (error) {
        const failure = toSipError(error);
        const ended = this.model.ended;
        this.model.finish(endFromError(failure));
        if (!ended) throw failure;
      }
    });
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, can be called twice. */
  async hangup({status, reason, headers}: HangupOptions = {}): Promise<void> {
    if (status !== undefined) checkStatus(status, 200, 699, 'A hang-up is explained');
    await this.finish({status: status && status >= 300 ? status : 486, reason, headers, cause: status});
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
}
