import type {Intent} from '../negotiation/intent.js';
import {directionOf, receives, sends} from '../negotiation/sdp.js';
import {kindOf} from '../negotiation/transceivers.js';

/** What the far end sends us, and whether it holds us. */
export class RemoteMedia {
  #stream: MediaStream | undefined;
  #held = false;
  #pictureKnown = false;

  /** One stream as long as the far end has the same peer connection, from the first agreed track on. */
  get stream(): MediaStream | null {
    return this.#stream ?? null;
  }

  /** The far end's last description said that it does not want to hear us. */
  get held(): boolean {
    return this.#held;
  }

  /** All tracks come from a new peer connection now; the old ones are over. */
  begin(): void {
    this.#stream = undefined;
  }

  /** Reads a description that was accepted. `ours` is our offer, if it is the answer to one. */
  read(sdp: string, ours: string | undefined): void {
    // An answer to an offer that did not want to send says nothing about what the far end would like to hear.
    if (ours !== undefined && !sends(directionOf(ours, 'audio'))) return;
    this.#held = !receives(directionOf(sdp, 'audio') ?? 'sendrecv');
  }

  /** An offer sends a picture although the last description did not. */
  asksForPicture(sdp: string): boolean {
    return !this.#pictureKnown && sends(directionOf(sdp, 'video'));
  }

  /** Reads whether an accepted description has a picture. On hold by either side it is away only for a while. */
  notePicture(sdp: string, {held}: Intent): void {
    // Refused too: nobody is to be asked again each time that the far end repeats itself.
    if (sends(directionOf(sdp, 'video'))) this.#pictureKnown = true;
    else if (!held && !this.#held) this.#pictureKnown = false;
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
