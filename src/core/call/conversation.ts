import type {Call} from './call.js';
import type {CallLine} from './call-line.js';
import {CallRecorder} from './call-recorder.js';
import {followReferral} from './follow-referral.js';
import type {SipReferral} from '../engine/sip-engine.js';
import {monitorQuality} from '../quality/quality-monitor.js';
import {CallTransfers} from '../transfer/call-transfers.js';

/** What a call has and can do in conversation alone. Its modules are fetched while the call is on its way. */
export class Conversation {
  readonly recorder: CallRecorder;
  readonly transfers: CallTransfers;
  readonly #line: CallLine;

  constructor(line: CallLine) {
    this.recorder = new CallRecorder(line);
    this.transfers = new CallTransfers(line);
    this.#line = line;
    if (line.host.config.quality) monitorQuality(line);
  }

  /** The far end asks us to call somebody else. */
  referred(referral: SipReferral, dial: () => Call): Promise<void> {
    return followReferral(this.#line, referral, dial);
  }
}
