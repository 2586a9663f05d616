import type {Call} from '../call/call.js';
import {isEnded} from '../call/call-machine.js';
import {SipError, toSipError} from '../errors.js';
import type {AudioMix, MediaPort} from '../media-port.js';
import {assertJoinable, canBeHeard, MOST} from './members.js';
import {Sounds} from './sounds.js';
import {Steps} from './steps.js';

export interface ConferenceHost {
  /** The calls that are not over, oldest first. */
  calls(): readonly Call[];
  /** The call that controls without a call of their own act on. */
  active(): Call | undefined;
  select(id: string): void;
  media(): Promise<MediaPort>;
  /** The ids of the calls that take part from now on. */
  changed(ids: readonly string[]): void;
  failed(error: SipError): void;
}

/**
 * Calls of one phone that hear each other. The phone mixes the sound; each far end has an ordinary call.
 *
 * A member that is on hold, on either side, neither hears the others nor is heard. Muting the microphone in one call
 * mutes it in all. The conference is over when one member is left.
 */
export class Conference {
  readonly #host: ConferenceHost;
  #members: readonly Call[] = [];
  #sounds: Sounds | undefined;
  #following = new AbortController();
  /** One change at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(host: ConferenceHost) {
    this.#host = host;
  }

  /** Whether both calls are members, so that neither is held for the other. */
  together(one: {readonly id: string}, other: {readonly id: string}): boolean {
    return [one, other].every(({id}) => this.#members.some((member) => member.id === id));
  }

  merge(calls?: readonly Call[]): Promise<void> {
    return this.#next(() => this.#merge(calls ?? this.#candidates()));
  }

  split(): Promise<void> {
    return this.#next(() => this.#split());
  }

  async #merge(wanted: readonly Call[]): Promise<void> {
    const calls = [...new Set(wanted)];
    const live = this.#host.calls();
    assertJoinable(calls, live);
    const sounds = this.#sounds ?? new Sounds(await this.#openMix());
    const active = this.#host.active();
    const before = this.#members;
    const steps = new Steps();
    try {
      // From now on none of them is held when another one is taken back.
      this.#members = calls;
      const outside = live.filter((call) => call.state === 'active' && !calls.includes(call));
      for (const call of outside) {
        await steps.take(
          () => call.hold(),
          () => call.unhold(),
        );
      }
      for (const call of calls.filter(({snapshot}) => snapshot.held.local)) {
        await steps.take(
          () => call.unhold(),
          () => call.hold(),
        );
      }
      await sounds.put(calls.filter(canBeHeard));
    } catch (error) {
      this.#members = before;
      await (this.#sounds?.put(before.filter(canBeHeard)) ?? sounds.close()).catch(this.#failed);
      await steps.undo();
      if (active) this.#host.select(active.id);
      throw error;
    }
    this.#sounds = sounds;
    if (active && calls.includes(active)) this.#host.select(active.id);
    this.#begin();
  }

  async #split(): Promise<void> {
    const members = this.#members;
    const active = this.#host.active();
    const [first] = members.filter(({snapshot}) => !snapshot.held.local);
    const stays = active && members.includes(active) && !active.snapshot.held.local ? active : first;
    if (members.length === 0) throw new SipError('invalid-state', 'There is no conference that could be split.');
    const steps = new Steps();
    try {
      for (const call of members.filter((member) => member !== stays && !member.snapshot.held.local)) {
        await steps.take(
          () => call.hold(),
          () => call.unhold(),
        );
      }
    } catch (error) {
      await steps.undo();
      throw error;
    }
    if (stays) this.#host.select(stays.id);
    this.#end();
  }

  /** Takes the active call first, then the oldest ones. */
  #candidates(): readonly Call[] {
    const active = this.#host.active();
    const calls = this.#host.calls().filter(({snapshot}) => snapshot.startTime !== null);
    return [...calls].sort((one, other) => Number(other === active) - Number(one === active)).slice(0, MOST);
  }

  async #openMix(): Promise<AudioMix> {
    return (await this.#host.media()).mix();
  }

  #begin(): void {
    this.#following.abort();
    this.#following = new AbortController();
    const {signal} = this.#following;
    const muted = this.#members.some(({snapshot}) => snapshot.muted.audio);
    for (const call of this.#members) {
      if (muted) void call.mute();
      call.on(
        'sip-mute-change',
        ({detail}) => {
          if (detail.kind === 'audio') for (const member of this.#members) void member.setMuted('audio', detail.muted);
        },
        {signal},
      );
      call.store.subscribe(this.#update, {signal});
    }
    this.#host.changed(this.#members.map(({id}) => id));
    this.#update();
  }

  /** A member has ended, is held, or has other streams. */
  readonly #update = (): void => {
    const members = this.#members.filter(({state}) => !isEnded(state));
    if (members.length < 2) {
      this.#end();
      return;
    }
    if (members.length < this.#members.length) {
      this.#members = members;
      this.#host.changed(members.map(({id}) => id));
    }
    this.#sounds?.put(members.filter(canBeHeard)).catch(this.#failed);
  };

  #end(): void {
    this.#following.abort();
    this.#members = [];
    this.#sounds?.close().catch(this.#failed);
    this.#sounds = undefined;
    this.#host.changed([]);
  }

  readonly #failed = (error: unknown): void => {
    this.#host.failed(toSipError(error, 'media-failed'));
  };

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    // The caller gets the error of its own change; the next change is tried all the same.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
