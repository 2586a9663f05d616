import {systemClock} from '../../core/clock.js';
import type {Logger} from '../../core/logger.js';
import {delay} from '../waiting.js';

/** How often to look, in milliseconds: at first, and at most when nothing comes. */
const FIRST = 20;
const LAST = 500;
/** A far end that is silent for longer than this has no first packet worth a note. */
const LIMIT = 15_000;

export interface PacketWatch {
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly timed: (timing: 'firstPacket') => void;
}

/** Tells once when the first media of the far end have arrived. */
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

// On the real clock: packets do not wait for one that stands still.
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
