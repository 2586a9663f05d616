import {Call} from './call.js';
import {keepMemo} from './call-memo.js';
import {CallModel, type Tell} from './call-model.js';
import type {CallState} from './call-state.js';
import type {Conversation} from './conversation.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {OwnDevices} from '../devices/call-devices.js';
import type {SipReferral, SipSession} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import {SipNoticeEvent, type CallNotices} from '../events.js';
import {conversationGroup, type ConversationPart} from '../lazy-groups.js';
import {LazyPart} from '../lazy-part.js';
import type {MediaPort} from '../media-port.js';
import type {Phone} from '../phone/phone.js';
import {sessionListener} from './session-listener.js';
import {createStore} from '../store.js';

/** The parts of its phone that a call needs. */
export interface CallHost {
  readonly phone: Phone;
  readonly config: PhoneConfig;
  /** Gets every notice after the call's own listeners. */
  relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean;
  /** Holds the other calls, because the call is about to be in conversation. */
  takeFocus(line: CallLine): Promise<void>;
  /** The browser's media. */
  media(): Promise<MediaPort>;
  /** Whether a tone of ours is heard. */
  heard(): boolean;
  /** The volume with which calls begin. */
  readonly volume: number;
  /** Notes the volume that the person has set. */
  volumeChanged(volume: number): void;
  /** Uses a device in one call only; resolves with false if the browser cannot. */
  chooseDevice(line: CallLine, kind: keyof OwnDevices, deviceId: string | null): Promise<boolean>;
  /** The far end of the call asks us to call somebody else. */
  referred(line: CallLine, referral: SipReferral): void;
}

/** Where the session of a call comes from: at once for inbound calls, after the connection is up for outbound ones. */
export type SessionSource = () => Promise<SipSession>;

/**
 * The facts that the parts of one call share: its model, its phone, and the session that carries it. The phone works
 * with the line. The page has only the call, which does not lead to the line.
 */
export class CallLine {
  readonly host: CallHost;
  readonly source: SessionSource;
  readonly model: CallModel;
  /** The call as the page knows it. */
  readonly call: Call;
  /** What it can do in conversation. */
  readonly conversation: ConversationPart<Conversation>;
  /** The session that carries the call; undefined before there is one. */
  session: SipSession | undefined;
  /** The streams that the far end hears besides us, in a conference. */
  readonly others = createStore<{readonly streams: readonly MediaStream[]}>({streams: []});

  constructor(host: CallHost, initial: CallState, source: SessionSource) {
    this.host = host;
    this.source = source;
    const tell: Tell = (type, news) => {
      const detail = {...news, call: this.call} as CallNotices[typeof type];
      const wanted = this.call.dispatchEvent(new SipNoticeEvent(type, detail as never));
      return host.relay(type, detail) && wanted;
    };
    this.model = new CallModel({...initial, volume: host.volume}, host.config, tell);
    keepMemo(this);
    this.call = new Call(this);
    this.conversation = new LazyPart(conversationGroup, ({Conversation}) => new Conversation(this));
    this.#fetchAhead();
  }

  get id(): string {
    return this.model.state.id;
  }

  /** From now on this session carries the call. */
  attach(session: SipSession): void {
    const {model} = this;
    this.session = session;
    session.listener = sessionListener(this);
    model.store.patch({remoteIdentity: session.remoteIdentity, localIdentity: session.localIdentity});
    for (const kind of ['audio', 'video'] as const) {
      if (model.state.muted[kind]) void session.setMuted(kind, true);
    }
  }

  /**
   * The session of a call in conversation.
   * @throws SipError `invalid-state` with this message if there is none.
   */
  inConversation(message: string): SipSession {
    if (!this.session || !this.model.established) throw new SipError('invalid-state', message);
    return this.session;
  }

  /** Another call ends when this one is answered (RFC 3891). */
  takesPlaceOf({session}: CallLine): boolean {
    return session !== undefined && this.session?.replaces === session;
  }

  /** What a conversation needs is there before it begins: it is fetched while the call is on its way. */
  #fetchAhead(): void {
    const {model} = this;
    const over = new AbortController();
    let begun = false;
    model.store.subscribe(() => {
      if (model.ended) over.abort();
      if (begun || model.ended || model.state.state === 'new') return;
      begun = true;
      this.conversation.load(over.signal);
    });
  }
}
