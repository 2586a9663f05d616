import type {CallState} from './call-state.js';
import type {CallNotices} from '../events.js';

type Change = Omit<CallNotices['sip-media-change'], 'call'>;
type Media = Pick<CallState, 'localStream' | 'remoteStream' | 'video' | 'remoteVideo'>;

/** What came, went or was replaced between two snapshots of a call. */
export function mediaChanges(before: Media, after: Media): Change[] {
  return [
    ...compare('audio', 'local', before.localStream, after.localStream),
    ...compare('audio', 'remote', before.remoteStream, after.remoteStream),
    ...compare('video', 'local', before.video && before.localStream, after.video && after.localStream),
    ...compare('video', 'remote', before.remoteVideo && before.remoteStream, after.remoteVideo && after.remoteStream),
  ];
}

function compare(
  kind: Change['kind'],
  side: Change['side'],
  before: MediaStream | false | null,
  after: MediaStream | false | null,
): Change[] {
  if (!before && after) return [{op: 'add', kind, side}];
  if (before && !after) return [{op: 'remove', kind, side}];
  if (before && after && before !== after) return [{op: 'update', kind, side}];
  return [];
}
