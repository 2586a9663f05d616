import {isAnswerable} from './call-state.js';
import type {CallLine} from './call-line.js';
import {checkStatus, endCall} from './end-call.js';
import {dialTarget} from '../dial-target.js';
import type {AnswerParts, EndRequest, SipSession} from '../engine/sip-engine.js';
import type {RequestOptions} from '../engine/sip-message.js';
import {SipError} from '../errors.js';

export interface AnswerOptions extends AnswerParts {
  /** Sends our picture too. */
  readonly video?: boolean | undefined;
  /** Sends our sound; if false, we only listen. Default: true. */
  readonly audio?: boolean | undefined;
}

/** The rejection of a call: a final status, 300-699, and its other parts. */
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

/** The options of a response with any status. Each kind of response uses those that fit it. */
export interface ReplyOptions extends AnswerOptions, Omit<RejectOptions, 'status'>, Omit<ProgressOptions, 'code'> {
  /** With 3xx: the targets to call instead. */
  readonly targets?: string | readonly string[] | undefined;
}

/** The responses to an inbound call: a provisional one, an answer, a rejection or a redirection. */
export class CallAnswer {
  readonly #line: CallLine;

  constructor(line: CallLine) {
    this.#line = line;
  }

  async answer({video = false, audio = true, headers, modifiers}: AnswerOptions = {}): Promise<void> {
    const {model, host} = this.#line;
    const session = this.#ringing('There is no ringing call to answer.');
    if (model.isPending('answer')) return;
    model.click();
    await model.during('answer', async () => {
      await host.takeFocus(this.#line);
      await session.accept({audio, video}, {headers, modifiers});
    });
  }

  async progress({media = false, code = media ? 183 : 180, headers}: ProgressOptions = {}): Promise<void> {
    const {model, host} = this.#line;
    checkStatus(code, 180, 199, 'Progress is told');
    const session = this.#ringing('There is no ringing call to tell of.');
    const {audio = true, video = false} = media === true ? {} : media || {};
    await model.during('progress', async () => {
      if (media) await host.takeFocus(this.#line);
      await session.progress({code, headers, ...(media && {media: {audio, video}})});
    });
  }

  async reply(status: number, {media, targets = [], ...options}: ReplyOptions = {}): Promise<void> {
    checkStatus(status, 100, 699, 'A call is replied to');
    if (status < 200) await this.progress({code: status, media, headers: options.headers});
    else if (status < 300) await this.answer(options);
    else if (status < 400) await this.redirect(targets, {...options, status});
    else await this.reject({...options, status});
  }

  async reject(how: number | RejectOptions = {}, phrase?: string): Promise<void> {
    const {status = 486, reason = phrase, ...parts} = typeof how === 'number' ? {status: how} : how;
    await this.#refuse({status, reason, ...parts});
  }

  /** @param targets - Texts that a person could dial, best first. */
  async redirect(targets: string | readonly string[], how: EndRequest = {status: 302}): Promise<void> {
    const {config} = this.#line.host;
    const uris = (typeof targets === 'string' ? [targets] : targets).map((target) => dialTarget(target, config));
    if (!uris.length) throw new SipError('invalid-argument', 'A call is redirected to somebody.');
    await this.#refuse({...how, targets: uris});
  }

  async #refuse(request: EndRequest): Promise<void> {
    checkStatus(request.status, 300, 699, 'A call is rejected');
    this.#ringing('Only a ringing inbound call can be rejected.');
    await endCall(this.#line, request);
  }

  #ringing(message: string): SipSession {
    const {session, model} = this.#line;
    if (session && isAnswerable(model.state)) return session;
    throw new SipError('invalid-state', message);
  }
}
