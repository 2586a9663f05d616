import {domainOf} from '../address.js';
import {callBackTarget} from './call-back.js';
import type {Call} from './call.js';
import {CallLine, type CallHost, type SessionSource} from './call-line.js';
import {isEnded} from './call-machine.js';
import {isAnswerable, type CallState} from './call-state.js';
import {SipError} from '../errors.js';
import type {CallNotices} from '../events.js';
import type {PhoneModel} from '../phone/phone-model.js';

/** How long an ended call is shown, in milliseconds; longer if the person must read why it ended. */
const LINGER = 4_000;
const LINGER_FAILED = 12_000;

/** The work for calls that the registry leaves to the phone. */
export interface RegistryHost extends Pick<CallHost, 'phone' | 'media' | 'heard' | 'chooseDevice' | 'referred'> {
  /** Whether both calls are in a conference, so that neither is held for the other. */
  together(one: CallLine, other: CallLine): boolean;
  /** Called with the calls after each change. */
  changed(calls: readonly Readonly<CallState>[]): void;
}

/** The calls of a phone: it knows all calls and the active one, and removes ended ones. */
export class CallRegistry {
  readonly #model: PhoneModel;
  readonly #host: RegistryHost;
  readonly #lines = new Map<string, CallLine>();
  /** For each ended call, the function that cancels its removal. */
  readonly #lingering = new Map<string, () => void>();
  readonly #callHost: CallHost;

  constructor(model: PhoneModel, host: RegistryHost) {
    this.#model = model;
    this.#host = host;
    model.destroyed.addEventListener('abort', () => {
      for (const cancel of this.#lingering.values()) cancel();
    });
    this.#callHost = {
      ...host,
      config: model.config,
      relay: (type, detail) => this.#relay(type, detail),
      takeFocus: (line) => this.#takeFocus(line),
      get volume() {
        return model.state.volume;
      },
      volumeChanged: (volume) => model.patch({volume}),
    };
  }

  get all(): CallLine[] {
    return [...this.#lines.values()];
  }

  get live(): CallLine[] {
    return this.all.filter(({model}) => !model.ended);
  }

  get active(): CallLine | undefined {
    return this.get(this.#model.state.activeCallId);
  }

  get(id: string | null): CallLine | undefined {
    return id === null ? undefined : this.#lines.get(id);
  }

  /** Adds a call; `show()` lets it be seen. */
  add(initial: CallState, source: SessionSource): CallLine {
    this.#calledBack(initial.remoteIdentity.uri);
    const line = new CallLine(this.#callHost, initial, source);
    const {id} = line;
    this.#lines.set(id, line);
    // Without the signal of the phone, which would keep every call for as long as the phone lives.
    line.model.store.subscribe(() => {
      if (this.#lines.has(id) && !this.#model.destroyed.aborted) this.#update();
    });
    return line;
  }

  show(call: Call): void {
    this.#update();
    this.#model.tell('sip-call-added', {call});
  }

  /** Removes a call before it was shown. */
  remove({id}: CallLine): void {
    this.#lines.delete(id);
  }

  /** Makes a call the active one. */
  select(id: string): void {
    if (this.#lines.has(id)) this.#update(id);
  }

  /**
   * Swaps two calls: continues the call that is on hold, and holds the call in conversation.
   * @throws SipError `invalid-state` if no call waits.
   */
  async swap(): Promise<void> {
    const held = this.live.filter(({call}) => call.state === 'held');
    const other = held.filter((line) => line !== this.active).at(-1) ?? held.at(-1);
    if (!other) throw new SipError('invalid-state', 'No call is on hold.');
    await other.call.unhold();
  }

  #update(activeId = this.#model.state.activeCallId): void {
    const calls = this.all.map(({model}) => model.state);
    const before = this.#model.state.calls;
    const same = calls.length === before.length && calls.every((call, index) => call === before[index]);
    this.#model.patch({calls: same ? before : Object.freeze(calls), activeCallId: chooseActive(calls, activeId)});
    if (!this.#model.destroyed.aborted) this.#host.changed(calls);
  }

  #relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean {
    const line = this.get(detail.call?.id ?? null);
    if (!line) return true;
    this.#update();
    const wanted = this.#model.tell(type, detail as never); // The compiler does not see that SipNotices contains CallNotices.
    // A purged call is removed at once, but after the notice that says why it ended.
    if (type === (line.call.state === 'purge' ? 'sip-call-ended' : 'sip-state-change')) this.#clearAway(line.call);
    return wanted;
  }

  #clearAway(call: Call): void {
    if (call.state === 'hangup') {
      // After a lost conversation the person may take any time to call back; an open question must be answered first.
      if (callBackTarget(call.snapshot) || call.snapshot.consents.length) return;
      const delay = call.snapshot.end?.failed ? LINGER_FAILED : LINGER;
      const cancel = this.#model.config.clock.after(delay, () => call.dismiss());
      this.#lingering.set(call.id, cancel);
    } else if (isEnded(call.state)) {
      this.#lingering.get(call.id)?.();
      this.#lingering.delete(call.id);
      this.#lines.delete(call.id);
      this.#update();
    }
  }

  /** Removes lost calls to a party that is in a call again: nobody needs to call back. */
  #calledBack(uri: string): void {
    const domain = domainOf(this.#model.config.uri);
    for (const {call} of this.all) if (callBackTarget(call.snapshot, domain) === uri) call.dismiss();
  }

  /** Holds all other calls before this one goes on, because there is one conversation, or one conference, at a time. */
  async #takeFocus(line: CallLine): Promise<void> {
    const others = this.all.filter(
      (other) =>
        other !== line &&
        !line.takesPlaceOf(other) &&
        other.call.state === 'active' &&
        !other.call.isOnHold() &&
        !this.#host.together(line, other),
    );
    this.select(line.id);
    await Promise.all(others.map(({call}) => call.hold()));
  }
}

/** Returns the active call: the call chosen last while it lives, else one in conversation, a ringing one, or any. */
function chooseActive(calls: readonly Readonly<CallState>[], current: string | null): string | null {
  const live = calls.filter((call) => !isEnded(call.state));
  if (live.some((call) => call.id === current)) return current;
  const next = live.find((call) => call.state === 'active') ?? live.find((call) => isAnswerable(call)) ?? live[0];
  return next?.id ?? null;
}
