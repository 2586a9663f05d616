import {SessionState, type Session} from 'sip.js';
import {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import {SessionState as DialogState} from 'sip.js/lib/core/session/session.js';
import type {IncomingInviteRequest, OutgoingInviteRequestDelegate} from 'sip.js/lib/core/index.js';
import type {CallDirection} from '../core/call-state.js';
import type {Clock} from '../core/clock.js';
import {SipError} from '../core/errors.js';
import type {Logger} from '../core/logger.js';
import {guarded} from './guarded.js';
import type {IntentChange} from './intent.js';
import type {DescriptionHandler} from './session-description-handler.js';
import {cleanText} from './text.js';
import {delay, orAborted} from './waiting.js';

export interface RenegotiationOptions {
  readonly native: Session;
  readonly direction: CallDirection;
  readonly description: DescriptionHandler;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends every wait when the session is over. */
  readonly signal: AbortSignal;
  /** The far end does not know the call any more. */
  readonly gone: (status: number) => void;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly sdp: string;
}

/** These refuse what was offered; others only the moment. */
const MEDIA_REFUSED: ReadonlySet<number> = new Set([415, 488, 606]);
/** How long to wait for the end of the far end's own transaction, an ACK that does not come for instance. */
const PATIENCE = 2000;

/**
 * Changes of a running session by re-INVITE (RFC 3261 section 14): one at a time, and never against one of the far end.
 * What is refused is rolled back, and the session is as it was.
 */
export class Renegotiation {
  readonly #options: RenegotiationOptions;
  #queue: Promise<void> = Promise.resolve();
  #offering = false;
  #idleWaiters: (() => void)[] = [];

  constructor(options: RenegotiationOptions) {
    this.#options = options;
  }

  /** Offers a change; resolves when the far end agreed. `change` is asked when its turn has come; undefined does nothing. */
  run(change: () => IntentChange | undefined): Promise<void> {
    const work = this.#queue.then(() => this.#attempt(change, true));
    // Whoever asked hears of the failure; the next change is tried all the same.
    this.#queue = work.catch(() => undefined);
    return work;
  }

  /** A re-INVITE of the far end. 491 while ours is open (RFC 3261 section 14.2); otherwise SIP.js answers it. */
  incoming(request: IncomingInviteRequest, proceed: () => void): void {
    if (this.#offering) request.reject({statusCode: 491});
    else proceed();
  }

  /** A transaction of the far end is over: an ACK came, or its re-INVITE was refused. */
  remoteDone(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const proceed of waiters) proceed();
  }

  async #attempt(change: () => IntentChange | undefined, mayRetry: boolean): Promise<void> {
    const {clock, signal, direction, description} = this.#options;
    if (this.#isBusy()) await this.#idle();
    const wanted = change();
    if (!wanted) return;
    const {status, reason, sdp} = await this.#exchange(wanted);
    if (status < 300 && sdp) return;
    await description.rollbackDescription();
    if (MEDIA_REFUSED.has(status)) description.forgetSections();
    if (status === 491 && mayRetry) {
      await delay(clock, glareDelay(direction), signal);
      return this.#attempt(change, false);
    }
    if (status === 481) this.#options.gone(status);
    throw refused(status, reason);
  }

  async #exchange(wanted: IntentChange): Promise<Answer> {
    const {description, signal} = this.#options;
    this.#offering = true;
    try {
      const offer = await description.offer(wanted);
      const answer = await orAborted(this.#send(offer), signal);
      if (answer.status < 300 && answer.sdp) await this.#apply(answer);
      return answer;
    } finally {
      this.#offering = false;
    }
  }

  async #apply({sdp}: Answer): Promise<void> {
    try {
      await this.#options.description.setDescription(sdp);
    } catch (cause) {
      // Both sides now believe in different sessions: there is no way back (RFC 3261 section 14.1).
      this.#options.gone(488);
      throw cause;
    }
  }

  #send(offer: string): Promise<Answer> {
    const {native, logger} = this.#options;
    return new Promise((resolve, reject) => {
      const {dialog} = native;
      if (native.state !== SessionState.Established || !dialog) {
        reject(new SipError('invalid-state', 'Only a call in conversation can be changed.'));
        return;
      }
      const settle: NonNullable<OutgoingInviteRequestDelegate['onReject']> = guarded(logger, ({message}) => {
        resolve({status: message.statusCode ?? 0, reason: cleanText(message.reasonPhrase ?? ''), sdp: ''});
      });
      const accept: NonNullable<OutgoingInviteRequestDelegate['onAccept']> = guarded(logger, (response) => {
        response.ack();
        const {statusCode, body} = response.message;
        resolve({status: statusCode ?? 200, reason: '', sdp: body});
      });
      const body = {contentDisposition: 'session', contentType: 'application/sdp', content: offer};
      const extraHeaders = [`Contact: ${native._contact ?? ''}`, ALLOW];
      try {
        dialog.invite({onAccept: accept, onReject: settle, onRedirect: settle}, {body, extraHeaders});
      } catch (cause) {
        reject(new SipError('renegotiation-refused', 'The far end is changing the call itself.', {status: 491, cause}));
      }
    }).catch(async (error: unknown) => {
      await this.#options.description.rollbackDescription();
      throw error;
    }) as Promise<Answer>;
  }

  /** RFC 3261 section 14.1: no INVITE while another one is open, in either direction. */
  async #idle(): Promise<void> {
    const {clock, signal} = this.#options;
    let stop: (() => void) | undefined;
    const idle = new Promise<void>((resolve) => {
      this.#idleWaiters.push(resolve);
      stop = clock.after(PATIENCE, resolve);
    });
    await orAborted(idle, signal).finally(() => stop?.());
  }

  #isBusy(): boolean {
    const {dialog} = this.#options.native;
    if (!(dialog instanceof SessionDialog)) return false;
    return dialog.sessionState === DialogState.AckWait || dialog.reinviteUserAgentServer !== undefined;
  }
}

export const ALLOW = 'Allow: ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER';

/** RFC 3261 section 14.1: who made the Call-ID waits longer, so that both do not collide again. */
function glareDelay(direction: CallDirection): number {
  const [least, span] = direction === 'outbound' ? [2100, 190] : [0, 200];
  return least + Math.floor(Math.random() * (span + 1)) * 10;
}

function refused(status: number, reason: string): SipError {
  const why = status < 300 ? 'without a description' : `with ${String(status)} ${reason}`;
  return new SipError('renegotiation-refused', `The far end answered the change ${why}.`, {status});
}
