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
  /** `deviceId` is `''` for whatever the browser takes, null to let the person choose in the browser's own dialog. */
  'sip-device-request': {kind: DeviceKind; deviceId: string | null};
  /** Joins all calls in conversation, or holds all but one of those that are joined. */
  'sip-conference-request': {joined: boolean};
  /** `video: undefined` means as the phone is configured. */
  'sip-dial-request': {target: string; video?: boolean | undefined};
}

/** What a page or a control may ask of a call; the details say the wanted state, never "toggle". */
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
  /** How loud the far end is, 0 to 1; without a call, how loud calls begin. */
  'sip-volume-request': {volume: number};
  /** To `target`, or to the far end of another call of the same phone. */
  'sip-transfer-request': {target: string; attendedCallId?: string | undefined};
  /** The answer to a question of `snapshot.consents`. */
  'sip-consent-request': {id: string; granted: boolean};
}

export type SipRequests = PhoneRequests & CallRequests;

/** News of a phone. The doc comments go into `custom-elements.json`, as the events of `<sip-phone>`. */
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
   * Another device is used from now on: it was chosen, it has taken over from one that is gone, or it is back. `device` is
   * null for whatever the browser takes by itself.
   */
  'sip-device-change': {kind: DeviceKind; device: Device | null; reason: 'chosen' | 'unplugged' | 'plugged'};
  /** Something failed that somebody should be told; `call` is null where it concerns the phone. */
  'sip-error': {error: SipError; call: Call | null};
}

/** News of a call; a `<sip-call>` that shows the call fires them, else the `<sip-phone>`. */
export interface CallNotices {
  /** The call has moved from one state to another. */
  'sip-state-change': {call: Call; state: CallPhase; prevState: CallPhase};
  /** The far end has sent a provisional response, 180 to 183. */
  'sip-progress': {call: Call; code: number};
  /** Both sides have answered: the 2xx was sent or has come. Sound may take a moment longer. */
  'sip-answered': {call: Call; timings: CallTimings};
  /** The call is answered and media flow. */
  'sip-accepted': {call: Call; timings: CallTimings};
  /** Sound or picture has come, has gone or was replaced. */
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
  /** A recording has begun, or it has ended: then `blob` is what was recorded, unless it was lost. */
  'sip-recording-change': {call: Call; recording: boolean; blob?: Blob | undefined};
  /** Microphone or camera was silenced or opened again. */
  'sip-mute-change': {call: Call; kind: 'audio' | 'video'; muted: boolean};
  /** We or they hold the call, or no longer hold it. */
  'sip-hold-change': {call: Call; side: 'local' | 'remote'; held: boolean};
  /** A digit was sent or received. */
  'sip-digit': {
    call: Call;
    digit: string;
    direction: 'sent' | 'received';
    via: 'rtp' | 'info';
  };
  /** Something is wrong although the call goes on; `error` says why a device is missing, and is null for all else. */
  'sip-warning': {call: Call; warning: CallWarning; error: SipError | null};
  /** What a warning told of is over. The end of a call ends all its warnings without this notice. */
  'sip-warning-cleared': {call: Call; warning: CallWarning};
  /** The quality of the call, once a second while it is in conversation. */
  'sip-quality': {call: Call; sample: QualitySample};
  /**
   * Somebody sends a message, inside a call or (`call` is null) outside, and the option `messages` is set. Cancelable:
   * `preventDefault()` refuses it.
   */
  'sip-message': {call: Call | null; message: TextMessage};
  /** A transfer that was asked for goes on or ends; `transfer` is null when it was taken back. */
  'sip-transfer-change': {call: Call; transfer: CallTransfer | null};
  /** The far end asks us to call somebody else. Cancelable: `preventDefault()` refuses (603). */
  'sip-refer': {call: Call; target: string; referredBy: Identity; attended: boolean};
  /**
   * `by`, who was not in the call so far, wants to take the place of the far end, as when that transfers them to us.
   * Cancelable: `preventDefault()` refuses (603).
   */
  'sip-replaces': {call: Call; by: Identity};
  /** Somebody else is at the far end now, because it has transferred the call; `prevIdentity` was there before. */
  'sip-replaced': {call: Call; prevIdentity: Identity};
  /** The call goes on to somebody else, as the server said (3xx) and `acceptRedirect` allowed. */
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

/** Asks the innermost owner around its target for something; any listener may stop it with `preventDefault()`. */
export class SipRequestEvent<K extends keyof SipRequests = keyof SipRequests> extends CustomEvent<SipRequests[K]> {
  /** The owner that a control named by id or property; enclosing owners keep out. */
  readonly owner: EventTarget | undefined;

  constructor(type: K, detail: SipRequests[K], owner?: EventTarget) {
    super(type, {detail, bubbles: true, composed: true, cancelable: true});
    this.owner = owner;
  }
}

/** Every notice: whose news it is, and whether `preventDefault()` says no to something. */
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

/** Tells what people and networks did. */
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
