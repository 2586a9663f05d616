import type {SessionTiming} from '../../../src/core/call/call-timings.js';
import type {Identity} from '../../../src/core/call/call-state.js';
import type {CallEnd} from '../../../src/core/call/end-reason.js';
import type {
  SessionMedia,
  SipRedirection,
  SipReferral,
  SipSession,
  SipSessionListener,
} from '../../../src/core/engine/sip-engine.js';
import type {SipError} from '../../../src/core/errors.js';
import type {TextMessage} from '../../../src/core/engine/sip-message.js';
import {until} from './until.js';

/** Records what a session tells its listener. */
export class SessionLog implements SipSessionListener {
  readonly events: string[] = [];
  readonly ends: CallEnd[] = [];
  readonly digits: string[] = [];
  readonly messages: TextMessage[] = [];
  readonly identities: Identity[] = [];
  readonly missing: SipError[] = [];
  readonly referrals: SipReferral[] = [];
  readonly redirections: SipRedirection[] = [];
  readonly requests: string[] = [];
  /** Whether the page accepts messages, and media that the far end adds. */
  welcome = true;
  /** The same for media when a person is asked; `over` ends the question. */
  mayShow: (over: AbortSignal) => boolean | Promise<boolean> = () => this.welcome;
  media: SessionMedia | undefined;
  /** Runs when the session ends, before anything else can happen. */
  onEnded: () => void = () => undefined;

  constructor(session: SipSession) {
    session.listener = this;
  }

  requesting(): void {
    this.events.push('requesting');
  }
  trying(): void {
    this.events.push('trying');
  }
  ringing(code: number): void {
    this.events.push(`ringing ${String(code)}`);
  }
  early(): void {
    this.events.push('early');
  }
  established(): void {
    this.events.push('established');
  }
  identified(identity: Identity): void {
    this.identities.push(identity);
  }
  mediaChanged(media: SessionMedia): void {
    this.media = media;
  }
  readonly timings: SessionTiming[] = [];
  timed(timing: SessionTiming): void {
    this.timings.push(timing);
  }
  recovering(): void {
    this.events.push('recovering');
  }
  recovered(): void {
    this.events.push('recovered');
  }
  mediaRequested(kind: string, over: AbortSignal): boolean | Promise<boolean> {
    this.requests.push(kind);
    return this.mayShow(over);
  }
  deviceMissing(error: SipError): void {
    this.missing.push(error);
  }
  referred(referral: SipReferral): void {
    this.referrals.push(referral);
  }
  redirected(redirection: SipRedirection): void {
    this.redirections.push(redirection);
  }
  message(message: TextMessage): boolean {
    this.messages.push(message);
    return this.welcome;
  }
  digit(digit: string, via: string): void {
    this.digits.push(`${digit} ${via}`);
  }
  ended(end: CallEnd): void {
    this.events.push('ended');
    this.ends.push(end);
    this.onEnded();
  }

  async until(event: string): Promise<void> {
    await until(() => this.events.includes(event), `the session to say "${event}"`);
  }

  async end(): Promise<CallEnd> {
    await this.until('ended');
    return this.ends[0]!;
  }
}
