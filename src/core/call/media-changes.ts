import type {SessionMedia} from '../engine/sip-engine.js';
import type {CallNotices} from '../events.js';

type Change = Omit<CallNotices['sip-media-change'], 'call'>;
type Media = Omit<SessionMedia, 'phase' | 'remoteHeld'>;

/** Returns the tracks that were added, removed or replaced between two snapshots of a call. */
export function mediaChanges(before: Media, after: Media): Change[] {
  return [
    ...compare('audio', 'local', before.localAudio ?? before.localStream, after.localAudio ?? after.localStream),
    ...compare('audio', 'remote', before.remoteStream, after.remoteStream),
    ...compare('video', 'local', shown(before), shown(after)),
    ...compare('video', 'remote', before.remoteVideo && before.remoteStream, after.remoteVideo && after.remoteStream),
  ];
}

/** A muted camera that is closed for a while is still part of the call. */
function shown({video, screen, localStream, localVideo}: Media): MediaStreamTrack | MediaStream | false | null {
  return (video || screen) && (localVideo ?? localStream);
}

function compare<T extends object>(
  kind: Change['kind'],
  side: Change['side'],
  before: T | false | null,
  after: T | false | null,
): Change[] {
  if (!before && after) return [{op: 'add', kind, side}];
  if (before && !after) return [{op: 'remove', kind, side}];
  if (before && after && before !== after) return [{op: 'update', kind, side}];
  return [];
}
