import {builtIn} from '../core/built-in.js';

/** Frames a second. A far end that joins late or loses a frame soon sees black instead of the last picture. */
const RATE = 1;
const WIDTH = 160;

/** Makes a video track that is black: small, with the aspect ratio of `width` and `height`. */
export function blackTrack({
  width = 16,
  height = 9,
}: Readonly<{width?: number; height?: number}> = {}): MediaStreamTrack {
  const canvas = builtIn(document, 'createElement')('canvas');
  canvas.width = WIDTH;
  canvas.height = Math.max(2, Math.round((WIDTH * height) / width / 2) * 2);
  const context = canvas.getContext('2d');
  const draw = () => context?.fillRect(0, 0, canvas.width, canvas.height);
  draw();
  const [track] = canvas.captureStream().getVideoTracks();
  draw();
  const timer = setInterval(() => {
    if (track?.readyState === 'live') draw();
    else clearInterval(timer);
  }, 1000 / RATE);
  // A canvas stream has exactly one video track (Media Capture from DOM Elements, section 4.1).
  return track as MediaStreamTrack;
}
