import type {Call} from './call/call.js';
import type {Identity} from './call/call-state.js';
import type {CallTimings} from './call/call-timings.js';
import type {CallPhase} from './call/call-machine.js';
import type {CallEnd, EndCause, EndedBy} from './call/end-reason.js';
import type {Device, DeviceKind} from './devices/device-state.js';
import type {SipError} from './errors.js';
import type {PhoneStatus} from './phone/phone-state.js';
import type {CallWarning} from './quality/call-warning.js';
import type {QualitySample} from './quality/quality-sample.js';
import type {TextMessage} from './engine/sip-message.js';
import type {CallTransfer} from './transfer/transfer-state.js';

/** What a page or a control may ask of a phone. */
export interface PhoneRequests {
  'sip-start-request': null;
  'sip-stop-request': null;
  /** `deviceId` is `''` for the browser's default, null to let the person choose in the browser's own dialog. */
  'sip-device-request': {kind: DeviceKind; deviceId: string | null};
  /** Joins all calls in conversation, or holds all but one of those that are joined. */
  'sip-conference-request': {joined: boolean};
  /** `video: undefined` takes the phone's configuration. */
  'sip-dial-request': {target: string; video?: boolean | undefined};
}

/** What a page or a control may ask of a call. A detail names the wanted state, never "toggle". */
export interface CallRequests {
  'sip-answer-request': {video: boolean};
  /** Hangs up, cancels or rejects, as the state of the call needs. */
  'sip-hangup-request': null;
  'sip-mute-request': {kind: 'audio' | 'video'; muted: boolean};
  'sip-hold-request': {held: boolean};
  'sip-video-request': {video: boolean};
  'sip-screen-request': {screen: boolean};
  'sip-digits-request': {digits: string};
  /** `video` records the picture of the far end too. */
  'sip-record-request': {recording: boolean; video?: boolean | undefined};
  /** The volume of the far end, 0 to 1; without a call, the volume with which calls begin. */
  'sip-volume-request': {volume: number};
  /** To `target`, or to the far end of another call of the same phone. */
  'sip-transfer-request': {target: string; attendedCallId?: string | undefined};
  /** Answers one of `snapshot.consents`. */
  'sip-consent-request': {id: string; granted: boolean};
}

export type SipRequests = PhoneRequests & CallRequests;

/** The notices of a phone. The doc comments go into `custom-elements.json`, as the events of `<sip-phone>`. */
export interface PhoneNotices {
  /** The status has changed. */
  'sip-status-change': {
    status: PhoneStatus;
    prevStatus: PhoneStatus;
    error: SipError | null;
  };
  /** Somebody calls. Cancelable: `preventDefault()` answers 486 and shows nothing. */
  'sip-incoming': {call: Call};
  /** There is a new call, inbound or outbound. */
  'sip-call-added': {call: Call};
  /**
   * Another device is used from now on: it was chosen, it has taken over from one that was unplugged, or it is back.
   * `device` is null for the browser's default.
   */
  'sip-device-change': {kind: DeviceKind; device: Device | null; reason: 'chosen' | 'unplugged' | 'plugged'};
  /** Something failed that a person should know; `call` is null if it concerns the phone. */
  'sip-error': {error: SipError; call: Call | null};
}

/** The notices of a call. The `<sip-call>` that shows the call fires them; if there is none, the `<sip-phone>` does. */
export interface CallNotices {
  /** The call has moved from one state to another. */
  'sip-state-change': {call: Call; state: CallPhase; prevState: CallPhase};
  /** The far end has sent a provisional response, 180 to 183. */
  'sip-progress': {call: Call; code: number};
  /** Both sides have answered: the 2xx was sent or has come. Sound may take a moment longer. */
  'sip-answered': {call: Call; timings: CallTimings};
  /** The call is answered and media flow. */
  'sip-accepted': {call: Call; timings: CallTimings};
  /** A sound or picture was added, removed or replaced. */
  'sip-media-change': {
    call: Call;
    op: 'add' | 'update' | 'remove';
    kind: 'audio' | 'video';
    side: 'local' | 'remote';
  };
  /** The far end wants to add a picture. Cancelable: `preventDefault()` refuses it, otherwise it is shown. */
  'sip-video-offer': {call: Call; kind: 'video'};
  /** The call is about to be recorded. Cancelable: `preventDefault()` forbids it. */
  'sip-recording-start': {call: Call};
  /** A recording has begun or ended. After its end `blob` is the recording, unless that was lost. */
  'sip-recording-change': {call: Call; recording: boolean; blob?: Blob | undefined};
  /** The microphone or camera was muted or unmuted. */
  'sip-mute-change': {call: Call; kind: 'audio' | 'video'; muted: boolean};
  /** One side holds the call, or no longer holds it. */
  'sip-hold-change': {call: Call; side: 'local' | 'remote'; held: boolean};
  /** A digit was sent or received. */
  'sip-digit': {
    call: Call;
    digit: string;
    direction: 'sent' | 'received';
    via: 'rtp' | 'info';
  };
  /** The call goes on with a problem. `error` says why a device is missing; it is null for all other problems. */
  'sip-warning': {call: Call; warning: CallWarning; error: SipError | null};
  /** The problem of a warning is over. The end of a call ends all its warnings without this notice. */
  'sip-warning-cleared': {call: Call; warning: CallWarning};
  /** The quality of the call, once a second while it is in conversation. */
  'sip-quality': {call: Call; sample: QualitySample};
  /**
   * Somebody sends a message inside a call, or outside of calls (`call` is null). The option `messages` must be set.
   * Cancelable: `preventDefault()` refuses it.
   */
  'sip-message': {call: Call | null; message: TextMessage};
  /** A transfer that we asked for proceeds or ends; `transfer` is null when it was taken back. */
  'sip-transfer-change': {call: Call; transfer: CallTransfer | null};
  /** The far end asks us to call somebody else. Cancelable: `preventDefault()` refuses (603). */
  'sip-refer': {call: Call; target: string; referredBy: Identity; attended: boolean};
  /**
   * `by`, who was not part of the call until now, wants to take the place of the far end, for example after the far end
   * transferred them to us. Cancelable: `preventDefault()` refuses (603).
   */
  'sip-replaces': {call: Call; by: Identity};
  /** Somebody else is at the far end now, because the far end transferred the call; `prevIdentity` was there before. */
  'sip-replaced': {call: Call; prevIdentity: Identity};
  /** The call goes on to somebody else: the server redirected it (3xx) and `acceptRedirect` allowed that. */
  'sip-redirected': {call: Call; code: number; target: string};
  /** Signalling or media are lost, and are being brought back. */
  'sip-recovering': {call: Call};
  /** Signalling and media are back. */
  'sip-recovered': {call: Call};
  /** The call is over; the detail says who ended it and why. */
  'sip-call-ended': {
    call: Call;
    end: CallEnd;
    by: EndedBy;
    cause: EndCause;
    code: number;
    reason: string;
    timings: CallTimings;
  };
}

