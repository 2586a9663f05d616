import type {WarningCause} from './call-warning.js';
import type {Verdict} from './hysteresis.js';
import type {FarReports, MediaFacts} from './media-facts.js';

/** Milliseconds. */
const NOTHING_YET = 4_000;
const NOTHING_MORE = 10_000;

/** Whether sound comes in. */
export class InboundWatch {
  #came = false;
  /** The far end has told that it hears us, and has never told of anything that it sent. */
  #listensOnly = false;
  #sent = false;
  /** It is still there, and tells that it sends nothing now. */
  #pauses = false;

  /** How long nothing must come, in milliseconds. */
  get patience(): number {
    return this.#came ? NOTHING_MORE : NOTHING_YET;
  }

  get cause(): WarningCause {
    return this.#listensOnly && !this.#sent && !this.#came ? 'far-end-silent' : 'nothing-arrives';
  }

  judge({received = 0, far}: MediaFacts): Verdict {
    this.#listensOnly ||= far.block;
    this.#sent ||= far.sends === true;
    if (far.sends !== undefined) this.#pauses = !far.sends;
    else if (far.block) this.#pauses = true; // A receiver report comes from who has sent nothing since the last one.
    if (received > 0) {
      this.#came = true;
      this.#pauses = false;
      return 'good';
    }
    // Many telephones send nothing while they are muted, or while nobody speaks (RFC 3551 section 4.1).
    return this.#came && this.#pauses ? undefined : 'bad';
  }
}

/** Sender reports without a word about us after which the far end is believed to receive nothing. */
const REPORTS = 2;
/**
 * And milliseconds: browsers tell what they send and what they receive in packets of their own, which come every 5 s, give
 * or take a half (RFC 3550 section 6.3.1).
 */
const OVERDUE = 8_000;
const LOST = 0.95;

/** Whether our sound gets there. */
export class OutboundWatch {
  #silentReports = 0;
  #lastBlock = -Infinity;
  #cause: WarningCause = 'not-received';

  get cause(): WarningCause {
    return this.#cause;
  }

  judge({timestamp, sent, far}: MediaFacts): Verdict {
    if (sent === 0) {
      this.#cause = 'nothing-sent';
      return 'bad';
    }
    this.#cause = 'not-received';
    this.#note(far, timestamp);
    if ((far.loss ?? 0) >= LOST || this.#isDeaf(timestamp)) return 'bad';
    return far.block ? 'good' : undefined;
  }

  #note({block, sender}: FarReports, timestamp: number): void {
    if (block) {
      this.#silentReports = 0;
      this.#lastBlock = timestamp;
    } else if (sender) this.#silentReports++;
  }

  #isDeaf(now: number): boolean {
    return this.#silentReports >= REPORTS && now - this.#lastBlock > OVERDUE;
  }
}
