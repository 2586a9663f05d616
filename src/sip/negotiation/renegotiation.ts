import {SessionState as DialogState, TransactionState} from '../sip-js.js';
import type {CallDirection} from '../../core/call/call-state.js';
import {SipError, toSipError} from '../../core/errors.js';
import type {Answer, RequestParts} from '../messages/final-response.js';
import type {IntentChange} from './intent.js';
import {sameMedia} from './sdp.js';
import type {DescriptionHandler} from './session-description-handler.js';
import {sendReinvite, sendUpdate} from './session-requests.js';
import type {SessionTimer} from './session-timer.js';
import {delay, orAborted, within} from '../waiting.js';

export interface RenegotiationOptions extends RequestParts {
  readonly direction: CallDirection;
  readonly description: DescriptionHandler;
  readonly timer: SessionTimer;
  /** Our side wants a change, so a question about the far end's open change should end. */
  readonly wanted: () => void;
  /** The far end no longer knows the call, or does not answer. */
  readonly gone: (status: number) => void;
}

/**
 * `refresh` repeats the agreed description and leaves the media alone. With `patient`, silence does not end the call.
 */
export type Change = IntentChange & {readonly refresh?: boolean; readonly patient?: boolean};
type Wish = () => Change | undefined;

interface Task {
  readonly key: string;
  wish: Wish;
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** These statuses refuse the offered media; others only mean that the moment is wrong. */
const MEDIA_REFUSED: ReadonlySet<number> = new Set([415, 488, 606]);
/** These statuses mean that the whole call is gone (RFC 5057). */
const CALL_GONE: ReadonlySet<number> = new Set([408, 481]);
/** How long to wait for the end of the far end's own transaction, for example for an ACK, in milliseconds. */
const PATIENCE = 2000;
/** How often a change is tried: both sides may collide several times, but after more collisions one side is broken. */
const ATTEMPTS = 5;
/** The longest Retry-After that a person would wait for, in seconds; RFC 3261 section 14.2 says up to 10. */
const LONGEST_PAUSE = 10;

/**
 * Changes a running session by re-INVITE (RFC 3261 section 14): one change at a time, and never during a change of the
 * far end. A refused change is rolled back, and then the session is as before.
 */
export class Renegotiation {
  readonly #options: RenegotiationOptions;
  readonly #tasks: Task[] = [];
  #working = false;
  #offering = false;
  #idleWaiters: (() => void)[] = [];
  /** The number of the far end's requests that are being answered. */
  #answering = 0;

  constructor(options: RenegotiationOptions) {
    this.#options = options;
  }

  /** Whether an offer of ours is being made, or is not answered yet. */
  get offering(): boolean {
    return this.#offering;
  }

  /** Whether a change of ours waits or is under way. */
  get wishing(): boolean {
    return this.#working;
  }

  /** Whether requests of the far end that change the session are being answered. */
  get answering(): boolean {
    return this.#answering > 0;
  }

  /**
   * Offers a change; resolves when the far end agrees. It calls `wish` when the change has its turn, and before each
   * further attempt; undefined means no change. A newer wish replaces a waiting one with the same key.
   */
  run(wish: Wish, key = ''): Promise<void> {
    this.#options.wanted();
    const waiting = key ? this.#tasks.find((task) => task.key === key) : undefined;
    if (waiting) {
      waiting.wish = wish;
      return waiting.done;
    }
    const task = makeTask(wish, key);
    this.#tasks.push(task);
    if (!this.#working) void this.#work();
    return task.done;
  }

  /** Answers a request of the far end; changes of ours wait for it. */
  async answer(work: () => Promise<void>): Promise<void> {
    this.#answering++;
    try {
      await work();
    } finally {
      this.#answering--;
      this.remoteDone();
    }
  }

  /** A transaction of the far end is over: an ACK came, or its request was refused. */
  remoteDone(): void {
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const proceed of waiters) proceed();
  }

  /**
   * Ends an exchange that the far end began and left open, because an ACK that never comes would block the dialog for
   * ever. The offer in it is rolled back.
   */
  async settleRemote(): Promise<void> {
    const {usage, description} = this.#options;
    const {dialog} = usage;
    const server = dialog?.reinviteUserAgentServer;
    if (!dialog || !server || server.transaction.state === TransactionState.Proceeding) return;
    dialog.signalingStateRollback();
    dialog.reinviteUserAgentServer = undefined;
    await description.rollbackDescription();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let task = this.#tasks.shift(); task; task = this.#tasks.shift()) {
      await this.#attempts(task).then(task.resolve, task.reject);
    }
    this.#working = false;
  }

  async #attempts(task: Task): Promise<void> {
    const {clock, signal, gone} = this.#options;
    for (let attempt = 1; ; attempt++) {
      if (this.#isBusy()) await this.#idle();
      const change = task.wish();
      if (!change) return;
      const answer = await this.#exchange(change);
      if (agreed(answer, change)) return;
      if (isGone(answer, change)) gone(answer.status);
      const pause = attempt < ATTEMPTS ? this.#pauseAfter(answer) : undefined;
      if (pause === undefined) throw refused(answer);
      await delay(clock, pause, signal);
    }
  }

