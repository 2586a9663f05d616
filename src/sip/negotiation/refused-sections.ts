import {rejectSection} from './sdp.js';
import {isLive} from './transceivers.js';

/**
 * Media sections that came with an offer which the far end refused for their sake: they are offered as rejected, until
 * they are wanted again. To stop them does not do: Chromium gives the section that is offered next in their place to the
 * stopped one, as that keeps its number after the rollback, and the picture stays black.
 */
export class RefusedSections {
  readonly #refused = new Set<RTCRtpTransceiver>();

  /** After the rollback: all that was never agreed on. */
  note(pc: RTCPeerConnection): void {
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.mid === null && isLive(transceiver)) this.#refused.add(transceiver);
    }
  }

  /** They are wanted again. */
  clear(): void {
    this.#refused.clear();
  }

  /** The offer as the far end is to get it. */
  apply(sdp: string): string {
    return [...this.#refused].reduce((text, {mid}) => (mid === null ? text : rejectSection(text, mid)), sdp);
  }
}
