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

/** The identity that we show in a call. */
export interface Caller {
  readonly name: string;
  readonly uri: string;
  /** Hides name and address from the far end (RFC 3323); the server still learns who we are. */
  readonly anonymous: boolean;
}

export interface InviteOptions {
  readonly media: CallMedia;
  /** Default: our account. */
  readonly caller?: Caller | undefined;
  /** Functions that change every offer and answer of ours in this session, one after the other. */
  readonly modifiers?: readonly DescriptionModifier[] | undefined;
  /** Header fields of the INVITE. Names must have no CR or LF; the engine makes values safe. */
  readonly headers: Readonly<Record<string, string>>;
  /** The new session takes the place of this one at the far end (RFC 3891). */
  readonly replaces?: SipSession | undefined;
  /** The transfer request that this call carries out; the far end that asked for it hears how the call goes. */
  readonly referral?: SipReferral | undefined;
}

/** A transfer that we ask the far end for. */
export interface TransferRequest {
  /**
   * The address that the far end calls. A session of ours means its far end: the new call takes the place of that
   * session (RFC 3891).
   */
  readonly target: string | SipSession;
  /** Additional header fields of the REFER. */
  readonly headers: Readonly<Record<string, string>>;
  /** Called as the transfer goes on, perhaps even before the REFER is answered. */
  readonly news: (news: TransferNews) => void;
}

/** What the far end says about a transfer that it carries out (RFC 3515 section 2.4.5). */
export interface TransferNews {
  /** The state of its call to the target, as a SIP status; 0 if the message was unreadable. */
  readonly status: number;
  readonly reason: string;
  /** Whether this is the last news. */
  readonly last: boolean;
}

/**
 * What the next page needs to show a call as it was before a reload. It holds nothing secret and nothing of the
 * application.
 */
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

/** A call of the page before this one, and the session that `invite()` restores. */
export interface SavedCall {
  readonly memo: CallMemo;
  readonly session: SipSession;
}

/** What the engine tells the phone. It calls one method at a time, never from inside a method of the engine. */
export interface SipEngineListener {
  /** The connection that `connect()` opened is lost. The engine does not reconnect by itself. */
  connectionLost(error: SipError): void;
  /** There is no connection, and a new attempt may succeed: the network is back, or the page has woken up. */
  awake(): void;
  /** A better server than the present one can be reached again; `disconnect()` and then `connect()` lead to it. */
  preferredBack(): void;
  /** The binding that `register()` made is lost although the connection works. */
  registrationLost(error: SipError): void;
  /**
   * Somebody calls, and hears nothing yet; set the session's listener before returning, and `ring()` if it may ring.
   */
  incoming(session: SipSession): void;
  /** Somebody sends a message outside of calls. Returns whether the phone accepts it. */
  message(message: TextMessage): boolean;
}

export interface SipEngineOptions {
  readonly config: PhoneConfig;
  readonly media: MediaPort;
  readonly listener: SipEngineListener;
}

/**
 * The engine reports facts and carries out orders. The phone decides what is wanted, when to try again and what to
 * show.
 */
export interface SipEngine {
  /** The address of the server that we are connected to. */
  readonly server: string | null;
  /** Opens a connection to the first server that can be reached. Rejects with `server-unreachable`. */
  connect(): Promise<void>;
  /** Closes the connection. Established sessions do not end by that. */
  disconnect(): Promise<void>;
  /**
   * Makes or refreshes the binding and keeps it fresh. Rejects with `wrong-credentials`, `credentials-missing`,
   * `registration-rejected`, `timeout`, `connection-lost`.
   */
  register(): Promise<void>;
  /** Removes the binding. Resolves even if the server does not answer within two seconds. */
  unregister(): Promise<void>;
  /**
   * Prepares an outbound session; nothing is sent before `session.invite()`.
   * @param target - A SIP address without header fields, as `dialTarget()` makes it.
   * @throws SipError `invalid-address`.
   */
  createSession(target: string, options: InviteOptions): SipSession;
  /**
   * Sends a request outside of calls, and resolves with a 2xx. Rejects with `invalid-address`, `invalid-argument`,
   * `request-refused`, `timeout`, `connection-lost`.
   */
  request(method: string, target: string, options: RequestOptions): Promise<SipAnswer>;
  /** A call may come soon: gathers candidates ahead. It never opens a device, and frees what no call uses. */
  prewarm(): void;
  /**
   * Returns the calls that the page before this one in the same tab did not end. The phone asks once, before
   * `connect()`.
   */
  restore(): readonly SavedCall[];
  /** Ends all sessions, unregisters if possible, closes the connection and stops every timer. */
  destroy(): Promise<void>;
  /**
   * The same for a page that is left and may come back. Sessions that can be restored stay, and then the binding stays,
   * too. Everything that must be sent is sent before it returns.
   */
  leave(): Promise<void>;
}

