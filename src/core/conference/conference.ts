import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import {SipError, toSipError} from '../errors.js';
import type {AudioMix, MediaPort} from '../media-port.js';
import {canBeHeard, joinable, MOST} from './members.js';
import {ConferenceSounds} from './conference-sounds.js';
import {UndoableSteps} from './undoable-steps.js';

export interface ConferenceHost {
  /** The calls that are not over, oldest first. */
  lines(): readonly CallLine[];
  /** That of the call which controls without a call of their own act on. */
  active(): CallLine | undefined;
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
  #members: readonly CallLine[] = [];
  #sounds: ConferenceSounds | undefined;
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

  async #merge(calls: readonly Call[]): Promise<void> {
    const live = this.#host.lines();
    const lines = joinable([...new Set(calls)], live);
    const sounds = this.#sounds ?? new ConferenceSounds(await this.#openMix());
    const active = this.#host.active();
    const before = this.#members;
    const steps = new UndoableSteps();
    try {
      // From now on none of them is held when another one is taken back.
      this.#members = lines;
      await steps.hold(live.filter((line) => line.call.state === 'active' && !lines.includes(line)));
      await steps.unhold(lines.filter(({call}) => call.isOnHold()));
      await sounds.put(lines.filter(canBeHeard));
    } catch (error) {
      this.#members = before;
      await (this.#sounds?.put(before.filter(canBeHeard)) ?? sounds.close()).catch(this.#failed);
      await steps.undo();
      if (active) this.#host.select(active.id);
      throw error;
    }
    this.#sounds = sounds;
    if (active && lines.includes(active)) this.#host.select(active.id);
    this.#begin();
  }

  async #split(): Promise<void> {
    const members = this.#members;
    if (members.length === 0) throw new SipError('invalid-state', 'There is no conference that could be split.');
    const active = this.#host.active();
    const talking = members.filter(({call}) => !call.isOnHold());
    const stays = active && talking.includes(active) ? active : talking[0];
    const steps = new UndoableSteps();
    try {
      await steps.hold(talking.filter((member) => member !== stays));
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
    const lines = this.#host.lines().filter(({call}) => call.startTime !== null);
    return [...lines]
      .sort((one, other) => Number(other === active) - Number(one === active))
      .slice(0, MOST)
      .map(({call}) => call);
  }

  async #openMix(): Promise<AudioMix> {
    return (await this.#host.media()).mix();
  }

  #begin(): void {
    this.#following.abort();
    this.#following = new AbortController();
    const {signal} = this.#following;
    const muted = this.#members.some(({call}) => call.isMuted());
    for (const {call} of this.#members) {
      if (muted) void call.mute();
      call.on(
        'sip-mute-change',
        ({detail}) => {
          if (detail.kind === 'audio')
            for (const {call: member} of this.#members) void member.setMuted('audio', detail.muted);
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
    const members = this.#members.filter(({model}) => !model.ended);
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
