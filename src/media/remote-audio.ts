import type {RemoteAudio} from '../core/media-port.js';
import type {AutoplayGate} from './autoplay-gate.js';

/** Plays the sound of a stream from an audio element that is in no page. */
export function playRemoteAudio(stream: MediaStream, gate: AutoplayGate): RemoteAudio {
  const element = new Audio();
  const closing = new AbortController();
  // An element, not Web Audio: Chrome pulls remote sound only through a media element, and echo cancellation of
  // every browser knows only what elements play.
  element.srcObject = stream;
  // The element follows the stream by itself; this makes it go on after a time without any track.
  element.autoplay = true;

  const start = (): Promise<void> => {
    const playing = element.play().then(
      () => {
        gate.release(element);
      },
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
    close() {
      closing.abort();
      gate.release(element);
      element.pause();
      element.srcObject = null;
    },
  };
}
