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

/** A server may find the far end only after that has come back too: as long as sound gets through, silence is no end. */
const REPEAT = {refresh: true, patient: true} as const;
/** Pauses before further attempts, in milliseconds: the far end may have lost its connection too, and be slower. */
const PAUSES = [1000, 2000, 4000, 8000, 16_000];

/**
 * Tells the far end over a new connection where we are now, by a re-INVITE with our Contact (RFC 3261 section 12.2): the
 * way of its requests led through the old one. Media that flow are left alone, others are restarted.
 *
 * A refusal ends nothing: as long as sound gets through the call goes on, and it is tried again for half a minute. Only
 * if the far end does not know the call any more does it end, see `Renegotiation`.
 */
export class DialogRepair {
  readonly #parts: DialogRepairParts;
  #newest = 0;

  constructor(parts: DialogRepairParts) {
    this.#parts = parts;
  }

  /** Resolves when it is done or given up; never rejects. */
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
