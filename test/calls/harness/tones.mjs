/** Who hears whom: each person's microphone is a tone, and an analyser tells the tones in the received sound apart. */
import {until} from '../../servers/index.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Runs in the page before all other scripts: the microphone plays a tone.
 * @param {number} frequency hertz
 */
export function sing(frequency) {
  const {mediaDevices} = navigator;
  if (!isSecureContext) return; // this is Firefox's empty page, which comes before ours
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async ({audio, video} = {}) => {
    if (!audio) return open({video});
    const context = new AudioContext();
    const tone = new OscillatorNode(context, {frequency});
    const room = context.createMediaStreamDestination();
    tone.connect(new GainNode(context, {gain: 0.3})).connect(room);
    tone.start();
    const tracks = [...room.stream.getTracks()];
    if (video) tracks.push(...(await open({video})).getTracks());
    return new MediaStream(tracks);
  };
}

/** The tone of a shared screen, in hertz. */
export const SCREEN = 1250;

/** Runs in the page before all other scripts: a screen is shared with sound, a tone, if the page asks for sound. */
export function screenSings() {
  const {mediaDevices} = navigator;
  const open = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = async ({audio, ...picture} = {}) => {
    const stream = await open(picture);
    if (!audio) return stream;
    const context = new AudioContext();
    const tone = new OscillatorNode(context, {frequency: 1250}); // this is SCREEN, which the page does not have
    const room = context.createMediaStreamDestination();
    tone.connect(new GainNode(context, {gain: 0.3})).connect(room);
    tone.start();
    return new MediaStream([...stream.getTracks(), ...room.stream.getTracks()]);
  };
}

/**
 * Returns how loud tones are in the received sound, in decibels of full scale.
 * @param {Page} page
 * @param {readonly number[]} frequencies hertz, at least 50 apart
 * @returns {Promise<number[]>}
 */
function loudness(page, frequencies) {
  return page.evaluate((wanted) => {
    const ear =
      /** @type {{peers: RTCPeerConnection[], context?: AudioContext, ears?: WeakMap<object, AnalyserNode>}} */ (
        /** @type {unknown} */ (globalThis)
      );
    ear.context ??= new AudioContext();
    ear.ears ??= new WeakMap();
    const spectra = [];
    for (const {receiver} of ear.peers.flatMap((peer) => peer.getTransceivers())) {
      const {track} = receiver;
      if (track.kind !== 'audio' || track.readyState !== 'live') continue;
      let analyser = ear.ears.get(track);
      if (!analyser) {
        analyser = new AnalyserNode(ear.context, {fftSize: 8192, smoothingTimeConstant: 0});
        ear.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        ear.ears.set(track, analyser);
      }
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      spectra.push(spectrum);
    }
    const width = ear.context.sampleRate / 8192;
    return wanted.map((frequency) => {
      const bin = Math.round(frequency / width);
      const near = spectra.flatMap((spectrum) => [...spectrum.subarray(bin - 1, bin + 2)]);
      return Math.max(-200, ...near); // an analyser without input yet gives minus infinity
    });
  }, frequencies);
}

/**
 * Waits until somebody hears the tones of `heard` and none of `silent`.
 * @param {import('./person.mjs').Person} person
 * @param {readonly number[]} heard hertz
 * @param {readonly number[]} [silent]
 */
export async function waitForTones({user, page}, heard, silent = []) {
  /** @type {number[]} */
  let levels = [];
  const agree = async () => {
    levels = await loudness(page, [...heard, ...silent]);
    return levels.every((level, index) => (index < heard.length ? level > -50 : level < -65));
  };
  const what = `${user} hears ${heard.join(' and ') || 'no'} Hz${silent.length > 0 ? ` and not ${silent.join(', ')}` : ''}`;
  await until(agree, {what, timeout: 20_000}).catch((error) => {
    throw new Error(`${error.message}: ${levels.map(Math.round).join(', ')} dB`, {cause: error});
  });
}

/**
 * Waits until somebody hears the tones of `heard`, and no other tone of `all`.
 * @param {import('./person.mjs').Person} person
 * @param {readonly number[]} heard hertz
 * @param {readonly number[]} all hertz
 */
export function hearsOnly(person, heard, all) {
  const silent = all.filter((tone) => !heard.includes(tone));
  return waitForTones(person, heard, silent);
}
