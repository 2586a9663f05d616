import {canMove, isEnded, isEstablished, type CallPhase} from './call-machine.js';
import type {CallTimings, TimingMark} from './call-timings.js';
import type {CallOperation, CallState, Identity} from './call-state.js';
import {Consents} from '../consent/consents.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {CallEnd} from './end-reason.js';
import type {SessionMedia} from '../engine/sip-engine.js';
import {toSipError, type SipError} from '../errors.js';
import type {CallNotices} from '../events.js';
import {clearWarnings} from './call-warnings.js';
import {legacyCause} from './legacy-cause.js';
import {mediaChanges} from './media-changes.js';
import {createStore, type WritableStore} from '../store.js';

/** Sends a notice and adds its call; returns false if a listener prevented it. */
export type Tell = <K extends keyof CallNotices>(type: K, news: News<K>) => boolean;
/** The detail of a notice without its call. */
export type News<K extends keyof CallNotices> = Omit<CallNotices[K], 'call'>;

/** The state of one call and the rules by which it changes; each change is told once. */
export class CallModel {
  readonly store: WritableStore<CallState>;
  readonly tell: Tell;
  readonly consents: Consents;
  readonly #config: PhoneConfig;
  #clicked: number | undefined;
  #local: Pick<SessionMedia, 'localAudio' | 'localVideo'> = {localAudio: null, localVideo: null};

  constructor(initial: CallState, config: PhoneConfig, tell: Tell) {
    this.#config = config;
    this.tell = tell;
    this.store = createStore(initial, (error) => config.logger.error('A subscriber of a call threw.', error));
    this.consents = new Consents(this.store, config);
  }

  get state(): Readonly<CallState> {
    return this.store.state;
  }

  get ended(): boolean {
    return isEnded(this.state.state);
  }

  get established(): boolean {
    return isEstablished(this.state.state);
  }

  /** The one place where the state of a call changes. News that comes too late is dropped. */
  go(next: CallPhase): void {
    const {state} = this.state;
    if (next === state) return;
    if (!canMove(state, next)) {
      this.#config.logger.debug(`A call in state ${state} cannot go to ${next}; dropped.`);
      return;
    }
    this.store.patch({state: next, prevState: state});
    this.tell('sip-state-change', {state: next, prevState: state});
  }

  /** The person wants the call now; its timings begin here. */
  click(): void {
    this.#clicked = this.#config.clock.now();
  }

  /** Notes the time of a step; only its first time counts. */
  time(mark: TimingMark): void {
    if (this.#clicked !== undefined) this.note({[mark]: this.#config.clock.now() - this.#clicked});
  }

  note(timings: CallTimings): void {
    const known = this.state.timings;
    if (this.ended || Object.keys(timings).every((mark) => mark in known)) return;
    this.store.patch({timings: Object.freeze({...timings, ...known})});
  }

  /** Both sides have answered. */
  establish(): void {
    if (this.state.state === 'recovering') this.setRecovering(false);
    if (this.established || !canMove(this.state.state, 'active')) return;
    this.time('answered');
    this.store.patch({startTime: new Date(this.#config.clock.now())});
    this.go('active');
    this.tell('sip-answered', {timings: this.state.timings});
    this.#accept();
  }

  /** Ends the call; the first reason counts. `purge` if nobody waits for the network. */
  finish(end: CallEnd, phase: 'hangup' | 'purge' = 'hangup'): void {
    if (this.ended) return;
    this.store.patch({
      end: Object.freeze({...end, legacyCause: legacyCause(end)}),
      endTime: new Date(this.#config.clock.now()),
      localStream: null,
      remoteStream: null,
      video: false,
      screen: false,
      remoteVideo: false,
      media: 'none',
      error: null, // The end has the reason now.
      warnings: Object.freeze([]),
    });
    this.go(phase);
    const {by, cause, code, reason} = end;
    this.tell('sip-call-ended', {end, by, cause, code, reason, timings: this.state.timings});
  }

  /** The call goes on to another party, to which it was redirected. */
  redirect(code: number, remoteIdentity: Identity): void {
    this.store.patch({remoteIdentity, remoteRinging: false});
    this.go('trying');
    this.tell('sip-redirected', {code, target: remoteIdentity.uri});
  }

  setMedia(media: SessionMedia): void {
    if (this.ended) return;
    if (media.phase === 'flowing') this.time('ice');
    const before = {...this.state, ...this.#local};
    this.#local = media;
    const held = before.held.remote === media.remoteHeld ? before.held : {...before.held, remote: media.remoteHeld};
    this.store.patch({
      localStream: media.localStream,
      remoteStream: media.remoteStream,
      video: media.video,
      screen: media.screen,
      remoteVideo: media.remoteVideo,
      media: media.phase,
      held: Object.freeze(held),
    });
    if (media.video && !before.video) clearWarnings(this, ({kind}) => kind === 'device-missing');
    for (const change of mediaChanges(before, {...this.state, ...media})) this.tell('sip-media-change', change);
    if (held !== before.held) this.tell('sip-hold-change', {side: 'remote', held: held.remote});
    this.#accept();
  }

  setLocalHold(held: boolean): void {
    if (this.state.held.local === held || this.ended) return;
    this.store.patch({held: Object.freeze({...this.state.held, local: held})});
    if (this.state.state !== 'recovering') this.go(this.#conversation);
    this.tell('sip-hold-change', {side: 'local', held});
  }

  /** The call lost its connection and is being recovered, or it is back. */
  setRecovering(recovering: boolean): void {
    if (!this.established || recovering === (this.state.state === 'recovering')) return;
    this.go(recovering ? 'recovering' : this.#conversation);
    this.tell(recovering ? 'sip-recovering' : 'sip-recovered', {});
  }

  /** Notes a failure of a call that goes on. */
  fail(error: SipError): void {
    if (!this.ended) this.store.patch({error});
  }

  isPending(operation: CallOperation): boolean {
    return this.state.pending.includes(operation);
  }

  /** Shows an operation as pending while it is under way, and then its failure if there is one. */
  async during(operation: CallOperation, work: () => Promise<void>): Promise<void> {
    this.store.patch({pending: Object.freeze([...this.state.pending, operation]), error: null});
    try {
      await work();
    } catch (error) {
      this.fail(toSipError(error));
      throw error;
    } finally {
      const index = this.state.pending.indexOf(operation);
      this.store.patch({pending: Object.freeze(this.state.pending.filter((_, position) => position !== index))});
    }
  }

  get #conversation(): CallPhase {
    return this.state.held.local ? 'held' : 'active';
  }

  /** Accepted means answered *and* media flowing (seed S3.16). */
  #accept(): void {
    if (this.state.accepted || !this.established || this.state.media !== 'flowing') return;
    this.store.patch({accepted: true});
    this.tell('sip-accepted', {timings: this.state.timings});
  }
}
