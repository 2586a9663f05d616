import type {DigitOptions} from '../call/digits.js';
import type {SessionTiming} from '../call/call-timings.js';
import type {CallDirection, Identity} from '../call/call-state.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {CallEnd} from '../call/end-reason.js';
import type {SipError} from '../errors.js';
import type {CallMedia, MediaPort} from '../media-port.js';
import type {SessionMedia} from './session-media.js';
import type {SipRedirection} from './redirection.js';
import type {AnswerParts, DescriptionModifier, EndRequest, ProgressParts} from './session-answers.js';
import type {RequestOptions, SipAnswer, SipRequest, TextMessage} from './sip-message.js';
import type {SipReferral} from './sip-referral.js';

export type {AnswerParts, DescriptionModifier, EndRequest, ProgressParts, SessionMedia, SipRedirection, SipReferral};

/** As whom we call. */
export interface Caller {
  readonly name: string;
  readonly uri: string;
  /** Neither is told to the far end (RFC 3323); the server still learns who we are. */
  readonly anonymous: boolean;
}

export interface InviteOptions {
  readonly media: CallMedia;
  /** Default: our account. */
  readonly caller?: Caller | undefined;
  /** For every offer and answer of ours in this session, one after the other. */
  readonly modifiers?: readonly DescriptionModifier[] | undefined;
  /** Names without CR/LF, values made safe by the engine. */
  readonly headers: Readonly<Record<string, string>>;
  /** The new session takes the place of this one at the far end (RFC 3891). */
  readonly replaces?: SipSession | undefined;
  /** The call follows a request of somebody else, who is told how it goes. */
  readonly referral?: SipReferral | undefined;
}

/** A transfer that we ask the far end for. */
export interface TransferRequest {
  /** Whom it is to call; a session of ours means the far end of that one, in whose place the new call goes (RFC 3891). */
  readonly target: string | SipSession;
  /** Additional header fields of the REFER. */
  readonly headers: Readonly<Record<string, string>>;
  /** Told as it goes on, also before the request is answered. */
  readonly news: (news: TransferNews) => void;
}

/** What the far end says about a transfer that it carries out (RFC 3515 section 2.4.5). */
export interface TransferNews {
  /** How its call to the target stands, as a SIP status; 0 if nothing readable was said. */
  readonly status: number;
  readonly reason: string;
  /** It wants to say no more. */
  readonly last: boolean;
}

/** What a call is after a reload of its page as it was before; nothing secret, nothing of the application's. */
export interface CallMemo {
  readonly id: string;
  /** When both sides had answered, in milliseconds since the epoch. */
  readonly startTime: number;
  readonly muted: Readonly<{audio: boolean; video: boolean}>;
  readonly deaf: boolean;
  readonly held: boolean;
  readonly video: boolean;
  readonly remoteVideo: boolean;
}

/** A call of the page before this one, and the session that `invite()` brings back. */
export interface SavedCall {
  readonly memo: CallMemo;
  readonly session: SipSession;
}

/** What the engine tells the phone. Calls come one at a time, never from inside a method of the engine. */
export interface SipEngineListener {
  /** The connection that `connect()` had opened is gone; the engine does nothing about it by itself. */
  connectionLost(error: SipError): void;
  /** There is no connection, and now is a good moment to try: the network is back, or the page has woken up. */
  awake(): void;
  /** A better server than the one in use can be reached again; `disconnect()` and `connect()` lead to it. */
  preferredBack(): void;
  /** A binding that `register()` had made is gone although the connection is there. */
  registrationLost(error: SipError): void;
  /** The session is in state `Initial`, a 180 has been sent; set its listener before returning. */
  incoming(session: SipSession): void;
  /** Somebody sends a message outside of calls; whether it is taken. */
  message(message: TextMessage): boolean;
}

export interface SipEngineOptions {
  readonly config: PhoneConfig;
  readonly media: MediaPort;
  readonly listener: SipEngineListener;
}

/**
 * A SIP user agent (RFC 3261) over one WebSocket (RFC 7118).
 *
 * It says what is and does what it is told; what is wanted, when to try again and what to show is the phone's business.
 */
