import type {Call} from '../call/call.js';
import type {CallLine} from '../call/call-line.js';
import type {CallRegistry} from '../call/call-registry.js';
import {SipError, toSipError} from '../errors.js';
import type {AudioMix, MediaPort} from '../media-port.js';
import type {PhoneModel} from '../phone/phone-model.js';
import {IDLE_PHONE} from '../phone/phone-state.js';
import {ConferenceSounds} from './conference-sounds.js';
import {MOST} from './joining.js';
import {canBeHeard, joinable} from './members.js';
import {UndoableSteps} from './undoable-steps.js';

/**
 * Calls of one phone that hear each other. The phone mixes the sound; each far end has an ordinary call.
 *
 * A member that is on hold, on either side, neither hears the others nor is heard. Muting the microphone in one call
 * mutes it in all. The conference is over when one member is left.
 */
export class Conference {
  readonly #model: PhoneModel;
  readonly #calls: CallRegistry;
  readonly #media: () => Promise<MediaPort>;
  #members: readonly CallLine[] = [];
  #sounds: ConferenceSounds | undefined;
  #following = new AbortController();
  /** One change at a time. */
  #turn: Promise<void> = Promise.resolve();

  constructor(model: PhoneModel, calls: CallRegistry, media: () => Promise<MediaPort>) {
    this.#model = model;
    this.#calls = calls;
    this.#media = media;
  }

  /** Whether both calls are members, so that neither is held for the other. */
  together(one: CallLine, other: CallLine): boolean {
    return this.#members.includes(one) && this.#members.includes(other);
  }

  merge(calls?: readonly Call[]): Promise<void> {
    return this.#next(() => this.#merge(calls ?? this.#candidates()));
  }

  split(): Promise<void> {
    return this.#next(() => this.#split());
  }

  async #merge(calls: readonly Call[]): Promise<void> {
    const live = this.#calls.live;
    const lines = joinable([...new Set(calls)], live);
    const sounds = this.#sounds ?? new ConferenceSounds(await this.#openMix());
    const active = this.#calls.active;
    const before = this.#members;
    const steps = new UndoableSteps();
    try {
      // They are members from now on, so that taking one off hold does not hold the others.
      this.#members = lines;
      await steps.hold(live.filter((line) => line.call.state === 'active' && !lines.includes(line)));
      await steps.unhold(lines.filter(({call}) => call.isOnHold()));
      await sounds.put(lines.filter(canBeHeard));
    } catch (error) {
      this.#members = before;
      await (this.#sounds?.put(before.filter(canBeHeard)) ?? sounds.close()).catch(this.#failed);
      await steps.undo();
      if (active) this.#calls.select(active.id);
      throw error;
    }
    this.#sounds = sounds;
    if (active && lines.includes(active)) this.#calls.select(active.id);
    this.#begin();
  }

  async #split(): Promise<void> {
    const members = this.#members;
    if (members.length === 0) throw new SipError('invalid-state', 'There is no conference that could be split.');
    const active = this.#calls.active;
    const talking = members.filter(({call}) => !call.isOnHold());
    const stays = active && talking.includes(active) ? active : talking[0];
    const steps = new UndoableSteps();
    try {
      await steps.hold(talking.filter((member) => member !== stays));
    } catch (error) {
      await steps.undo();
      throw error;
    }
    if (stays) this.#calls.select(stays.id);
    this.#end();
  }

  /** Takes the active call first, then the oldest ones. */
  #candidates(): readonly Call[] {
    const active = this.#calls.active;
    const lines = this.#calls.live.filter(({call}) => call.startTime !== null);
    return [...lines]
      .sort((one, other) => Number(other === active) - Number(one === active))
      .slice(0, MOST)
      .map(({call}) => call);
  }

  async #openMix(): Promise<AudioMix> {
    return (await this.#media()).mix();
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
    this.#show();
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
      this.#show();
    }
    this.#sounds?.put(members.filter(canBeHeard)).catch(this.#failed);
  };

  #end(): void {
    this.#following.abort();
    this.#members = [];
    this.#sounds?.close().catch(this.#failed);
    this.#sounds = undefined;
    this.#show();
  }

  #show(): void {
    const ids = this.#members.map(({id}) => id);
    this.#model.patch({conference: ids.length > 0 ? Object.freeze(ids) : IDLE_PHONE.conference});
  }

  readonly #failed = (error: unknown): void => this.#model.report(toSipError(error, 'media-failed'));

  #next(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    // The caller gets the error of its own change; the next change is tried all the same.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
