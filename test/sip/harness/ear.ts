import type {FarEnd} from './far-end.js';

export interface Ear {
  /** How far the sound that arrives now is from silence, 0 to 1. */
  level(): number;
  close(): void;
}

/** Listens to the sound that a far end receives. */
export function listen({pc}: FarEnd): Ear {
  const receiver = pc.getReceivers().find(({track}) => track.kind === 'audio');
  const stream = new MediaStream([receiver!.track]);
  // Chromium decodes sound only if an element plays it.
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context);
  new MediaStreamAudioSourceNode(context, {mediaStream: stream}).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return Math.max(...samples.map(Math.abs));
    },
    close: () => {
      element.srcObject = null;
      void context.close();
    },
  };
}