export interface SipEngine {
  /** The address of the server that we are connected to. */
  readonly server: string | null;
  /** Opens a connection to the first server that can be reached. Rejects with `server-unreachable`. */
  connect(): Promise<void>;
  /** Closes the connection; a session that is up is not ended by it. */
  disconnect(): Promise<void>;
  /**
   * Makes or refreshes the binding and keeps it fresh. Rejects with `wrong-credentials`, `credentials-missing`,
   * `registration-rejected`, `timeout`, `connection-lost`.
   */
  register(): Promise<void>;
  /** Takes the binding away; resolves also if the server does not answer within two seconds. */
  unregister(): Promise<void>;
  /** Prepares an outbound session; nothing is sent before `session.invite()`. Throws `invalid-address`. */
  createSession(target: string, options: InviteOptions): SipSession;
  /**
   * Sends a request outside of calls, and resolves with a 2xx. Rejects with `invalid-address`, `invalid-argument`,
   * `request-refused`, `timeout`, `connection-lost`.
   */
  request(method: string, target: string, options: RequestOptions): Promise<SipAnswer>;
  /** A call may come soon: lets candidates be gathered for it. Never opens a device, and frees what is not used. */
  prewarm(): void;
  /** The calls that the page before this one in the same tab left without ending them; asked once, before `connect()`. */
  restore(): readonly SavedCall[];
  /** Ends sessions, unregisters as far as it can, closes the connection, stops every timer. */
  destroy(): Promise<void>;
  /**
   * As `destroy()`, for a page that goes away and may come back: sessions that can be restored are left as they are, and
   * so is the binding if there are any. What has to be sent is sent before it returns.
   */
  leave(): Promise<void>;
}

export type SipEngineFactory = (options: SipEngineOptions) => Promise<SipEngine>;

/** What a session tells its call. */
export interface SipSessionListener {
  /** Outbound: the INVITE is on the wire. Inbound: the media are open and the 2xx is on its way. */
  requesting(): void;
  /** 100, or a provisional response without a body. */
  trying(): void;
  /** 180-183 from the far end. */
  ringing(code: number): void;
  /** Early media flow before the answer, theirs or, inbound, ours. */
  early(): void;
  /** 2xx sent or received and the descriptions applied. */
  established(): void;
  /** The server says who the far end is, which it had not said or which has changed. */
  identified(identity: Identity): void;
  mediaChanged(media: SessionMedia): void;
  /** What came of a wait that only the session sees. */
  timed(timing: SessionTiming): void;
  /** Signalling or media of an established session are lost, and are being brought back. */
  recovering(): void;
  /** All that was lost is back. */
  recovered(): void;
  /**
   * The far end adds media to a running call; whether they may come in. A person who is asked takes their time, but the
   * far end waits for the answer: it is of no use any more when `over` aborts.
   */
  mediaRequested(kind: 'video', over: AbortSignal): boolean | Promise<boolean>;
  /** A device was missing and the call goes on without it. */
  deviceMissing(error: SipError): void;
  /** The far end asks us to call somebody else; without an answer it waits. */
  referred(referral: SipReferral): void;
  /** Outbound: somebody else is to be called; told only if `acceptRedirect` is there to be asked. */
  redirected(redirection: SipRedirection): void;
  /** A digit of the far end. */
  digit(digit: string, via: 'rtp' | 'info'): void;
  /** A message of the far end; whether it is taken. */
  message(message: TextMessage): boolean;
  /** Over; said exactly once, whoever ended it, when devices are free again. */
  ended(end: CallEnd): void;
}

/** One INVITE session. Every method is safe to call in every state. */
export interface SipSession {
  /** Unique among the sessions of this engine. */
  readonly id: string;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  /** Inbound: the offer has a video line that wants to send or receive. */
  readonly videoOffered: boolean;
  /** The INVITE that began it; undefined for one that an earlier page had. */
  readonly inviteRequest: SipRequest | undefined;
  /** The server says who is at the other end, and is believed. */
  readonly asserted?: boolean;
  /** Inbound: the session whose place it takes when it is answered (RFC 3891). Whether it may is not decided yet. */
  readonly replaces?: SipSession | undefined;
  /** The SIP stack's own object, for what we do not cover. */
  readonly native: unknown;
  /** Set by the call that owns this session, before anything happens. */
  listener: SipSessionListener | undefined;

