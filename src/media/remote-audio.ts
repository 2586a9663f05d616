import type {RemoteAudio} from '../core/media-port.js';
import type {AutoplayGate} from './autoplay-gate.js';
import {setSink} from './speaker.js';

/** A sound that plays on the loudspeaker for calls, or on a loudspeaker of its own. */
export interface PlayedAudio extends RemoteAudio {
  /** Sets the loudspeaker for calls. */
  follow(deviceId: string): void;
}

/** Plays the sound of a stream with an audio element that is not in the document. */
export function playRemoteAudio(stream: MediaStream, gate: AutoplayGate): PlayedAudio {
  const element = new Audio();
  const closing = new AbortController();
  let common = '';
  let own: string | null = null;
  let asked = '';
  const play = (): void => {
    const wanted = own ?? common;
    // A second `setSinkId()` for the same device, during the first, would make both fail.
    if (wanted === asked) return;
    asked = wanted;
    void setSink(element, wanted);
  };
  // Web Audio would not do: Chrome gets remote sound only through a media element, and the echo cancellation of every
  // browser knows only the sound of elements.
  element.srcObject = stream;
  // The element follows the tracks of its stream. With `autoplay` it also goes on after a time without any track.
  element.autoplay = true;

  const start = (): Promise<void> => {
    const playing = element.play().then(
      () => gate.release(element),
      (error: unknown) => {
        // AbortError: the element is closed or loads again. After other errors, most often NotAllowedError, the next
        // gesture may help.
        if (closing.signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return;
        gate.hold(element, start);
      },
    );
    if (element.paused) return playing;
    // The browser allows it. `play()` settles only with the first packet, which may come much later.
    gate.release(element);
    return Promise.resolve();
  };

  stream.addEventListener('addtrack', () => void start(), {signal: closing.signal});
  void start();

  return {
    setMuted(muted) {
      element.muted = muted;
    },
    setVolume(volume) {
      element.volume = Math.min(1, Math.max(0, volume)); // iOS keeps it at 1: there only the device's keys work.
    },
    setSpeaker(deviceId) {
      own = deviceId;
      play();
    },
    follow(deviceId) {
      common = deviceId;
      play();
    },
    close() {
      closing.abort();
      gate.release(element);
      element.pause();
      element.srcObject = null;
    },
  };
}
