import type {ToneShape} from './tone-table.js';

/** A sound that is playing. */
export interface Voice {
  stop(): void;
}

/** Seconds: shorter edges click. */
const EDGE = 0.008;
const FADE = 0.03;
const KEY_TIME = 0.14;
const KEY_LEVEL = 0.1;
/** The lowest rate that every browser must take for a buffer; plenty for an envelope. */
const ENVELOPE_RATE = 8000;

/**
 * Sounds a shape until it is stopped.
 *
 * The cadence is a looped buffer that drives the loudness: exact, and in need of no timer, which a hidden tab would
 * slow down to one a minute just when the phone rings.
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
        gate.disconnect(); // Time stands still: a fade would be heard when it goes on.
        return;
      }
      const end = context.currentTime + FADE;
      gate.gain.setValueAtTime(1, context.currentTime);
      gate.gain.linearRampToValueAtTime(0, end);
      for (const source of sources) source.stop(end);
    },
  };
}

/** Sounds the frequencies of a key once. */
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

/** One round of the cadence, as loudness over time. */
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
