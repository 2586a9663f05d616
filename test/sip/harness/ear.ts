import type {FarEnd} from './far-end.js';

export interface Ear {
  /** How far what comes in now is from silence, 0 to 1. */
  level(): number;
  close(): void;
}

/** Listens to what a far end gets. */
export function listen({pc}: FarEnd): Ear {
  const receiver = pc.getReceivers().find(({track}) => track.kind === 'audio');
  const stream = new MediaStream([receiver!.track]);
  // Chromium decodes only what some element plays.
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
