import {builtIn} from '../core/built-in.js';
import type {CallState} from '../core/call/call-state.js';

const ENDINGS: Readonly<Record<string, string>> = {
  'audio/webm': 'weba',
  'video/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
};
/** File systems end at 255 bytes, which a name of other letters reaches sooner. */
const LONGEST = 40;
/** Milliseconds that a browser may take to begin to read a file that it is offered. */
const READ_TIME = 40_000;

/** The name of a file with a recording: when the call began, in local time, and who it was with. */
export function recordingName(
  {startTime, remoteIdentity}: Pick<CallState, 'startTime' | 'remoteIdentity'>,
  type: string,
): string {
  const time = startTime ?? new Date();
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  const date = local.toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  // It came over the network: letters and digits of any script, and nothing that means something to a file system.
  const party = (remoteIdentity.name || remoteIdentity.user)
    .replace(/[^\p{L}\p{M}\p{N}+_-]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .trim();
  const [plain = ''] = type.split(';');
  return `${[date, party].filter(Boolean).join(' ')}.${ENDINGS[plain] ?? 'bin'}`;
}

/** Offers a file as a download, as if a link to it had been clicked. */
export function saveFile(file: Blob, name: string): void {
  const link = builtIn(document, 'createElement')('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some read it only when the person has said where the file is to go, and do not tell when they have.
  setTimeout(() => URL.revokeObjectURL(link.href), READ_TIME);
}
