import {domainOf} from '../address.js';
import {callBackTarget} from './call-back.js';
import type {Call} from './call.js';
import {CallLine, type CallHost, type SessionSource} from './call-line.js';
import {isEnded} from './call-machine.js';
import {isAnswerable, type CallState} from './call-state.js';
import type {PhoneConfig} from '../config/phone-config.js';
import type {CallNotices} from '../events.js';

/** How long an ended call stays in sight, in milliseconds; longer where the person must read why. */
const LINGER = 4_000;
const LINGER_FAILED = 12_000;

export interface RegistryHost {
  readonly phone: CallHost['phone'];
  readonly config: PhoneConfig;
  readonly signal: AbortSignal;
  /** The calls, and which of them is active. */
  changed(calls: readonly Readonly<CallState>[], activeId: string | null): void;
  relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean;
  readonly media: CallHost['media'];
  readonly heard: CallHost['heard'];
  /** How loud a call begins. */
  volume(): number;
  readonly volumeChanged: CallHost['volumeChanged'];
  readonly chooseDevice: CallHost['chooseDevice'];
  /** Both are in a conference: the one need not be held for the other. */
  together(one: Call, other: Call): boolean;
  readonly referred: CallHost['referred'];
}

/** The calls of a phone: which there are, which one is active, and when an ended one is cleared away. */
export class CallRegistry {
  readonly #host: RegistryHost;
  readonly #lines = new Map<string, CallLine>();
  /** What cancels the wait of each ended call. */
  readonly #lingering = new Map<string, () => void>();
  readonly #callHost: CallHost;
  #activeId: string | null = null;

  constructor(host: RegistryHost) {
    this.#host = host;
    host.signal.addEventListener('abort', () => {
      for (const cancel of this.#lingering.values()) cancel();
    });
    this.#callHost = {
      phone: host.phone,
      config: host.config,
      relay: (type, detail) => this.#relay(type, detail),
      takeFocus: (line) => this.#takeFocus(line),
      media: host.media,
      heard: host.heard,
      get volume() {
        return host.volume();
      },
      volumeChanged: host.volumeChanged,
      chooseDevice: host.chooseDevice,
      referred: host.referred,
    };
  }

  get all(): CallLine[] {
    return [...this.#lines.values()];
  }

  get live(): CallLine[] {
    return this.all.filter(({model}) => !model.ended);
  }

  get(id: string | null): CallLine | undefined {
    return id === null ? undefined : this.#lines.get(id);
  }

  /** Adds a call; it is seen from the next `update()` on. */
  add(initial: CallState, source: SessionSource): CallLine {
    this.#calledBack(initial.remoteIdentity.uri);
    const line = new CallLine(this.#callHost, initial, source);
    const {id} = line;
    this.#lines.set(id, line);
    // Without the signal of the phone, which would keep every call for as long as the phone lives.
    line.model.store.subscribe(() => {
      if (this.#lines.has(id) && !this.#host.signal.aborted) this.update();
    });
    return line;
  }

  /** Takes a call out before anybody has seen it. */
  remove({id}: CallLine): void {
    this.#lines.delete(id);
  }

  select(id: string): void {
    if (!this.#lines.has(id)) return;
    this.#activeId = id;
    this.update();
  }

  update(): void {
    const calls = this.all.map(({model}) => model.state);
    this.#activeId = chooseActive(calls, this.#activeId);
    this.#host.changed(calls, this.#activeId);
  }

  #relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean {
    const line = this.get(detail.call?.id ?? null);
    if (!line) return true;
    this.update();
    const wanted = this.#host.relay(type, detail);
    // A purged call goes at once, but not before it has said why.
    if (type === (line.call.state === 'purge' ? 'sip-call-ended' : 'sip-state-change')) this.#clearAway(line.call);
    return wanted;
  }

  #clearAway(call: Call): void {
    if (call.state === 'hangup') {
      // Whoever was cut off decides whether to call back, however long that takes; an open question is answered first.
      if (callBackTarget(call.snapshot) || call.snapshot.consents.length) return;
      const delay = call.snapshot.end?.failed ? LINGER_FAILED : LINGER;
      const cancel = this.#host.config.clock.after(delay, () => call.dismiss());
      this.#lingering.set(call.id, cancel);
    } else if (isEnded(call.state)) {
      this.#lingering.get(call.id)?.();
      this.#lingering.delete(call.id);
      this.#lines.delete(call.id);
      this.update();
    }
  }

  /** Whom one has on the line again need not be called back. */
  #calledBack(uri: string): void {
    const domain = domainOf(this.#host.config.uri);
    for (const {call} of this.all) if (callBackTarget(call.snapshot, domain) === uri) call.dismiss();
  }

  /** One conversation at a time, which may be that of a conference: the others are held before this one goes on. */
  async #takeFocus(line: CallLine): Promise<void> {
    const others = this.all.filter(
      (other) =>
        other !== line &&
        !line.takesPlaceOf(other) &&
        other.call.state === 'active' &&
        !other.call.isOnHold() &&
        !this.#host.together(line.call, other.call),
    );
    this.select(line.id);
    await Promise.all(others.map(({call}) => call.hold()));
  }
}

/** The call chosen last while it lives; else one in conversation, a ringing one, any. */
function chooseActive(calls: readonly Readonly<CallState>[], current: string | null): string | null {
  const live = calls.filter((call) => !isEnded(call.state));
  if (live.some((call) => call.id === current)) return current;
  const next = live.find((call) => call.state === 'active') ?? live.find((call) => isAnswerable(call)) ?? live[0];
  return next?.id ?? null;
}
