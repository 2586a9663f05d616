import {TransportState} from '../transport/transport-state.js';
import type {Clock} from '../../core/clock.js';
import type {InviteUsage} from '../session/invite-usage.js';

/** The shortest interval that a phone must accept, in seconds (RFC 4028 section 4). */
const MIN_SE = 90;
/** The latest moment to hang up before the session expires (RFC 4028 section 10), in seconds. */
const NOTICE = 32;
/** If a timer is this many milliseconds late, the computer was asleep, and the far end's refresh may be lost. */
const ASLEEP = 5000;
/** More milliseconds than this make browsers' timers come at once. */
const LONGEST = 2 ** 31 - 1;

/** Makes the refusal of a request with a shorter interval. */
export const tooShort = () => ({statusCode: 422, extraHeaders: [`Min-SE: ${String(MIN_SE)}`]});

type Role = 'uac' | 'uas';

interface Message {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

export interface SessionTimerOptions {
  readonly usage: Pick<InviteUsage, 'agent'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The interval that we ask for, in seconds; 0 means no session timers. */
  readonly sessionExpires: number;
  /** Sends a refresh after the changes that wait, if it is still due then. */
  readonly refresh: (due: () => boolean) => Promise<void>;
  /** The far end has not refreshed the session in time. */
  readonly expired: () => void;
}

/**
 * Session timers (RFC 4028): by them each side learns that the other side has gone without a BYE.
 *
 * One side refreshes the session after half of the interval; we do it if no other side was chosen. Any answered
 * re-INVITE or UPDATE counts. Without a connection no session expires: a refresh over the next one shows whether the
 * call exists.
 */
export class SessionTimer {
  readonly #options: SessionTimerOptions;
  #interval: number;
  #minSE = MIN_SE;
  #agreed = false;
  #weRefresh = true;
  #due = false;
  #byUpdate = false;
  #stop: () => void = () => undefined;

  constructor(options: SessionTimerOptions) {
    const {usage, signal, sessionExpires} = options;
    this.#options = options;
    this.#interval = sessionExpires && Math.max(sessionExpires, MIN_SE);
    const {stateChange} = usage.agent.transport;
    const connected = (state: TransportState) => {
      if (state === TransportState.Connected && this.#due) this.#refresh();
    };
    stateChange.addListener(connected);
    signal.addEventListener('abort', () => {
      this.#stop();
      stateChange.removeListener(connected);
    });
  }

  /** Whether the far end understands UPDATE. */
  get byUpdate(): boolean {
    return this.#byUpdate;
  }

  /** Returns the header fields of INVITE, re-INVITE and UPDATE. */
  requestFields(): readonly (readonly [name: string, value: string])[] {
    if (!this.#interval) return [];
    const role = this.#agreed ? `;refresher=${this.#weRefresh ? 'uac' : 'uas'}` : '';
    return [
      ['Session-Expires', String(this.#interval) + role],
      ['Min-SE', String(this.#minSE)],
    ];
  }

  requestLines(): string[] {
    return this.requestFields().map(([name, value]) => `${name}: ${value}`);
  }

  /** Takes the Min-SE of a 422 for another attempt; returns false if that cannot help. */
  lengthen(message: Message): boolean {
    const wanted = parseInt(message.getHeader('min-se') ?? '', 10);
    if (!this.#interval || !(wanted > this.#minSE)) return false;
    this.#minSE = wanted;
    this.#interval = Math.max(this.#interval, wanted);
    return true;
  }

  /** Whether the interval of a request is so short that the response is 422. */
  tooShort(message: Message): boolean {
    return isTooShort(message, this.#options.sessionExpires);
  }

  /** Reads the 2xx to a request of ours. */
  answered(message: Message): void {
    this.#noteAllow(message);
    if (!this.#interval) return;
    const theirs = sessionExpires(message);
    if (theirs) this.#interval = theirs.interval;
    this.#agreed = theirs !== undefined;
    this.#start(theirs?.refresher !== 'uas');
  }

  /** Reads a request of the far end that we accept; returns header fields for the 2xx. */
  answer(message: Message): string[] {
    this.#noteAllow(message);
    if (!this.#interval) return [];
    const theirs = sessionExpires(message);
    if (theirs) this.#interval = Math.min(theirs.interval, Math.max(this.#interval, minSE(message)));
    const role = knowsTimer(message) ? (theirs?.refresher ?? this.#defaultRole(theirs !== undefined)) : 'uas';
    this.#agreed = true;
    this.#start(role === 'uas');
    const line = `Session-Expires: ${String(this.#interval)};refresher=${role}`;
    // A far end that must refresh must understand the timer (RFC 4028 section 9).
    return role === 'uac' ? [line, 'Require: timer'] : [line];
  }

  /** Returns the role of a side that names none: the side that asks for a timer refreshes; later the roles stay. */
  #defaultRole(asked: boolean): Role {
    return (this.#agreed ? this.#weRefresh : !asked) ? 'uas' : 'uac';
  }

  #noteAllow(message: Message): void {
    const allow = message.getHeaders('allow').join();
    if (allow) this.#byUpdate = /\bUPDATE\b/i.test(allow);
  }

  #start(weRefresh: boolean): void {
    const {clock} = this.#options;
    this.#stop();
    this.#due = false;
    this.#weRefresh = weRefresh;
    const interval = this.#interval;
    const delay = Math.min(1000 * (weRefresh ? interval / 2 : interval - Math.min(NOTICE, interval / 3)), LONGEST);
    const end = clock.now() + delay;
    this.#stop = clock.after(delay, () => {
      const trusted = this.#options.usage.agent.transport.isConnected() && clock.now() < end + ASLEEP;
      if (!weRefresh && trusted) this.#options.expired();
      else this.#refresh();
    });
  }

  #refresh(): void {
    const {usage, refresh, signal} = this.#options;
    this.#due = true;
    // Without a connection, the refresh is sent over the next one.
    const {transport} = usage.agent;
    if (!transport.isConnected()) return;
    // A refusal need not end the call: the far end may accept the next refresh.
    const again = () => {
      if (this.#due && !signal.aborted && transport.isConnected()) this.#start(true);
    };
    refresh(() => this.#due).then(again, again);
  }
}

/** Whether a request asks for a shorter interval than we must accept, and its sender understands a 422. */
export function isTooShort(message: Message, ours: number): boolean {
  return ours > 0 && knowsTimer(message) && (sessionExpires(message)?.interval ?? Infinity) < MIN_SE;
}

function knowsTimer(message: Message): boolean {
  return [...message.getHeaders('supported'), ...message.getHeaders('k')].some((tags) => /\btimer\b/i.test(tags));
}

function minSE(message: Message): number {
  return Math.max(MIN_SE, parseInt(message.getHeader('min-se') ?? '', 10) || 0);
}

function sessionExpires(message: Message): {interval: number; refresher: Role | undefined} | undefined {
  const value = message.getHeader('session-expires') ?? message.getHeader('x') ?? '';
  const interval = parseInt(value, 10);
  if (!(interval > 0)) return undefined;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(value)?.[1]?.toLowerCase() as Role | undefined;
  return {interval, refresher};
}
