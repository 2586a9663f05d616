import {domainOf, toSipUri} from '../address.js';
import {endFromError} from './end-from-error.js';
import type {AnswerParts, EndRequest, SipSession} from '../engine.js';
import {SipError, toSipError} from '../errors.js';
import type {RequestOptions} from '../sip-message.js';
import {isAnswerable} from './call-state.js';
import {resumeCall} from './resume-call.js';
import {TransferCall} from '../transfer/transfer-call.js';

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

/** What the far end is told of a hang-up: status and text of a Reason header field (RFC 3326), other header fields. */
export type HangupOptions = Pick<RejectOptions, 'status' | 'reason' | 'headers'>;

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
  async answer({video = false, audio = true, headers, modifiers}: AnswerOptions = {}): Promise<void> {
    const session = this.current;
    if (!session || !isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'There is no ringing call to answer.');
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
    await this.#reject({status, reason, ...parts});
  }

  /** Sends the caller elsewhere (302): to whatever a person would dial, best first. */
  async redirect(targets: string | readonly string[]): Promise<void> {
    const domain = domainOf(this.host.config.uri);
    const uris = (typeof targets === 'string' ? [targets] : targets).map((target) => toSipUri(target, domain));
    if (!uris.length) throw new SipError('invalid-argument', 'A call is redirected to somebody.');
    await this.#reject({status: 302, targets: uris});
  }

  /** Cancels, rejects or hangs up, whatever the state asks for. Right in every state, can be called twice. */
  async hangup({status, reason, headers}: HangupOptions = {}): Promise<void> {
    if (status !== undefined && !(Number.isInteger(status) && status >= 200 && status <= 699)) {
      throw new SipError(
        'invalid-argument',
        `A hang-up is explained by a status from 200 to 699, not ${String(status)}.`,
      );
    }
    const rejected = status !== undefined && status >= 300 ? status : 486;
    await this.#end({status: rejected, reason, headers, cause: status});
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

  async #reject(request: EndRequest): Promise<void> {
    const {status} = request;
    if (!Number.isInteger(status) || status < 300 || status > 699) {
      throw new SipError(
        'invalid-argument',
        `A call is rejected with a status from 300 to 699, not ${String(status)}.`,
      );
    }
    if (!isAnswerable(this.snapshot))
      throw new SipError('invalid-state', 'Only a ringing inbound call can be rejected.');
    await this.#end(request);
  }

  async #end(request: EndRequest): Promise<void> {
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
}
