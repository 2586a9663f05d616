import {callerOf, inboundCall, outboundCall, restoredCall} from '../call/initial-state.js';
import {answerAfter, answersAfter} from '../call/auto-answer.js';
import {CallRegistry} from '../call/call-registry.js';
import type {CallState} from '../call/call-state.js';
import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import {resumeCall} from '../call/resume-call.js';
import {followReferral} from '../call/follow-referral.js';
import {paramHeaders} from '../call/custom-headers.js';
import {dialTarget} from '../dial-target.js';
import type {SavedCall, SipEngine, SipSession} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import {ConferencePhone} from './conference-phone.js';
import type {PhoneOptions} from '../config/phone-config.js';
import type {DialOptions} from './dial-options.js';
import {admitReplacing} from '../transfer/admit-replacing.js';
import type {PhonePorts} from './phone-parts.js';

export type {DialOptions};

/** A telephone without a face: one account, its connection and its calls. */
export class Phone extends ConferencePhone {
  readonly #calls: CallRegistry;

  /** @throws SipError `not-configured` or `invalid-argument`. */
  constructor(options: PhoneOptions, ports: PhonePorts) {
    super(options, ports);
    this.#calls = new CallRegistry({
      config: this.config,
      signal: this.destroyed.signal,
      changed: (calls, activeCallId) => this.#callsChanged(calls, activeCallId),
      phone: this,
      // The compiler does not see that SipNotices contains CallNotices.
      relay: (type, detail) => this.notify(type, detail as never),
      media: () => this.media(),
      heard: () => this.parts.mediaNow?.sounding ?? false,
      volume: () => this.snapshot.volume,
      volumeChanged: (volume) => this.patch({volume}),
      chooseDevice: (line, kind, deviceId) => this.chooseFor(line, kind, deviceId),
      together: (one, other) => this.conference.together(one, other),
      referred: (line, referral) => {
        const dial = () => this.dial(referral.target, {video: line.model.state.video, referral});
        void followReferral(line, referral, dial);
      },
    });
  }

  /** Every call that is not cleared away, oldest first. */
  override get calls(): readonly Call[] {
    return this.#calls.all.map(({call}) => call);
  }

  /** The call that a hang-up button without a call of its own would end. */
  override get activeCall(): Call | undefined {
    return this.call(this.snapshot.activeCallId);
  }

  call(id: string | null): Call | undefined {
    return this.#calls.get(id)?.call;
  }

  protected override get liveLines(): readonly CallLine[] {
    return this.#calls.live;
  }

  /**
   * Calls somebody, starting the phone if need be.
   * @param target - Whatever a person types: a number, a name, a SIP address, a `tel:` link. Header fields in it are not sent.
   * @throws SipError `invalid-address`, with a message that says what to do.
   */
  dial(target: string, options: DialOptions = {}): Call {
    const call = this.createCall(target, options);
    // A failure to connect ends the call and is reported; there is nobody here to await it.
    call.connect().catch((error: unknown) => {
      if (error instanceof SipError) this.report(error, call);
    });
    return call;
  }

  /** Prepares a call; `connect()` on it dials. */
  createCall(target: string, options: DialOptions = {}): Call {
    this.assertAlive();
    const {video = this.config.video, params = {}, modifiers, referral} = options;
    const uri = dialTarget(target, this.config);
    const caller = callerOf(options, this.config);
    const headers = {...paramHeaders(params, this.config.headerPrefix), ...options.headers};
    const open = async (): Promise<SipSession> => {
      await this.connection.online();
      return (await this.parts.engine()).createSession(uri, {
        media: {audio: true, video},
        headers,
        caller,
        modifiers,
        referral,
      });
    };
    const {call} = this.#calls.add(outboundCall(uri, caller, params), open);
    this.#calls.update();
    this.notify('sip-call-added', {call});
    return call;
  }

  /** Makes a call the one that controls without a call of their own act on. */
  override select(id: string): void {
    this.#calls.select(id);
  }

  protected override restore(saved: SavedCall, engine: SipEngine): void {
    const {session, memo} = saved;
    const line = this.#calls.add(restoredCall(saved), () => Promise.resolve(session));
    this.#calls.update();
    this.notify('sip-call-added', {call: line.call});
    const media = {audio: true, video: memo.video};
    void resumeCall(line, session, () =>
      engine.createSession(session.remoteIdentity.uri, {media, headers: {}, replaces: session}),
    );
  }

  protected override incoming(session: SipSession): void {
    const {replaces} = session;
    const replaced = replaces && this.#calls.live.find((line) => line.session === replaces);
    if (!replaced) {
      this.#ring(session);
      return;
    }
    void admitReplacing(replaced, session, () => this.#ring(session));
  }

  #ring(session: SipSession): void {
    const others = this.#calls.live.filter((line) => !(session.replaces && line.session === session.replaces));
    if (this.config.dnd || others.length >= this.config.maxCalls) {
      void session.end({status: 486});
      return;
    }
    const line = this.#calls.add(inboundCall(session, this.config.headerPrefix), () => Promise.resolve(session));
    const {call} = line;
    line.attach(session);
    if (this.notify('sip-incoming', {call})) {
      this.#calls.update();
      this.notify('sip-call-added', {call});
      void this.#answerItself(line);
    } else {
      this.#calls.remove(line);
      void call.reject(486);
    }
  }

  /** Only if the page has said so, and never into a conversation. */
  async #answerItself(line: CallLine): Promise<void> {
    const seconds = await answersAfter(line.call, this.config);
    const talking = this.#calls.live.some((other) => other !== line && other.model.established);
    if (seconds !== null && !talking) answerAfter(line, seconds);
  }

  /**
   * Takes the call back that is on hold, and holds the one in conversation. Resolves when both far ends have agreed.
   * @throws SipError `invalid-state` if no call waits.
   */
  async swap(): Promise<void> {
    const held = this.calls.filter((call) => call.state === 'held');
    const other = held.filter((call) => call !== this.activeCall).at(-1) ?? held.at(-1);
    if (!other) throw new SipError('invalid-state', 'No call is on hold.');
    await other.unhold();
  }

  #callsChanged(calls: readonly Readonly<CallState>[], activeCallId: string | null): void {
    const before = this.snapshot.calls;
    const same = calls.length === before.length && calls.every((call, index) => call === before[index]);
    this.patch({calls: same ? before : Object.freeze([...calls]), activeCallId});
    if (!this.destroyed.signal.aborted) this.parts.sounds?.update(calls);
  }
}