export type SipEngineFactory = (options: SipEngineOptions) => Promise<SipEngine>;

/** What a session tells its call. */
export interface SipSessionListener {
  /** Outbound: the INVITE was sent. Inbound: the media are open and the 2xx is being sent. */
  requesting(): void;
  /** 100, or a provisional response without a body. */
  trying(): void;
  /** 180-183 from the far end. */
  ringing(code: number): void;
  /** Early media flow before the answer: the far end's, or ours in an inbound call. */
  early(): void;
  /** The 2xx was sent or received, and the descriptions are applied. */
  established(): void;
  /** The server says who the far end is, for the first time or with a change. */
  identified(identity: Identity): void;
  mediaChanged(media: SessionMedia): void;
  /** The session measured a step of the set-up: the permission prompt, ICE gathering, or the first packet. */
  timed(timing: SessionTiming): void;
  /** Signalling or media of an established session are lost, and are being brought back. */
  recovering(): void;
  /** Everything that was lost is back. */
  recovered(): void;
  /**
   * The far end adds media to a running call. Returns whether they are accepted. A person may take time to answer while
   * the far end waits; when `over` aborts, the answer no longer counts.
   */
  mediaRequested(kind: 'video', over: AbortSignal): boolean | Promise<boolean>;
  /** A device was missing and the call goes on without it. */
  deviceMissing(error: SipError): void;
  /** The far end asks us to call somebody else; it waits until the referral is accepted or rejected. */
  referred(referral: SipReferral): void;
  /** Outbound: a 3xx names somebody else to call. This comes only if the option `acceptRedirect` is set. */
  redirected(redirection: SipRedirection): void;
  /** The far end sent a digit. */
  digit(digit: string, via: 'rtp' | 'info'): void;
  /** The far end sent a message. Returns whether it is accepted. */
  message(message: TextMessage): boolean;
  /** The session is over. This comes exactly once, whoever ended it, when the devices are free again. */
  ended(end: CallEnd): void;
}

/** One INVITE session. Every method is safe to call in every state. */
export interface SipSession {
  /** Unique among the sessions of this engine. */
  readonly id: string;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  /** Inbound: the offer has a video section that sends or receives. */
  readonly videoOffered: boolean;
  /** The INVITE that began the session; undefined for one of an earlier page. */
  readonly inviteRequest: SipRequest | undefined;
  /** Whether a trusted server vouches for the far end's identity. */
  readonly asserted?: boolean;
  /**
   * Inbound: the session whose place this one takes when it is answered (RFC 3891). The phone has not decided yet
   * whether it may.
   */
  readonly replaces?: SipSession | undefined;
  /** The SIP stack's own object, for uses that this interface does not cover. */
  readonly native: unknown;
  /** The call that owns this session sets it before anything happens. */
  listener: SipSessionListener | undefined;

