import type {Logger} from '../../core/logger.js';

/** Takes back the offer that is open, of either side (RFC 8829 section 4.1.10.2). */
export async function rollBack(pc: RTCPeerConnection): Promise<void> {
  if (pc.signalingState === 'have-local-offer') await pc.setLocalDescription({type: 'rollback'});
  else if (pc.signalingState === 'have-remote-offer') await pc.setRemoteDescription({type: 'rollback'});
}

/** A part of going back that the browser may refuse: that must not keep us from answering the far end. */
export async function ifPossible(work: Promise<unknown>, signal: AbortSignal, logger: Logger): Promise<void> {
  try {
    await work;
  } catch (error) {
    signal.throwIfAborted();
    logger.warn('The browser could not go back to what was agreed on.', error);
  }
}
