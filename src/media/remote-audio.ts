import type {RemoteAudio} from '../core/media-port.js';
import type {AutoplayGate} from './autoplay-gate.js';
import {setSink} from './speaker.js';

/** A sound that plays on the loudspeaker for calls unless it has one of its own. */
export interface PlayedAudio extends RemoteAudio {
  /** Tells it which is the loudspeaker for calls. */
  follow(deviceId: string): void;
}

/** Plays the sound of a stream from an audio element that is in no page. */
export function playRemoteAudio(stream: MediaStream, gate: AutoplayGate): PlayedAudio {
  const element = new Audio();
  const closing = new AbortController();
  let common = '';
  let own: string | null = null;
  let asked = '';
  const play = (): void => {
    const wanted = own ?? common;
    // Again while the browser is at it, it would give up both.
    if (wanted === asked) return;
    asked = wanted;
    void setSink(element, wanted);
  };
  // An element, not Web Audio: Chrome pulls remote sound only through a media element, and echo cancellation of
  // every browser knows only what elements play.
  element.srcObject = stream;
  // The element follows the stream by itself; this makes it go on after a time without any track.
  element.autoplay = true;

  const start = (): Promise<void> => {
    const playing = element.play().then(
      () => gate.release(element),
      (error: unknown) => {
        // AbortError: closed or loading anew. Everything else, NotAllowedError above all, may work at the next gesture.
        if (closing.signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) return;
        gate.hold(element, start);
      },
    );
    if (element.paused) return playing;
    // Allowed: `play()` settles only with the first packet, which may be long in coming.
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
      element.volume = Math.min(1, Math.max(0, volume)); // Fixed at 1 on iOS, where only the keys of the device count.
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
