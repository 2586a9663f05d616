import type {WarningCause} from './call-warning.js';
import type {Verdict} from './hysteresis.js';

/** What is known of our microphone. */
export interface MicrophoneFacts {
  /** Of the track that is sent, by the browser; undefined without one. */
  readonly track: 'live' | 'muted' | 'ended' | undefined;
  /** How loud it was, 0 to 1; null where the browser does not tell. */
  readonly level: number | null;
}

/** One step of 16 bits and a half: noise suppression makes a quiet room quiet, but only a dead microphone gives zeros. */
const SILENCE = 1.5 / 32_768;

/** Whether the microphone delivers anything but silence. */
export class MicrophoneWatch {
  #heard = false;

  /** How long silence must last, in milliseconds: some headsets let nothing through while nobody speaks. */
  get patience(): number {
    return this.#heard ? 20_000 : 5_000;
  }

  judge({track, level}: MicrophoneFacts): Verdict {
    if (track === undefined) return undefined;
    if (track !== 'live') return 'bad';
    if (level === null) return 'good';
    const silent = level < SILENCE;
    this.#heard ||= !silent;
    return silent ? 'bad' : 'good';
  }

  static cause({track}: MicrophoneFacts): WarningCause {
    if (track === 'ended') return 'microphone-ended';
    return track === 'muted' ? 'microphone-muted' : 'microphone-silent';
  }
}
