import {directionOf, receives, sends} from './sdp.js';
import {kindOf} from './transceivers.js';

/** What the far end sends us, and whether it holds us. */
export class RemoteMedia {
  #stream: MediaStream | undefined;
  #held = false;

  /** One stream for the whole call, from the first agreed track on. */
  get stream(): MediaStream | null {
    return this.#stream ?? null;
  }

  /** The far end's last description said that it does not want to hear us. */
  get held(): boolean {
    return this.#held;
  }

  /** Reads a description that was accepted. `ours` is our offer, if it is the answer to one. */
  read(sdp: string, ours: string | undefined): void {
    // An answer to an offer that did not want to send says nothing about what the far end would like to hear.
    if (ours !== undefined && !sends(directionOf(ours, 'audio'))) return;
    this.#held = !receives(directionOf(sdp, 'audio') ?? 'sendrecv');
  }

  /** Takes the agreed tracks into the stream. Sound stays once it is there: on hold it is merely silent. */
  collect(pc: RTCPeerConnection, weHold: boolean): void {
    for (const transceiver of pc.getTransceivers()) {
      const {track} = transceiver.receiver;
      if (receives(transceiver.currentDirection)) {
        this.#stream ??= new MediaStream();
        this.#stream.addTrack(track);
      } else if (kindOf(transceiver) === 'video' && !weHold) {
        this.#stream?.removeTrack(track);
      }
    }
  }
}
