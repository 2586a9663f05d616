import {builtIn} from '../core/built-in.js';
import type {CallState} from '../core/call/call-state.js';

const ENDINGS: Readonly<Record<string, string>> = {
  'audio/webm': 'weba',
  'video/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
};
/** The longest name in UTF-16 code units. File systems allow 255 bytes, and many letters take more than one byte. */
const LONGEST = 40;
/** Milliseconds that a browser gets to start reading the file. */
const READ_TIME = 40_000;

/** Returns a file name for a recording: the start of the call in local time, and the far end. */
export function recordingName(
  {startTime, remoteIdentity}: Pick<CallState, 'startTime' | 'remoteIdentity'>,
  type: string,
): string {
  const time = startTime ?? new Date();
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  const date = local.toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  // The name came over the network. Keep letters and digits of any script, drop what is special to a file system.
  const party = (remoteIdentity.name || remoteIdentity.user)
    .replace(/[^\p{L}\p{M}\p{N}+_-]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .trim();
  const [plain = ''] = type.split(';');
  return `${[date, party].filter(Boolean).join(' ')}.${ENDINGS[plain] ?? 'bin'}`;
}

/** Offers a file as a download, as if the person clicked a link to it. */
export function saveFile(file: Blob, name: string): void {
  const link = builtIn(document, 'createElement')('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers read the file only after the person chose where to save it, and fire no event then.
  setTimeout(() => URL.revokeObjectURL(link.href), READ_TIME);
}
