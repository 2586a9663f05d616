import type {WarningCause} from './call-warning.js';
import type {Verdict} from './hysteresis.js';
import type {FarReports, MediaFacts} from './media-facts.js';

/** Milliseconds without sound before a warning: at the start of a call, and after sound has come. */
const NOTHING_YET = 4_000;
const NOTHING_MORE = 10_000;

/** Judges whether sound arrives from the far end. */
export class InboundWatch {
  #came = false;
  /** The far end has reported that it hears us. */
  #listensOnly = false;
  #sent = false;
  /** The far end still reports, and says that it sends nothing now. */
  #pauses = false;

  /** How long nothing must arrive before a warning, in milliseconds. */
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
    else if (far.block) this.#pauses = true; // Only a far end that sent nothing lately writes a receiver report.
    if (received > 0) {
      this.#came = true;
      this.#pauses = false;
      return 'good';
    }
    // Many telephones send nothing while they are muted or nobody speaks (RFC 3551 section 4.1).
    return this.#came && this.#pauses ? undefined : 'bad';
  }
}

/** After this many sender reports without a report block about our stream, the far end seems to receive nothing. */
const REPORTS = 2;
/**
 * This many milliseconds must have passed, too: browsers send sender reports and report blocks in separate packets,
 * each about every 5 s, plus or minus a half (RFC 3550 section 6.3.1).
 */
const OVERDUE = 8_000;
const LOST = 0.95;

/** Judges whether our sound reaches the far end. */
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
