/** Who hears whom: people who sing a tone each, and an ear that tells the tones in what comes in apart. */
import {until} from '../../servers/index.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Runs in the page before all else: the microphone is a tone.
 * @param {number} frequency hertz
 */
export function sing(frequency) {
  const {mediaDevices} = navigator;
  if (!isSecureContext) return; // Firefox's empty page before ours
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

/** The tone of a shared screen, hertz. */
export const SCREEN = 1250;

/** Runs in the page before all else: a screen is shared with its sound, a tone, where that is asked for. */
export function screenSings() {
  const {mediaDevices} = navigator;
  const open = mediaDevices.getDisplayMedia.bind(mediaDevices);
  mediaDevices.getDisplayMedia = async ({audio, ...picture} = {}) => {
    const stream = await open(picture);
    if (!audio) return stream;
    const context = new AudioContext();
    const tone = new OscillatorNode(context, {frequency: 1250}); // SCREEN, which is not there in the page
    const room = context.createMediaStreamDestination();
    tone.connect(new GainNode(context, {gain: 0.3})).connect(room);
    tone.start();
    return new MediaStream([...stream.getTracks(), ...room.stream.getTracks()]);
  };
}

/**
 * How loud tones are in what comes in now, in decibels of full scale.
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
      return Math.max(-200, ...near); // an ear that has heard nothing yet says minus infinity
    });
  }, frequencies);
}

/**
 * Waits until somebody hears the one tones and does not hear the others.
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
 * Waits until somebody hears some tones, and of all others none.
 * @param {import('./person.mjs').Person} person
 * @param {readonly number[]} heard hertz
 * @param {readonly number[]} all hertz
 */
export function hearsOnly(person, heard, all) {
  const silent = all.filter((tone) => !heard.includes(tone));
  return waitForTones(person, heard, silent);
}
