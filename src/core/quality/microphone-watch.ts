import type {WarningCause} from './call-warning.js';
import type {Verdict} from './hysteresis.js';

/** What is known of our microphone. */
export interface MicrophoneFacts {
  /** The state of the sent track; undefined if there is none. */
  readonly track: 'live' | 'muted' | 'ended' | undefined;
  /** The level, 0 to 1; null if the browser does not report it. */
  readonly level: number | null;
}

/**
 * One and a half steps of a 16-bit sample. Noise suppression makes a quiet room very quiet, but only a dead microphone
 * gives zeros.
 */
const SILENCE = 1.5 / 32_768;

/** Judges whether the microphone delivers more than silence. */
export class MicrophoneWatch {
  #heard = false;

  /**
   * How long silence must last, in milliseconds. Some headsets send nothing while nobody speaks, so it is longer once
   * something was heard.
   */
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
