import type {ToneShape} from './tone-table.js';

/** A sound that is playing. */
export interface Voice {
  stop(): void;
}

/** Seconds that a tone takes to rise and fall; with shorter edges it clicks. */
const EDGE = 0.008;
const FADE = 0.03;
const KEY_TIME = 0.14;
const KEY_LEVEL = 0.1;
/** The lowest sample rate that every browser must accept for a buffer. It is more than enough for an envelope. */
const ENVELOPE_RATE = 8000;

/**
 * Plays a tone until it is stopped.
 *
 * A looped buffer with the cadence controls the loudness. It is exact and needs no timer. A hidden tab slows timers
 * down to one a minute, and a phone often rings in a hidden tab.
 */
export function sound(context: BaseAudioContext, shape: ToneShape, to: AudioNode = context.destination): Voice {
  const output = new GainNode(context, {gain: 0});
  const envelope = new AudioBufferSourceNode(context, {buffer: envelopeOf(context, shape), loop: true});
  envelope.connect(output.gain);
  const sources = [envelope, ...oscillators(context, shape.frequencies, output)];
  // Stopping in the middle of a tone must not click, so a gate after the envelope closes softly.
  const gate = new GainNode(context);
  output.connect(gate).connect(to);
  for (const source of sources) source.start();
  return {
    stop() {
      if (context.state !== 'running') {
        gate.disconnect(); // The context's clock stands still, so a fade would sound when the context resumes.
        return;
      }
      const end = context.currentTime + FADE;
      gate.gain.setValueAtTime(1, context.currentTime);
      gate.gain.linearRampToValueAtTime(0, end);
      for (const source of sources) source.stop(end);
    },
  };
}

/** Plays the frequencies of a key once. */
export function soundKey(
  context: BaseAudioContext,
  frequencies: readonly number[],
  {to = context.destination, onEnd}: {readonly to?: AudioNode; readonly onEnd?: () => void} = {},
): Voice {
  const output = new GainNode(context, {gain: 0});
  output.connect(to);
  const start = context.currentTime;
  const end = start + KEY_TIME;
  output.gain.setValueAtTime(0, start);
  output.gain.linearRampToValueAtTime(KEY_LEVEL, start + EDGE);
  output.gain.setValueAtTime(KEY_LEVEL, end - EDGE);
  output.gain.linearRampToValueAtTime(0, end);
  const sources = oscillators(context, frequencies, output);
  if (onEnd) sources[0]?.addEventListener('ended', onEnd, {once: true});
  for (const source of sources) {
    source.start(start);
    source.stop(end);
  }
  return {
    stop() {
      output.disconnect();
    },
  };
}

function oscillators(context: BaseAudioContext, frequencies: readonly number[], output: AudioNode): OscillatorNode[] {
  return frequencies.map((frequency) => {
    const oscillator = new OscillatorNode(context, {frequency});
    oscillator.connect(output);
    return oscillator;
  });
}

/** Makes a buffer with one round of the cadence, as loudness over time. */
function envelopeOf(context: BaseAudioContext, {cadence, level, tremolo}: ToneShape): AudioBuffer {
  const duration = cadence.reduce((sum, span) => sum + span, 0);
  const buffer = context.createBuffer(1, Math.round(duration * ENVELOPE_RATE), ENVELOPE_RATE);
  const samples = buffer.getChannelData(0);
  let begin = 0;
  cadence.forEach((span, index) => {
    if (index % 2 === 0) {
      const length = Math.round(span * ENVELOPE_RATE);
      for (let i = 0; i < length; i += 1) {
        const time = i / ENVELOPE_RATE;
        const edge = Math.min(1, time / EDGE, (span - time) / EDGE);
        const beat = tremolo ? 0.6 + 0.4 * Math.cos(2 * Math.PI * tremolo * time) : 1;
        samples[Math.round(begin * ENVELOPE_RATE) + i] = level * edge * beat;
      }
    }
    begin += span;
  });
  return buffer;
}
