import {builtIn} from '../core/built-in.js';

/** Frames a second: who joins late, or has lost one, sees black soon and not the last picture. */
const RATE = 1;
const WIDTH = 160;

/** A picture of nothing, small, in the shape of another one. */
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
  // A canvas gives exactly one (Media Capture from DOM Elements, section 4.1).
  return track as MediaStreamTrack;
}
