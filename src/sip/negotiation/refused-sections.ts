import {rejectSection} from './sdp.js';
import {isLive} from './transceivers.js';

/**
 * The new media sections of an offer that the far end refused because of them. Later offers show them as rejected until
 * they are wanted again. Stopping their transceivers does not help: a stopped transceiver keeps its number after the
 * rollback, so Chromium gives it the next section in its place, and the picture stays black.
 */
export class RefusedSections {
  readonly #refused = new Set<RTCRtpTransceiver>();

  /** After the rollback: notes all sections that were never agreed on. */
  note(pc: RTCPeerConnection): void {
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.mid === null && isLive(transceiver)) this.#refused.add(transceiver);
    }
  }

  /** The sections are wanted again. */
  clear(): void {
    this.#refused.clear();
  }

  /** Returns the offer for the far end, with the refused sections rejected. */
  apply(sdp: string): string {
    return [...this.#refused].reduce((text, {mid}) => (mid === null ? text : rejectSection(text, mid)), sdp);
  }
}
