import type {CallMedia, OpenedMedia} from '../../../src/core/media-port.js';
import {FakeMedia} from '../../../src/testing/fake-media.js';

/** A microphone that always has a sound, and a camera whose picture always moves. */
export class LoudMedia extends FakeMedia {
  readonly #context = new AudioContext();

  override async open(wanted: CallMedia, options: {signal: AbortSignal}): Promise<OpenedMedia> {
    const opened = await super.open(wanted, options);
    const {stream} = opened;
    for (const track of stream.getTracks()) {
      stream.removeTrack(track);
      track.stop();
      stream.addTrack(track.kind === 'audio' ? this.tone() : movingPicture());
    }
    return opened;
  }

  tone(): MediaStreamTrack {
    const oscillator = new OscillatorNode(this.#context, {frequency: 440});
    const destination = new MediaStreamAudioDestinationNode(this.#context);
    oscillator.connect(destination);
    oscillator.start();
    return destination.stream.getAudioTracks()[0]!;
  }

  override destroy(): void {
    super.destroy();
    void this.#context.close();
  }
}

function movingPicture(): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  const picture = canvas.getContext('2d')!;
  const [track] = canvas.captureStream(20).getVideoTracks();
  let frame = 0;
  const timer = setInterval(() => {
    picture.fillStyle = `rgb(${String(frame++ % 256)} 0 0)`;
    picture.fillRect(0, 0, canvas.width, canvas.height);
    if (track!.readyState === 'ended') clearInterval(timer);
  }, 20);
  return track!;
}
