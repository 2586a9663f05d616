type Status = 'idle' | 'connecting' | 'ready' | 'registered' | 'reconnecting' | 'failed';
type Registration = 'none' | 'registering' | 'registered' | 'unregistering' | 'rejected';
type Phase =
  | 'new'
  | 'trying'
  | 'requesting'
  | 'recovering'
  | 'ringing'
  | 'answering'
  | 'early'
  | 'active'
  | 'held'
  | 'hangup'
  | 'destroy'
  | 'purge';
type End =
  | 'hangup'
  | 'canceled'
  | 'rejected'
  | 'busy'
  | 'declined'
  | 'unavailable'
  | 'not-found'
  | 'address-incomplete'
  | 'redirected'
  | 'incompatible'
  | 'wrong-credentials'
  | 'forbidden'
  | 'no-answer'
  | 'answered-elsewhere'
  | 'timeout'
  | 'connection-error'
  | 'server-error'
  | 'protocol-error'
  | 'dialog-gone'
  | 'session-expired'
  | 'bad-session-description'
  | 'permission-denied'
  | 'no-microphone'
  | 'device-busy'
  | 'insecure-context'
  | 'media-failed'
  | 'media-timeout'
  | 'internal';
type Failure =
  | 'request-refused'
  | 'invalid-address'
  | 'invalid-argument'
  | 'invalid-state'
  | 'not-configured'
  | 'permission-denied'
  | 'no-microphone'
  | 'no-camera'
  | 'no-speaker'
  | 'device-busy'
  | 'insecure-context'
  | 'media-unsupported'
  | 'media-failed'
  | 'server-unreachable'
  | 'connection-lost'
  | 'registration-rejected'
  | 'wrong-credentials'
  | 'credentials-missing'
  | 'timeout'
  | 'call-failed'
  | 'renegotiation-refused'
  | 'recording-refused'
  | 'transfer-failed'
  | 'bad-session-description'
  | 'internal';

type Transfer = 'requested' | 'accepted' | 'trying' | 'ringing' | 'completed' | 'failed';

/** What is probably behind a warning. */
type Cause =
  | 'microphone-silent'
  | 'microphone-muted'
  | 'microphone-ended'
  | 'nothing-arrives'
  | 'far-end-silent'
  | 'not-received'
  | 'nothing-sent'
  | 'packets-lost'
  | 'long-delay'
  | 'slow-network';

type Labels =
  | 'phone.label'
  | 'phone.retry'
  | 'phone.settings'
  | 'phone.dismiss'
  | 'phone.audio-blocked'
  | 'dial.call'
  | 'dial.call-video'
  | 'dial.call-back'
  | 'dial.label'
  | 'dial.placeholder'
  | 'dial.missing'
  | 'dial.delete'
  | 'dialpad.label'
  | 'dialpad.short'
  | 'call.answer'
  | 'call.answer-video'
  | 'call.decline'
  | 'call.hangup'
  | 'call.cancel'
  | 'call.mute'
  | 'call.unmute'
  | 'call.muted'
  | 'call.hold'
  | 'call.resume'
  | 'call.conference'
  | 'call.join'
  | 'call.split'
  | 'call.record'
  | 'call.recording'
  | 'call.record-stop'
  | 'call.mute-short'
  | 'call.camera'
  | 'call.camera-on'
  | 'call.camera-off'
  | 'call.more'
  | 'call.transfer'
  | 'transfer.blind'
  | 'transfer.take-back'
  | 'consent.allow'
  | 'consent.refuse'
  | 'consent.video'
  | 'consent.recording'
  | 'call.screen'
  | 'call.screen-on'
  | 'call.screen-off'
  | 'caller.unknown'
  | 'caller.anonymous'
  | 'calls.label'
  | 'calls.empty'
  | 'device.microphone'
  | 'device.camera'
  | 'device.speaker'
  | 'device.ringer'
  | 'device.default'
  | 'device.choose'
  | 'device.unsupported'
  | 'volume.label'
  | 'level.local'
  | 'level.remote'
  | 'level.test'
  | 'level.stop'
  | 'quality.good'
  | 'quality.fair'
  | 'quality.poor'
  | 'quality.unknown'
  | 'quality.mos'
  | 'quality.round-trip'
  | 'quality.jitter'
  | 'quality.loss-in'
  | 'quality.loss-out'
  | 'quality.codec'
  | 'quality.bitrate-in'
  | 'quality.bitrate-out'
  | 'quality.path'
  | 'video.remote'
  | 'video.local';

/** States of a call that need more than its phase. */
type SpecialStates = 'state.remote-ringing' | 'state.held-local' | 'state.held-remote' | 'state.held-both';
/** Endings that read differently on this side. */
type SpecialEnds = 'end.missed' | 'end.you-declined' | 'end.remote-hangup';

// The unions above repeat those of the core, because this folder imports nothing. If the core has a word that is not
// here, code like `term(`end.${cause}`)` does not compile.
type Texts = Readonly<
  Record<
    | Labels
    | SpecialStates
    | SpecialEnds
    | `status.${Status}`
    | `registration.${Registration}`
    | `state.inbound.${Phase}`
    | `state.outbound.${Phase}`
    | `end.${End}`
    | `error.${Failure}`
    | `transfer.${Transfer}`
    | `warning.${Cause}`,
    string
  >
>;

/** All terms of one language. Texts are plain text, never HTML, and the code never joins pieces to a sentence. */
export interface Translation extends Texts {
  /** A BCP 47 language tag, for example `de` or `de-AT`. */
  readonly $code: string;
  /** The language's own name, for a menu. */
  readonly $name: string;
  readonly $dir: 'ltr' | 'rtl';

  /** The announcement of a ringing call. `caller` is a name, a number, or the term `caller.unknown`. */
  readonly 'call.incoming': (caller: string) => string;
  /** The name of the region that shows one call. */
  readonly 'call.with': (party: string) => string;
  /** A duration in words. */
  readonly 'call.duration': (seconds: number) => string;
  /** The label of the button that connects the far end with that of another call, `party`. */
  readonly 'transfer.connect': (party: string) => string;
  /** Asks whether to call `target`, as the far end, `party`, wants. */
  readonly 'consent.refer': (party: string, target: string) => string;
  /** Asks whether `party` may take the place of the far end, `other`. */
  readonly 'consent.replaces': (party: string, other: string) => string;
  readonly 'calls.count': (count: number) => string;
  /** A device without a label: its kind, for example the term `device.microphone`, and its number in the list. */
  readonly 'device.numbered': (kind: string, number: number) => string;
  /** The name of a dial key, for example `2` with `ABC`. `*` and `#` are spoken as words. `letters` may be empty. */
  readonly 'dialpad.key': (key: string, letters: string) => string;
}

/** The keys that `term()` takes. */
export type TermKey = Exclude<keyof Translation, '$code' | '$name' | '$dir'>;
/** The values that a term takes besides its key. */
export type TermArguments<K extends TermKey> = Translation[K] extends (...args: infer A) => string ? A : [];
/** The keys of terms without values. */
export type TextKey = keyof Texts;