  async #takeBack({status}: Answer): Promise<void> {
    const {description} = this.#options;
    await description.rollbackDescription();
    if (MEDIA_REFUSED.has(status)) description.forgetSections();
  }

  async #exchange(change: Change): Promise<Answer> {
    const {signal, timer} = this.#options;
    this.#offering = true;
    try {
      const work = change.refresh ? this.#refresh() : this.#offer(change);
      const answer = await orAborted(work, signal);
      if (answer.status < 300 && answer.message) timer.answered(answer.message);
      // `#offering` is still set, so that an offer of the far end during the rollback gets 491, and not 488 after it.
      if (!agreed(answer, change) && !change.refresh) await this.#takeBack(answer);
      return answer;
    } finally {
      this.#offering = false;
    }
  }

  async #offer(change: Change): Promise<Answer> {
    const {description, timer} = this.#options;
    const offer = await description.offer(change);
    try {
      const answer = await sendReinvite(this.#options, offer, timer.requestLines());
      if (answer.sdp) await this.#apply(answer.sdp);
      return answer;
    } catch (error) {
      await description.rollbackDescription();
      throw error;
    }
  }

  /** Sends an UPDATE without an offer, or a re-INVITE with the unchanged last description (RFC 4028 section 7.4). */
  async #refresh(): Promise<Answer> {
    const {description, timer} = this.#options;
    if (timer.byUpdate) {
      const answer = await sendUpdate(this.#options, timer.requestLines());
      if (answer.status !== 405 && answer.status !== 501) return answer;
    }
    const answer = await sendReinvite(this.#options, description.settled.offer, timer.requestLines());
    if (answer.sdp && !sameMedia(answer.sdp, description.remoteSdp)) {
      // The answer to the refresh changes the media, so a real exchange of offer and answer must follow.
      this.run(() => ({})).catch((error: unknown) =>
        this.#options.logger.warn('A change that came with a session refresh could not be taken over.', error),
      );
    }
    return answer;
  }

  async #apply(sdp: string): Promise<void> {
    try {
      await this.#options.description.setDescription(sdp);
    } catch (cause) {
      if (toSipError(cause).code !== 'bad-session-description') throw cause;
      // What the far end believes now is not known; the next change brings both sides together.
      throw new SipError('renegotiation-refused', 'The far end answered the change with an unusable description.', {
        cause,
      });
    }
  }

  /** Returns after how many milliseconds to try again; undefined if the refusal is final. */
  #pauseAfter({status, message}: Answer): number | undefined {
    const {direction, timer} = this.#options;
    if (status === 491) return glareDelay(direction);
    if (status === 422 && message && timer.lengthen(message)) return 0;
    const seconds = parseInt(message?.getHeader('retry-after') ?? '', 10);
    return (status === 500 || status === 503) && seconds <= LONGEST_PAUSE ? seconds * 1000 : undefined;
  }

  /** Waits until no INVITE is open in either direction (RFC 3261 section 14.1). */
  async #idle(): Promise<void> {
    const {clock, signal} = this.#options;
    const deadline = clock.now() + PATIENCE;
    while (this.#isBusy() && clock.now() < deadline) {
      const idle = new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
      await orAborted(within(clock, deadline - clock.now(), idle), signal);
    }
    await this.settleRemote();
  }

  #isBusy(): boolean {
    const {dialog} = this.#options.usage;
    return (
      this.answering || dialog?.sessionState === DialogState.AckWait || dialog?.reinviteUserAgentServer !== undefined
    );
  }
}

function isGone({status}: Answer, {patient = false}: Change): boolean {
  return CALL_GONE.has(status) && !(patient && status === 408);
}

/** Whether the far end agreed. Only the answer to a refresh may have no description. */
function agreed({status, sdp}: Answer, {refresh = false}: Change): boolean {
  return status < 300 && (refresh || sdp !== '');
}

function makeTask(wish: Wish, key: string): Task {
  let resolve: Task['resolve'] = () => undefined;
  let reject: Task['reject'] = () => undefined;
  const done = new Promise<void>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  return {key, wish, done, resolve, reject};
}

/** Returns the pause after a 491: the side that made the Call-ID waits longer (RFC 3261 section 14.1). */
function glareDelay(direction: CallDirection): number {
  const [least, span] = direction === 'outbound' ? [2100, 190] : [0, 200];
  return least + Math.floor(Math.random() * (span + 1)) * 10;
}

function refused({status, reason}: Answer): SipError {
  const why = status < 300 ? 'without a description' : `with ${String(status)} ${reason}`;
  return new SipError('renegotiation-refused', `The far end answered the change ${why}.`, {status});
}
