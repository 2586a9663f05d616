import type {Intent} from '../negotiation/intent.js';
import {directionOf, receives, sends} from '../negotiation/sdp.js';
import {kindOf} from '../negotiation/transceivers.js';

/** The tracks that the far end sends, and whether it holds us. */
export class RemoteMedia {
  #stream: MediaStream | undefined;
  #held = false;
  #pictureKnown = false;

  /** One stream for as long as the far end keeps its peer connection; it begins with the first agreed track. */
  get stream(): MediaStream | null {
    return this.#stream ?? null;
  }

  /** Whether the last description of the far end says that it does not receive our sound. */
  get held(): boolean {
    return this.#held;
  }

  /** From now on all tracks come from a new peer connection; the old tracks have ended. */
  begin(): void {
    this.#stream = undefined;
  }

  /** Reads an accepted description of the far end. `ours` is our offer, if the description answers one. */
  read(sdp: string, ours: string | undefined): void {
    // If our offer did not send, its answer cannot say whether the far end wants to receive.
    if (ours !== undefined && !sends(directionOf(ours, 'audio'))) return;
    this.#held = !receives(directionOf(sdp, 'audio') ?? 'sendrecv');
  }

  /** Whether an offer sends a picture although the description before did not. */
  asksForPicture(sdp: string): boolean {
    return !this.#pictureKnown && sends(directionOf(sdp, 'video'));
  }

  /** Reads whether an accepted description sends a picture. On hold, by either side, the picture is only paused. */
  notePicture(sdp: string, {held}: Intent): void {
    // This counts for a refused picture, too: the person is not asked again when the far end repeats its offer.
    if (sends(directionOf(sdp, 'video'))) this.#pictureKnown = true;
    else if (!held && !this.#held) this.#pictureKnown = false;
  }

  /** Adds the agreed tracks to the stream. Sound stays in it: on hold it is only silent. */
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
