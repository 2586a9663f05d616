import type {SipError} from '../core/errors.js';
import type {Recording, RecordingOptions} from '../core/media-port.js';

/** A recording of nothing. */
export class FakeRecording implements Recording {
  readonly file: Promise<Blob>;
  readonly picture: MediaStreamTrack | null;
  sounds: readonly MediaStream[];
  /** Ends the recording, with an error if one is given. */
  end: (error?: SipError) => void = () => undefined;

  constructor({sounds, picture}: RecordingOptions, over: () => void) {
    this.sounds = sounds;
    this.picture = picture;
    this.file = new Promise((resolve, reject) => {
      this.end = (error) => {
        over();
        if (error) reject(error);
        else resolve(new Blob(['recorded'], {type: picture ? 'video/webm' : 'audio/webm'}));
      };
    });
  }

  setSounds(sounds: readonly MediaStream[]): void {
    this.sounds = sounds;
  }

  stop(): void {
    this.end();
  }
}
