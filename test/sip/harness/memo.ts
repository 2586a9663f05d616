import type {CallMemo} from '../../../src/core/engine/sip-engine.js';

/** What the next page is told of a call with sound alone. */
export const MEMO: CallMemo = {
  id: 'call-1',
  startTime: 1,
  muted: {audio: false, video: false},
  deaf: false,
  held: false,
  video: false,
  remoteVideo: false,
};