  /**
   * Outbound: opens media and sends the INVITE; resolves once it is sent, rejects with the media's error. Restored: opens
   * media, waits for the connection, and resolves when the far end has agreed to go on.
   */
  invite(): Promise<void>;
  /**
   * Inbound: a provisional response. With media it opens them as `accept()` does and brings our description, which the
   * answer then takes over. Resolves when it is sent, or, where it has to be reliable (RFC 3262), when the caller has
   * confirmed it. Rejects with `invalid-state`, `invalid-argument`, the media's error; `call-failed` if the call ends.
   */
  progress(parts: ProgressParts): Promise<void>;
  /** Inbound: opens media and answers. A rejection for want of a device leaves the call ringing. */
  accept(media: CallMedia, parts?: AnswerParts): Promise<void>;
  /**
   * After a loss of the connection, on the new one: tells the far end where we are now, or finds out whether there is
   * still a call. Resolves when that is done or given up; never rejects.
   */
  repair(): Promise<void>;
  /**
   * CANCEL, rejection, BYE or nothing, as the state needs; can be called twice. Rejects only with `invalid-argument`, for
   * header fields or a body that cannot be written, and then nothing has happened.
   */
  end(request: EndRequest): Promise<void>;
  /** Re-INVITE; resolves when the far end agreed, rejects `renegotiation-refused` and leaves all as it was. */
  setHeld(held: boolean): Promise<void>;
  /** Adds or drops our camera by re-INVITE; rejections as for `setHeld`, or the camera's own error. */
  setVideo(video: boolean): Promise<void>;
  /**
   * Shares a screen that the person chooses, in place of our camera where one is sent, else by re-INVITE. Rejects as
   * `MediaPort.openScreen()` does, or as `setHeld`, and nothing is shared. Ending it always works; a person who ends it in
   * the browser's own way is told by `mediaChanged`.
   */
  shareScreen(screen: boolean): Promise<void>;
  /**
   * Sends another track in place of the one of its kind, which is stopped, without asking the far end; muting and hold go
   * on. The track is the session's from then on, and stopped if it cannot be used: `invalid-state` if nothing of that kind
   * is being sent.
   */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void>;
  /**
   * Sends this sound in place of microphone and screen, which stay open and in `localStream` and are sent again with null.
   * Works in every state and while held, survives everything that a session survives, and asks nobody. Muting mutes the
   * microphone, not this; the track stays the caller's to stop. Rejects `media-failed` and leaves all as it was.
   */
  substituteAudio(track: MediaStreamTrack | null): Promise<void>;
  /** New ICE credentials and candidates by re-INVITE (RFC 8445 section 9); rejections as for `setHeld`. */
  restartMedia(): Promise<void>;
  /** The statistics of its media (WebRTC 1.0 section 8); null while there is no connection for them. */
  stats(): Promise<RTCStatsReport | null>;
  /**
   * REFER; resolves when the far end is willing to try, rejects `transfer-failed` with the status of its refusal. What
   * comes of it, the news tell.
   */
  transfer(request: TransferRequest): Promise<void>;
  /** Notes what the call is like, for the next page. */
  remember(memo: CallMemo): void;
  /**
   * Silences or blanks what we send, at once and without telling the far end. Works in every state and is remembered.
   * Rejects with the camera's error if it was let go while it was muted and cannot be opened again; it stays muted.
   */
  setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void>;
  /**
   * Sends a request inside the dialog, and resolves with a 2xx. Rejects with `invalid-state` before the answer, and as
   * `SipEngine.request()` does.
   */
  request(method: string, options: RequestOptions): Promise<SipAnswer>;
  /**
   * `0-9 * # A-D`, `,` for a pause of two seconds and `W` for half a second; `sent` is called for each digit. Rejects
   * `invalid-state` if there is nothing to carry them.
   */
  sendDigits(digits: string, options: DigitOptions, sent: (digit: string, via: 'rtp' | 'info') => void): Promise<void>;
}
