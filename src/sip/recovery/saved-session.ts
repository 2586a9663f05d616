import type {DialogState, SessionDialog} from '../sip-js.js';
import type {CallDirection, Identity} from '../../core/call/call-state.js';
import type {CallMemo} from '../../core/engine/sip-engine.js';
import {cleanText} from '../messages/text.js';
import {readSipUri} from '../messages/uri-grammar.js';
import type {InviteSession} from '../session/session.js';

/** The facts that restore a session after a reload: its dialog (RFC 3261 section 12) and its call. No secrets. */
export interface SavedSession {
  /** When the session was last known to be alive, in milliseconds since the epoch. */
  readonly at: number;
  readonly direction: CallDirection;
  readonly remoteIdentity: Identity;
  readonly localIdentity: Identity;
  /**
   * The media sections that both sides know, in their order, which a later offer has to keep (RFC 3264 section 8): their
   * kind, or the `m=` line of one that we refused for good.
   */
  readonly sections: readonly string[];
  readonly dialog: DialogState;
  readonly memo: CallMemo;
}

type Fields = Readonly<Record<string, unknown>>;

/** What the next page would need to go on with a session as it is now; undefined if it could not. */
export function saveSession(session: InviteSession): SavedSession | undefined {
  const {usage, direction, remoteIdentity, localIdentity, memo, description, beginning, context} = session;
  const {dialog, state} = usage;
  if (!memo || !dialog || state !== 'established') return undefined;
  const now = {at: context.config.clock.now(), sections: description.sections.saved};
  const {at, sections} = beginning.origin ?? now;
  return {at, sections, memo, direction, remoteIdentity, localIdentity, dialog: stateOf(dialog)};
}

/** URI objects become text. */
export function writeSession({dialog, ...session}: SavedSession): unknown {
  const {localURI, remoteURI, remoteTarget} = dialog;
  return {
    ...session,
    dialog: {...dialog, localURI: String(localURI), remoteURI: String(remoteURI), remoteTarget: String(remoteTarget)},
  };
}

/** Reads a stored text as if a stranger had written it; returns undefined if it is not a complete session. */
export function readSession(stored: unknown): SavedSession | undefined {
  try {
    const session = fields(stored);
    const direction = session['direction'] === 'inbound' ? 'inbound' : 'outbound';
    return {
      at: integer(session['at']),
      direction,
      remoteIdentity: readIdentity(session['remoteIdentity']),
      localIdentity: readIdentity(session['localIdentity']),
      sections: list(session['sections']).map(section),
      dialog: readDialog(fields(session['dialog'])),
      memo: readMemo(fields(session['memo'])),
    };
  } catch {
    return undefined; // The text is not ours, or damaged: there is no session to restore.
  }
}

/** Copies the state of a dialog member by member, because SIP.js hides the object itself. */
function stateOf(dialog: SessionDialog): DialogState {
  const {id, early, callId, localTag, remoteTag, localSequenceNumber, remoteSequenceNumber} = dialog;
  const {localURI, remoteURI, remoteTarget, routeSet, secure} = dialog;
  const numbers = {localSequenceNumber, remoteSequenceNumber};
  return {id, early, callId, localTag, remoteTag, ...numbers, localURI, remoteURI, remoteTarget, routeSet, secure};
}

function readDialog(dialog: Fields): DialogState {
  const callId = word(dialog['callId']);
  const localTag = word(dialog['localTag']);
  const remoteTag = word(dialog['remoteTag']);
  return {
    id: `${callId}${localTag}${remoteTag}`,
    early: false,
    callId,
    localTag,
    remoteTag,
    localSequenceNumber: sequenceNumber(dialog['localSequenceNumber']),
    remoteSequenceNumber: sequenceNumber(dialog['remoteSequenceNumber']),
    localURI: uri(dialog['localURI']),
    remoteURI: uri(dialog['remoteURI']),
    remoteTarget: uri(dialog['remoteTarget']),
    routeSet: list(dialog['routeSet']).map(line),
    secure: dialog['secure'] === true,
  };
}

function readMemo(memo: Fields): CallMemo {
  const muted = fields(memo['muted']);
  return {
    id: word(memo['id']),
    startTime: integer(memo['startTime']),
    muted: {audio: muted['audio'] === true, video: muted['video'] === true},
    deaf: memo['deaf'] === true,
    held: memo['held'] === true,
    video: memo['video'] === true,
    remoteVideo: memo['remoteVideo'] === true,
  };
}

function readIdentity(stored: unknown): Identity {
  const {name, uri: address, user} = fields(stored);
  return Object.freeze({name: cleanText(line(name)), uri: cleanText(line(address), 400), user: cleanText(line(user))});
}

function fields(value: unknown): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw new TypeError();
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length <= 20) return value;
  throw new TypeError();
}

function integer(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new TypeError();
}

/** A side that has sent no request yet has no sequence number (RFC 3261 section 12.1). */
function sequenceNumber(value: unknown): number | undefined {
  return value === undefined ? undefined : integer(value);
}

/** A text that a header field may contain: nothing in it starts another header field. */
function line(value: unknown): string {
  if (typeof value === 'string' && /^[^\p{Cc}]{0,1000}$/u.test(value)) return value;
  throw new TypeError();
}

function section(value: unknown): string {
  return value === 'video' || line(value).startsWith('m=') ? (value as string) : 'audio';
}

/** A Call-ID or tag: without what would end it in a header field. */
function word(value: unknown): string {
  if (/^[^\s;,]+$/.test(line(value))) return value as string;
  throw new TypeError();
}

function uri(value: unknown): DialogState['localURI'] {
  const parsed = readSipUri(line(value));
  if (parsed) return parsed;
  throw new TypeError();
}
