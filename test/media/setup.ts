/** Replaces a property for one test; `restore()` in `afterEach` puts everything back. */
const undo: (() => void)[] = [];

export function replace(target: object, name: PropertyKey, descriptor: PropertyDescriptor): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, {configurable: true, ...descriptor});
  undo.push(() => {
    if (before) Object.defineProperty(target, name, before);
    else Reflect.deleteProperty(target, name);
  });
}

export function later(action: () => void): void {
  undo.push(action);
}

export function restore(): void {
  for (const action of undo.splice(0).reverse()) action();
}

/** A stream of one sounding track that needs no microphone. */
export function soundingStream(frequency = 440): MediaStream {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  const oscillator = new OscillatorNode(context, {frequency});
  oscillator.connect(destination);
  oscillator.start();
  later(() => {
    for (const track of destination.stream.getTracks()) track.stop();
    void context.close();
  });
  return destination.stream;
}

/** A stream of one picture track that needs no camera. */
export function pictureStream(): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 1, 1);
  return canvas.captureStream(1);
}

/** Returns the audio elements on which `play()` is called from now on. */
export function watchElements(play?: (element: HTMLMediaElement) => Promise<void>): HTMLMediaElement[] {
  const elements: HTMLMediaElement[] = [];
  const native = HTMLMediaElement.prototype.play;
  replace(HTMLMediaElement.prototype, 'play', {
    value(this: HTMLMediaElement): Promise<void> {
      if (!elements.includes(this)) elements.push(this);
      return play ? play(this) : native.call(this);
    },
    writable: true,
  });
  return elements;
}

/** Returns the amplitude of one frequency in the samples (Goertzel's algorithm). */
export function amplitude(samples: Float32Array, rate: number, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let previous = 0;
  let last = 0;
  for (const sample of samples) [previous, last] = [last, sample + coefficient * last - previous];
  const power = last * last + previous * previous - coefficient * last * previous;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** Returns the loudness as root mean square. */
export function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
