import type {SessionMedia} from '../../core/engine/sip-engine.js';
import {receives, sends} from '../negotiation/sdp.js';
import {liveTransceiver} from '../negotiation/transceivers.js';
import type {LocalMedia} from './local-media.js';
import {phaseOf} from './media-phase.js';
import type {RemoteMedia} from './remote-media.js';

interface Sides {
  readonly local: LocalMedia;
  readonly remote: RemoteMedia;
  /** Whether both sides agreed that we send a picture. */
  readonly show: boolean;
}

/** Returns the media facts of a session. `pc` is undefined before the session has a connection and after its end. */
export function sessionMedia(pc: RTCPeerConnection | undefined, {local, remote, show}: Sides): SessionMedia {
  const camera = local.get('video', 'device') ?? local.get('video', 'blank');
  return {
    localStream: local.stream,
    localAudio: local.shown('audio'),
    localVideo: local.shown('video'),
    video: camera !== null && showsPicture(pc),
    screen: pc !== undefined && show && local.get('video', 'cover') !== null,
    remoteStream: remote.stream,
    remoteVideo: receives(pc && liveTransceiver(pc, 'video')?.currentDirection),
    phase: pc ? phaseOf(pc) : 'none',
    remoteHeld: remote.held,
  };
}

/** Whether a picture of ours is being sent by agreement. */
export function showsPicture(pc: RTCPeerConnection | undefined): boolean {
  const video = pc && liveTransceiver(pc, 'video');
  return Boolean(video?.sender.track) && sends(video?.currentDirection);
}
