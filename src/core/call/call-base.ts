import type {CallPhase} from './call-machine.js';
import {keepMemo} from './call-memo.js';
import {CallModel} from './call-model.js';
import {callDuration, callStatus, type CallState, type CallStatus, type Identity} from './call-state.js';
import type {Call} from './call.js';
import type {EndedCall} from './end-reason.js';
import type {Phone} from '../phone/phone.js';
import type {QualitySample} from '../quality/quality-sample.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {DeviceUser, OwnDevices} from '../devices/device-user.js';
import type {SipReferral, SipSession} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {CallNotices} from '../events.js';
import type {MediaPort} from '../media-port.js';
import {NoticeTarget} from '../notice-target.js';
import {Redirections} from './follow-redirection.js';
import {monitorQuality} from '../quality/quality-monitor.js';
import {sessionListener} from './session-news.js';
import type {SipRequest} from '../engine/sip-message.js';
import type {Store} from '../store.js';

/** What a call needs of its phone. */
export interface CallHost {
  readonly phone: Phone;
  readonly config: PhoneConfig;
  /** Told of every notice, after the call's own listeners. */
  relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean;
  /** The call is about to be in conversation: others make room. */
  takeFocus(call: CallBase): Promise<void>;
  /** The browser's media. */
  media(): Promise<MediaPort>;
  /** A tone of ours is being heard. */
  heard(): boolean;
  /** How loud a call begins. */
  readonly volume: number;
  /** The person has set how loud it is. */
  volumeChanged(volume: number): void;
  /** Uses a device in one call alone; false where the browser cannot. */
  chooseDevice(call: DeviceUser, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean>;
  /** Another call of the phone. */
  find(id: string): CallBase | undefined;
  /** The far end of the call asks us to call somebody else. */
  referred(call: CallModel, referral: SipReferral): void;
}

/** Where the session of a call comes from: at once for inbound calls, after the connection is up for outbound ones. */
export type SessionSource = () => Promise<SipSession>;

/** A call as all of its parts know it: what it is, and the session that it is carried by. */
export abstract class CallBase extends NoticeTarget<keyof CallNotices> {
  /** For the application's own use; the package never looks at it. */
  data: Record<string, unknown> = {};

  protected readonly host: CallHost;
  protected readonly source: SessionSource;
  protected readonly model: CallModel;
  /** The session that carries the call; undefined before there is one. */
  protected current: SipSession | undefined;

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    super();
    this.host = host;
    this.source = source;
    this.model = new CallModel(this as unknown as Call, initial, host.config, (type, news) => {
      const detail = {...news, call: this.model.call} as CallNotices[typeof type];
      const wanted = this.notify(type, detail as never); // The compiler does not see that SipNotices contains CallNotices.
      return host.relay(type, detail) && wanted;
    });
    keepMemo(this.store, () => this.current);
    monitorQuality({model: this.model, session: () => this.current, config: host.config});
  }

  /** The snapshot and its changes. */
  get store(): Store<CallState> {
    return this.model.store;
  }

  get snapshot(): Readonly<CallState> {
    return this.model.state;
  }

  get id(): string {
    return this.snapshot.id;
  }

  get direction(): CallState['direction'] {
    return this.snapshot.direction;
  }

  get state(): CallPhase {
    return this.snapshot.state;
  }

  get prevState(): CallPhase {
    return this.snapshot.prevState;
  }

  get status(): CallStatus {
    return callStatus(this.snapshot);
  }

  /** Who is at the other end. All of it comes over the network: text, never HTML. */
  get remoteIdentity(): Identity {
    return this.snapshot.remoteIdentity;
  }

  get localIdentity(): Identity {
    return this.snapshot.localIdentity;
  }

  /** What the application of the caller has sent along, by key, without `X-` and the configured prefix. */
  get customHeaders(): Readonly<Record<string, string>> {
    return this.snapshot.customHeaders;
  }

  /** When both sides had answered; null before. */
  get startTime(): Date | null {
    return this.snapshot.startTime;
  }

  /** When it ended; null before. */
  get endTime(): Date | null {
    return this.snapshot.endTime;
  }

  get localStream(): MediaStream | null {
    return this.snapshot.localStream;
  }

  get remoteStream(): MediaStream | null {
    return this.snapshot.remoteStream;
  }

  /** Who ended it and why; null before. */
  get end(): EndedCall | null {
    return this.snapshot.end;
  }

  /** The last sample of its quality, one a second while it is in conversation; null before the first. */
  get quality(): QualitySample | null {
    return this.snapshot.quality;
  }

  /** The phone that the call belongs to. */
  get phone(): Phone {
    return this.host.phone;
  }

  /** Whether the microphone, or with `video` the camera, is silenced. */
  isMuted(kind: 'audio' | 'video' = 'audio'): boolean {
    return this.snapshot.muted[kind];
  }

  /** Whether we hold the call; that the far end holds it is in `snapshot.held.remote`. */
  isOnHold(): boolean {
    return this.snapshot.held.local;
  }

  /** Seconds in conversation. */
  get duration(): number {
    return callDuration(this.snapshot, this.host.config.clock.now());
  }

  /** The SIP stack's own session, for what this package does not cover; undefined before there is one. */
  get session(): unknown {
    return this.current?.native;
  }

  /** The INVITE that made the call; undefined before there is one, and for a call of the page before. */
  get invite(): SipRequest | undefined {
    return this.current?.inviteRequest;
  }

  /** How the call was asked for. */
  get method(): 'INVITE' {
    return 'INVITE';
  }

  /** Takes a session over; the phone does so for inbound calls. */
  attach(session: SipSession): void {
    this.current = session;
    const redirections = new Redirections(this.model, this.host.config);
    session.listener = sessionListener(
      this.model,
      this.host.config,
      (referral) => this.host.referred(this.model, referral),
      (redirection) => void redirections.answer(redirection),
    );
    this.model.store.patch({
      remoteIdentity: session.remoteIdentity,
      localIdentity: session.localIdentity,
    });
    for (const kind of ['audio', 'video'] as const) {
      if (this.snapshot.muted[kind]) void session.setMuted(kind, true);
    }
  }

  /**
   * Answers a question of `snapshot.consents`: follows a transfer, shows a picture, records; or does not.
   * @throws SipError `invalid-state` if it is not open any more.
   */
  grantConsent(id: string, granted = true): void {
    if (!this.model.consents.answer(id, granted)) throw new SipError('invalid-state', 'That is not asked any more.');
  }

  /** Another call ends when this one is answered (RFC 3891). */
  takesPlaceOf({current}: CallBase): boolean {
    return current !== undefined && this.current?.replaces === current;
  }

  /**
   * The session of a call in conversation.
   * @throws SipError `invalid-state` with this message if there is none.
   */
  protected inConversation(message: string): SipSession {
    if (!this.current || !this.model.established) throw new SipError('invalid-state', message);
    return this.current;
  }
}
