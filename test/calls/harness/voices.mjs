/** Who hears whom: every person speaks as a tone of their own, and is looked for in what others hear. */
import {until} from '../../servers/index.mjs';

/**
 * For `prepare` of a person: the microphone is a tone; the camera stays.
 * @param {number} frequency
 */
export function speaksAs(frequency) {
  return /** @type {any} */ ({content: `(${toneAsMicrophone})(${frequency})`});
}

/** Runs in the page. @param {number} frequency */
function toneAsMicrophone(frequency) {
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  /** @type {unknown[]} */
  const voices = [];
  Object.assign(globalThis, {voices});
  devices.getUserMedia = async ({audio = false, video = false} = {}) => {
    const tracks = video ? (await open({video})).getVideoTracks() : [];
    if (audio) {
      const context = new AudioContext();
      const output = new MediaStreamAudioDestinationNode(context);
      const voice = new OscillatorNode(context, {frequency});
      voice.connect(new GainNode(context, {gain: 0.3})).connect(output);
      voice.start();
      voices.push(voice, context);
      tracks.push(...output.stream.getAudioTracks());
    }
    return new MediaStream(tracks);
  };
}

/**
 * Waits until exactly these tones, of those that there are, come in over all calls of a person together.
 * @param {import('./person.mjs').Person} person
 * @param {readonly number[]} wanted
 * @param {readonly number[]} all
 */
export async function hears(person, wanted, all) {
  /** @type {readonly number[]} */
  let heard = [];
  const fits = async () => {
    heard = await person.page.evaluate(tonesOfCalls, all);
    return String(heard) === String(wanted);
  };
  await until(fits, {what: `${person.user} hears ${wanted.join(', ') || 'nobody'}`, timeout: 20_000}).catch((error) => {
    throw new Error(`${error.message}: ${heard.join(', ') || 'nobody'}`, {cause: error});
  });
}

/** Runs in the page. @param {readonly number[]} tones */
async function tonesOfCalls(tones) {
  const shared = /** @type {any} */ (globalThis);
  shared.ears ??= {context: new AudioContext(), analysers: new Map()};
  const {context, analysers} = shared.ears;
  const found = new Set();
  for (const {snapshot} of /** @type {any} */ (document.querySelector('sip-phone')).calls) {
    const stream = snapshot.remoteStream;
    if (!stream?.getAudioTracks().length) continue;
    if (!analysers.has(stream)) {
      const analyser = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
      const source = new MediaStreamAudioSourceNode(context, {mediaStream: stream});
      source.connect(analyser);
      analysers.set(stream, {analyser, source});
    }
    const {analyser} = analysers.get(stream);
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    for (const tone of tones) {
      const bin = Math.round((tone * analyser.fftSize) / context.sampleRate);
      if (Math.max(...levels.slice(bin - 1, bin + 2)) > -50) found.add(tone);
    }
  }
  return tones.filter((tone) => found.has(tone));
}
