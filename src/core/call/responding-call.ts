import {dialTarget} from '../dial-target.js';
import type {AnswerParts, EndRequest, SipSession} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {RequestOptions} from '../engine/sip-message.js';
import {TransferCall} from '../transfer/transfer-call.js';
import {answersNow} from './auto-answer.js';
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

export interface ProgressOptions {
  /** 180-199. Default: 180, with media 183. */
  readonly code?: number | undefined;
  /** Lets the caller hear us, or see us too, before the call is answered (early media); `true` is sound alone. */
  readonly media?: boolean | Pick<AnswerOptions, 'audio' | 'video'> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What goes with a status of any kind; each takes what it has a use for. */
export interface ReplyOptions extends AnswerOptions, Omit<RejectOptions, 'status'>, Omit<ProgressOptions, 'code'> {
  /** With 3xx: whom to call instead. */
  readonly targets?: string | readonly string[] | undefined;
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

  /**
   * Tells the caller how it stands before there is an answer. With `media` the devices are opened as for an answer, and
   * the call is `early`: what `answer()` says about media later counts no more. A caller that has to confirm that it heard
   * (RFC 3262) is waited for. Rejects with `invalid-state`, `invalid-argument` or, without a microphone, its error, and the
   * call rings on.
   */
  async progress({media = false, code = media ? 183 : 180, headers}: ProgressOptions = {}): Promise<void> {
    checkStatus(code, 180, 199, 'Progress is told');
    const session = this.#ringing('There is no ringing call to tell of.');
    const {audio = true, video = false} = media === true ? {} : media || {};
    await this.model.during('progress', async () => {
      if (media) await this.host.takeFocus(this);
      await session.progress({code, headers, ...(media && {media: {audio, video}})});
    });
  }

  /**
   * Answers with a status of any kind: 180-199 as `progress()`, 2xx as `answer()`, 3xx as `redirect()`, others as
   * `reject()`.
   */
  async reply(status: number, {media, targets = [], ...options}: ReplyOptions = {}): Promise<void> {
    checkStatus(status, 100, 699, 'A call is replied to');
    if (status < 200) await this.progress({code: status, media, headers: options.headers});
    else if (status < 300) await this.answer(options);
    else if (status < 400) await this.#redirect(targets, {...options, status});
    else await this.reject({...options, status});
  }

  /** For the phone: answers by itself, and not before it was heard that it will. */
  answerAfter(seconds: number): void {
    if (!isAnswerable(this.snapshot)) return;
    const autoAnswer = Math.max(1, seconds);
    const {clock, logger} = this.host.config;
    const cancel = clock.after(autoAnswer * 1000, () => {
      if (!answersNow(this.host)) {
        this.model.store.patch({autoAnswer: null});
        return;
      }
      this.answer().catch((error: unknown) => logger.warn('A call could not answer itself.', error));
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
    await this.#redirect(targets, {status: 302});
  }

  /** Ends the call, whatever its state asks for; a second time does nothing. */
  protected async finish(request: EndRequest): Promise<void> {
    if (this.model.ended || this.model.isPending('hangup')) return;
    await this.model.during('hangup', async () => {
      await this.current?.end(request);
      // Without a session, or with one that was ended before it could say so, the call still has to end.
      this.model.finish({by: 'local', cause: 'canceled', code: 0, reason: '', failed: false});
    });
  }

  async #redirect(targets: string | readonly string[], how: EndRequest): Promise<void> {
    const {config} = this.host;
    const uris = (typeof targets === 'string' ? [targets] : targets).map((target) => dialTarget(target, config));
    if (!uris.length) throw new SipError('invalid-argument', 'A call is redirected to somebody.');
    await this.#refuse({...how, targets: uris});
  }

  async #refuse(request: EndRequest): Promise<void> {
    checkStatus(request.status, 300, 699, 'A call is rejected');
    this.#ringing('Only a ringing inbound call can be rejected.');
    await this.finish(request);
  }

  #ringing(message: string): SipSession {
    if (this.current && isAnswerable(this.snapshot)) return this.current;
    throw new SipError('invalid-state', message);
  }
}

/** @throws SipError `invalid-argument` for a status that is none of these. */
export function checkStatus(status: number, least: number, most: number, what: string): void {
  if (Number.isInteger(status) && status >= least && status <= most) return;
  const range = `${String(least)} to ${String(most)}`;
  throw new SipError('invalid-argument', `${what} with a status from ${range}, not ${String(status)}.`);
}
