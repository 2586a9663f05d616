import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {RecoveryNews} from './recovery-news.js';
import type {Renegotiation} from '../negotiation/renegotiation.js';
import type {DescriptionHandler} from '../negotiation/session-description-handler.js';
import {delay} from '../waiting.js';

export interface DialogRepairParts {
  readonly config: PhoneConfig;
  readonly renegotiation: Pick<Renegotiation, 'run'>;
  readonly description: DescriptionHandler;
  readonly recovery: RecoveryNews;
  readonly signal: AbortSignal;
}

/** While sound flows, a re-INVITE without a response does not end the call: the far end may be offline, too. */
const REPEAT = {refresh: true, patient: true} as const;
/** Pauses before further attempts, in milliseconds: the far end may have lost its connection, too. */
const PAUSES = [1000, 2000, 4000, 8000, 16_000];

/**
 * Tells the far end by a re-INVITE over the new connection where to reach us (RFC 3261 section 12.2): its requests went
 * over the lost connection. Media that flow stay untouched; media that are lost are restarted.
 *
 * A refusal does not end the call: while sound flows the call goes on, and the repair tries again for half a minute.
 * The call ends only if the far end no longer knows it, see `Renegotiation`.
 */
export class DialogRepair {
  readonly #parts: DialogRepairParts;
  #newest = 0;

  constructor(parts: DialogRepairParts) {
    this.#parts = parts;
  }

  /** Resolves when the repair is done or given up; never rejects. */
  async run(): Promise<void> {
    const {config, description, recovery, renegotiation, signal} = this.#parts;
    const {clock, logger} = config;
    const own = ++this.#newest;
    recovery.lost('signalling');
    for (const pause of [0, ...PAUSES]) {
      try {
        if (pause) await delay(clock, pause, signal);
        if (own !== this.#newest) return;
        await renegotiation.run(() => (description.media.phase === 'lost' ? {restart: true} : REPEAT));
        break;
      } catch (error) {
        if (signal.aborted) return;
        logger.info('A call could not be repaired.', error);
      }
    }
    if (own === this.#newest) recovery.back('signalling');
  }
}
