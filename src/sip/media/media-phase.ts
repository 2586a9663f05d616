import type {SessionMedia} from '../../core/engine/sip-engine.js';

/** Returns what the state of a peer connection means for sound and picture. */
export function phaseOf({connectionState, remoteDescription}: RTCPeerConnection): SessionMedia['phase'] {
  switch (connectionState) {
    case 'connected':
      return 'flowing';
    case 'connecting':
      return 'connecting';
    case 'new':
      return remoteDescription ? 'connecting' : 'none';
    case 'disconnected':
    case 'failed':
      return 'lost';
    case 'closed':
      return 'none';
  }
}
