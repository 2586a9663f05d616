/** Which cameras and screens are open, and what the far end really sees. */
import {until} from '../../servers/index.mjs';
import {statistics} from './media.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Runs in the page before all other scripts: remembers every camera and screen that is opened, and every loudspeaker.
 */
export function watchCaptures() {
  /** @type {{kind: string, track: MediaStreamTrack}[]} */
  const captures = [];
  const {mediaDevices} = navigator;
  for (const [method, kind] of /** @type {const} */ ([
    ['getUserMedia', 'camera'],
    ['getDisplayMedia', 'screen'],
  ])) {
    const open = mediaDevices[method].bind(mediaDevices);
    mediaDevices[method] = async (constraints) => {
      const stream = await open(constraints);
      captures.push(...stream.getVideoTracks().map((track) => ({kind, track})));
      return stream;
    };
  }
  /** @type {HTMLAudioElement[]} */
  const loudspeakers = [];
  const live = () => captures.filter(({track}) => track.readyState === 'live');
  Object.assign(globalThis, {
    Audio: class extends Audio {
      /** @param {string} [source] */
      constructor(source) {
        super(source);
        loudspeakers.push(this);
      }
    },
    openCaptures: () => live().map(({kind}) => kind),
    playedAloud: () => loudspeakers.filter(({paused, muted, srcObject}) => srcObject && !paused && !muted).length,
    endScreen() {
      for (const {kind, track} of live()) {
        if (kind !== 'screen') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    },
  });
}

/**
 * Returns the cameras and screens that are open.
 * @param {Page} page
 * @returns {Promise<string[]>}
 */
export function openCaptures(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).openCaptures());
}

/** @param {Page} page */
async function framesDecoded(page) {
  const inbound = (await statistics(page)).filter(({type, kind}) => type === 'inbound-rtp' && kind === 'video');
  return inbound.reduce((sum, {framesDecoded = 0}) => sum + framesDecoded, 0);
}

/**
 * Waits until the browser has decoded more frames that arrived.
 * @param {Page} page
 */
export async function waitForFrames(page) {
  const before = await framesDecoded(page);
  await until(async () => (await framesDecoded(page)) >= before + 10, {what: 'frames that come in', timeout: 20_000});
}

/**
 * Returns the brightness of the received picture: 0 is black, 255 white.
 * @param {Page} page
 * @returns {Promise<number>}
 */
export function brightness(page) {
  return page.evaluate(async () => {
    const {peers} = /** @type {{peers: RTCPeerConnection[]}} */ (/** @type {unknown} */ (globalThis));
    const track = peers.flatMap((peer) => peer.getReceivers()).find((each) => each.track.kind === 'video')?.track;
    if (!track) return 0;
    const video = Object.assign(document.createElement('video'), {muted: true, srcObject: new MediaStream([track])});
    await video.play();
    const canvas = new OffscreenCanvas(32, 18);
    const context = canvas.getContext('2d');
    context?.drawImage(video, 0, 0, 32, 18);
    video.srcObject = null;
    const pixels = [...(context?.getImageData(0, 0, 32, 18).data ?? [])].filter((_, index) => index % 4 < 3);
    return pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  });
}