export type SipNotices = PhoneNotices & CallNotices;

/** Asks the innermost owner around its target for something. Any listener may stop it with `preventDefault()`. */
export class SipRequestEvent<K extends keyof SipRequests = keyof SipRequests> extends CustomEvent<SipRequests[K]> {
  /** The owner that a control names by id or property; enclosing owners ignore the request. */
  readonly owner: EventTarget | undefined;

  constructor(type: K, detail: SipRequests[K], owner?: EventTarget) {
    super(type, {detail, bubbles: true, composed: true, cancelable: true});
    this.owner = owner;
  }
}

/** All notices: whether a phone or a call sends it, and whether `preventDefault()` refuses something. */
export const NOTICES = Object.freeze({
  'sip-status-change': {of: 'phone', cancelable: false},
  'sip-incoming': {of: 'phone', cancelable: true},
  'sip-call-added': {of: 'phone', cancelable: false},
  'sip-device-change': {of: 'phone', cancelable: false},
  'sip-error': {of: 'phone', cancelable: false},
  'sip-state-change': {of: 'call', cancelable: false},
  'sip-progress': {of: 'call', cancelable: false},
  'sip-answered': {of: 'call', cancelable: false},
  'sip-accepted': {of: 'call', cancelable: false},
  'sip-media-change': {of: 'call', cancelable: false},
  'sip-video-offer': {of: 'call', cancelable: true},
  'sip-recording-start': {of: 'call', cancelable: true},
  'sip-recording-change': {of: 'call', cancelable: false},
  'sip-mute-change': {of: 'call', cancelable: false},
  'sip-hold-change': {of: 'call', cancelable: false},
  'sip-digit': {of: 'call', cancelable: false},
  'sip-warning': {of: 'call', cancelable: false},
  'sip-warning-cleared': {of: 'call', cancelable: false},
  'sip-quality': {of: 'call', cancelable: false},
  'sip-message': {of: 'call', cancelable: true},
  'sip-transfer-change': {of: 'call', cancelable: false},
  'sip-refer': {of: 'call', cancelable: true},
  'sip-replaces': {of: 'call', cancelable: true},
  'sip-replaced': {of: 'call', cancelable: false},
  'sip-redirected': {of: 'call', cancelable: false},
  'sip-recovering': {of: 'call', cancelable: false},
  'sip-recovered': {of: 'call', cancelable: false},
  'sip-call-ended': {of: 'call', cancelable: false},
} as const satisfies NoticesOf<PhoneNotices, 'phone'> & NoticesOf<CallNotices, 'call'>);

type NoticesOf<Details, Owner> = Readonly<Record<keyof Details, {of: Owner; cancelable: boolean}>>;

export const NOTICE_NAMES = Object.freeze(Object.keys(NOTICES) as (keyof SipNotices)[]);

/** Tells the page what happened. */
export class SipNoticeEvent<K extends keyof SipNotices = keyof SipNotices> extends CustomEvent<SipNotices[K]> {
  constructor(type: K, detail: SipNotices[K]) {
    super(type, {
      detail,
      bubbles: true,
      composed: true,
      cancelable: NOTICES[type].cancelable,
    });
  }
}

/** The event of each notice, as `HTMLElementEventMap` has those of HTML. */
export type NoticeEvents = {[K in keyof SipNotices]: SipNoticeEvent<K>};
