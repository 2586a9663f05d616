import {TransportState} from '../transport/transport-state.js';
import type {Clock} from '../../core/clock.js';
import type {InviteUsage} from '../session/invite-usage.js';

/** Seconds; nobody need accept less (RFC 4028 section 4). */
const MIN_SE = 90;
/** The latest moment to hang up before the session expires (RFC 4028 section 10), in seconds. */
const NOTICE = 32;
/** A timer that comes so much too late, in milliseconds, was asleep: the refresh may have come while nobody listened. */
const ASLEEP = 5000;
/** More milliseconds than this make browsers' timers come at once. */
const LONGEST = 2 ** 31 - 1;

/** The answer to a request that wants a shorter one. */
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
  /** Seconds between refreshes that we ask for; 0 does without session timers. */
  readonly sessionExpires: number;
  /** Sends a refresh when its turn comes, if it is still due then. */
  readonly refresh: (due: () => boolean) => Promise<void>;
  /** The far end has not refreshed the session in time. */
  readonly expired: () => void;
}

/**
 * Session timers (RFC 4028): each side learns that the other one has gone without saying good-bye.
 *
 * One side refreshes at half time, and so do we where nobody else was found to; any answered re-INVITE or UPDATE counts.
 * While there is no connection nothing expires: the refresh that is made afterwards shows whether the call is there.
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

  /** The far end understands UPDATE. */
  get byUpdate(): boolean {
    return this.#byUpdate;
  }

  /** Header fields of INVITE, re-INVITE and UPDATE. */
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

  /** 422: tries again with what is wanted there; false if that cannot help. */
  lengthen(message: Message): boolean {
    const wanted = parseInt(message.getHeader('min-se') ?? '', 10);
    if (!this.#interval || !(wanted > this.#minSE)) return false;
    this.#minSE = wanted;
    this.#interval = Math.max(this.#interval, wanted);
    return true;
  }

  /** A request whose interval is so short that it is to be answered 422. */
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
    // RFC 4028 section 9: who is told to refresh must understand it.
    return role === 'uac' ? [line, 'Require: timer'] : [line];
  }

  /** Who asks for a timer refreshes; later the roles stay as they are. */
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
    // Offline it is made up for when the connection is back.
    const {transport} = usage.agent;
    if (!transport.isConnected()) return;
    // A refusal that does not mean the end of the call leaves it as it is; the next one may be taken.
    const again = () => {
      if (this.#due && !signal.aborted && transport.isConnected()) this.#start(true);
    };
    refresh(() => this.#due).then(again, again);
  }
}

/** Whether a request asks for a shorter interval than anybody need accept, and understands the refusal. */
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