  /**
   * Outbound: opens media and sends the INVITE. Resolves when it is sent; rejects with the media's error.
   * Restored: opens media, waits for the connection, and resolves when the far end has agreed to go on.
   */
  invite(): Promise<void>;
  /** Inbound: 180, unless that needs a description that nobody has agreed to yet (RFC 3262 section 5). */
  ring(): void;
  /**
   * Inbound: sends a provisional response. With media it opens them as `accept()` does and adds our description, which
   * the answer then reuses. Resolves when the response is sent; a reliable one (RFC 3262) must also be confirmed by the
   * caller. Rejects with `invalid-state`, `invalid-argument`, the media's error; `call-failed` if the call ends.
   */
  progress(parts: ProgressParts): Promise<void>;
  /** Inbound: opens media and answers. If a device is missing it rejects, and the call goes on ringing. */
  accept(media: CallMedia, parts?: AnswerParts): Promise<void>;
  /**
   * Call this on a new connection after a loss. It tells the far end our new address, or finds out whether the call
   * still exists. Resolves when that is done or given up; never rejects.
   */
  repair(): Promise<void>;
  /**
   * Sends CANCEL, a rejection, BYE or nothing, as the state needs; a second call is harmless. Rejects only with
   * `invalid-argument`, for header fields or a body that cannot be written; then nothing has happened.
   */
  end(request: EndRequest): Promise<void>;
  /**
   * Sends a re-INVITE. Resolves when the far end agrees; rejects with `renegotiation-refused`, and then all is as
   * before.
   */
  setHeld(held: boolean): Promise<void>;
  /** Adds or removes our camera by re-INVITE. Rejects as `setHeld` does, or with the camera's error. */
  setVideo(video: boolean): Promise<void>;
  /**
   * Shares a screen that the person chooses, in the place of our camera if that is sent, else by re-INVITE. Rejects as
   * `MediaPort.openScreen()` or `setHeld` does; then nothing is shared. To end it always works. If the person ends it
   * in the browser, `mediaChanged` tells so.
   */
  shareScreen(screen: boolean): Promise<void>;
  /**
   * Sends another track in the place of the one of its kind, which is stopped. This needs no re-INVITE; mute and hold
   * stay. The session owns the track from then on and stops it if it cannot be used. Rejects with `invalid-state` if no
   * track of that kind is sent.
   */
  setTrack(kind: 'audio' | 'video', track: MediaStreamTrack): Promise<void>;
  /**
   * Sends this sound instead of microphone and screen, which stay open and in `localStream`; null sends them again. It
   * works in every state and on hold, needs no re-INVITE, and lasts for the whole session. Mute concerns the
   * microphone, not this track; the caller stops the track. Rejects with `media-failed`, and then all is as before.
   */
  substituteAudio(track: MediaStreamTrack | null): Promise<void>;
  /** Restarts ICE by re-INVITE, with new credentials and candidates (RFC 8445 section 9). Rejects as `setHeld` does. */
  restartMedia(): Promise<void>;
  /** Resolves with the statistics of the media (WebRTC 1.0 section 8); null while there is no peer connection. */
  stats(): Promise<RTCStatsReport | null>;
  /**
   * Sends REFER. Resolves when the far end is willing to try; rejects with `transfer-failed` and the status of the
   * refusal. `news` of the request reports the result.
   */
  transfer(request: TransferRequest): Promise<void>;
  /** Saves the state of the call for the next page. */
  remember(memo: CallMemo): void;
  /**
   * Mutes what we send, at once and without telling the far end. It works in every state, and counts for later tracks,
   * too. Rejects with the camera's error if the camera was closed while muted and cannot be opened again; it stays
   * muted.
   */
  setMuted(kind: 'audio' | 'video', muted: boolean): Promise<void>;
  /**
   * Sends a request inside the dialog, and resolves with the 2xx. Rejects with `invalid-state` before the answer, and
   * as `SipEngine.request()` does.
   */
  request(method: string, options: RequestOptions): Promise<SipAnswer>;
  /**
   * Sends digits: `0-9 * # A-D`, with `,` for a pause of two seconds and `W` for half a second. `sent` is called for
   * each digit. Rejects with `invalid-state` if no audio can carry them.
   */
  sendDigits(digits: string, options: DigitOptions, sent: (digit: string, via: 'rtp' | 'info') => void): Promise<void>;
}
