import {systemClock} from '../../core/clock.js';
import type {Logger} from '../../core/logger.js';
import {delay} from '../waiting.js';

/** The pause between two looks, in milliseconds: the first one, and the longest one when no packet comes. */
const FIRST = 20;
const LAST = 500;
/** The watch ends after this many milliseconds. A later first packet tells nothing about the set-up of the call. */
const LIMIT = 15_000;

export interface PacketWatch {
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly timed: (timing: 'firstPacket') => void;
}

/** Reports once when the first media packet of the far end has arrived. */
export function onFirstPacket(pc: RTCPeerConnection, {logger, signal, timed}: PacketWatch): void {
  let watching = false;
  const look = () => {
    if (watching || pc.connectionState !== 'connected') return;
    watching = true;
    waitForPacket(pc, signal).then(
      (came) => {
        if (came) timed('firstPacket');
      },
      (error: unknown) => logger.debug('The call ended before any media came.', error),
    );
  };
  pc.addEventListener('connectionstatechange', look, {signal});
}

// This uses the real clock: packets arrive even while a test's clock stands still.
async function waitForPacket(pc: RTCPeerConnection, signal: AbortSignal): Promise<boolean> {
  const start = systemClock.now();
  for (let pause = FIRST; systemClock.now() - start < LIMIT; pause = Math.min(pause * 1.5, LAST)) {
    for (const receiver of pc.getReceivers()) {
      const report = [...(await receiver.getStats()).values()] as {type: string; packetsReceived?: number}[];
      if (report.some(({type, packetsReceived}) => type === 'inbound-rtp' && packetsReceived)) return true;
    }
    await delay(systemClock, pause, signal);
  }
  return false;
}
