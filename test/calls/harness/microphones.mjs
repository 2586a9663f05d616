/** Microphones that are tones, so that whoever hears one knows which it is. */
import {until} from '../../servers/index.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Hertz of the microphones that `twoMicrophones` makes; far enough apart for any codec. */
export const TONES = {desk: 500, headset: 1500};

/** Runs in the page before all else: there are two microphones, the first of which is that of the system. */
export function twoMicrophones() {
  const devices = [
    {deviceId: 'desk', label: 'Desk', frequency: 500},
    {deviceId: 'headset', label: 'Headset', frequency: 1500},
  ];
  let present = devices;
  /** @type {{deviceId: string, track: MediaStreamTrack}[]} */
  const open = [];
  /** @type {AudioContext | undefined} */
  let context;
  const {mediaDevices} = navigator;
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);

  mediaDevices.enumerateDevices = async () => {
    const others = (await list()).filter(({kind}) => kind !== 'audioinput');
    const ours = present.map(({deviceId, label}) => ({kind: 'audioinput', deviceId, label, groupId: ''}));
    return /** @type {MediaDeviceInfo[]} */ ([...ours, ...others]);
  };
  mediaDevices.getUserMedia = async ({audio} = {}) => {
    const {exact, ideal} = /** @type {any} */ (audio)?.deviceId ?? {};
    const wanted = present.find(({deviceId}) => deviceId === (exact ?? ideal)) ?? (exact ? undefined : present[0]);
    if (!wanted) throw new DOMException('no such microphone', 'NotFoundError');
    context ??= new AudioContext();
    const destination = context.createMediaStreamDestination();
    const oscillator = new OscillatorNode(context, {frequency: wanted.frequency});
    oscillator.connect(destination);
    oscillator.start();
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new Error('a destination has a track');
    Object.defineProperty(track, 'label', {value: wanted.label});
    track.getSettings = () => ({deviceId: wanted.deviceId});
    open.push({deviceId: wanted.deviceId, track});
    return destination.stream;
  };
  const change = () => mediaDevices.dispatchEvent(new Event('devicechange'));
  Object.assign(globalThis, {
    /** @param {string} id */
    unplug(id) {
      present = present.filter(({deviceId}) => deviceId !== id);
      for (const {deviceId, track} of open) {
        if (deviceId !== id || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      change();
    },
    plug() {
      present = devices;
      change();
    },
    openMicrophones: () => open.filter(({track}) => track.readyState === 'live').map(({deviceId}) => deviceId),
  });
}

/**
 * Waits until what a page hears is that tone, and no other.
 * @param {Page} page
 * @param {number} frequency
 */
export async function hears(page, frequency) {
  await page.evaluate(() => {
    // A call that is over stays in sight for a while, without a stream.
    const calls = document.querySelector('sip-phone')?.calls ?? [];
    const stream = calls.map(({snapshot}) => snapshot.remoteStream).find(Boolean);
    if (!stream) throw new Error('nothing is heard');
    const context = new AudioContext();
    const ear = new AnalyserNode(context, {fftSize: 4096});
    new MediaStreamAudioSourceNode(context, {mediaStream: stream}).connect(ear);
    const bins = new Float32Array(ear.frequencyBinCount);
    Object.assign(globalThis, {
      /** The loudest frequency, in hertz; 0 for silence. */
      loudest() {
        ear.getFloatFrequencyData(bins);
        const peak = bins.reduce((best, level, index) => (level > (bins[best] ?? -Infinity) ? index : best), 0);
        return (bins[peak] ?? -Infinity) > -70 ? (peak * context.sampleRate) / ear.fftSize : 0;
      },
    });
  });
  let heard = 0;
  const right = async () => {
    heard = await page.evaluate(() => /** @type {any} */ (globalThis).loudest());
    return Math.abs(heard - frequency) < 60;
  };
  await until(right, {what: `${String(frequency)} Hz are heard`, timeout: 20_000}).catch((error) => {
    throw new Error(`${error.message}; heard were ${String(Math.round(heard))} Hz`, {cause: error});
  });
}
