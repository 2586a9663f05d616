import type {Call} from '../call/call.js';
import {Conference} from '../conference/conference.js';
import {DevicePhone} from './device-phone.js';
import {IDLE_PHONE} from './phone-base.js';

/** Calls of a phone that hear each other. */
export abstract class ConferencePhone extends DevicePhone {
  protected readonly conference = new Conference({
    lines: () => this.liveLines,
    active: () => this.liveLines.find(({id}) => id === this.snapshot.activeCallId),
    select: (id) => this.select(id),
    media: () => this.media(),
    changed: (ids) => this.patch({conference: ids.length > 0 ? Object.freeze([...ids]) : IDLE_PHONE.conference}),
    failed: (error) => this.report(error),
  });

  abstract readonly activeCall: Call | undefined;
  abstract select(id: string): void;

  /**
   * Joins two or three calls in conversation: everybody hears everybody; those on hold are taken back, others are held.
   * @param calls - Default: all in conversation, three at most. Those that are in a conference already and not named leave it.
   * Resolves when all have agreed. Rejects with `invalid-state`, `invalid-argument`, `renegotiation-refused`,
   * `media-failed`, and everything is as it was.
   */
  merge(calls?: readonly Call[]): Promise<void> {
    this.assertAlive();
    return this.conference.merge(calls);
  }

  /** One conversation again, that of the active call; the others are held. Rejects as `merge()` does. */
  split(): Promise<void> {
    this.assertAlive();
    return this.conference.split();
  }
}
