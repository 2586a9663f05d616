import {domainOf} from '../address.js';
import {callBackTarget} from './call-back.js';
import {Call} from './call.js';
import type {CallBase, CallHost, SessionSource} from './call-base.js';
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
  together(one: CallBase, other: CallBase): boolean;
  readonly referred: CallHost['referred'];
}

/** The calls of a phone: which there are, which one is active, and when an ended one is cleared away. */
export class CallRegistry {
  readonly #host: RegistryHost;
  readonly #calls = new Map<string, Call>();
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
      takeFocus: (call) => this.#takeFocus(call),
      media: host.media,
      heard: host.heard,
      get volume() {
        return host.volume();
      },
      volumeChanged: host.volumeChanged,
      chooseDevice: host.chooseDevice,
      find: (id) => this.get(id),
      referred: host.referred,
    };
  }

  get all(): Call[] {
    return [...this.#calls.values()];
  }

  get live(): Call[] {
    return this.all.filter((call) => !isEnded(call.state));
  }

  get(id: string | null): Call | undefined {
    return id === null ? undefined : this.#calls.get(id);
  }

  /** Adds a call; it is seen from the next `update()` on. */
  add(initial: CallState, source: SessionSource): Call {
    this.#calledBack(initial.remoteIdentity.uri);
    const call = new Call(this.#callHost, initial, source);
    this.#calls.set(call.id, call);
    // Without the signal of the phone, which would keep every call for as long as the phone lives.
    call.store.subscribe(() => {
      if (this.#calls.has(call.id) && !this.#host.signal.aborted) this.update();
    });
    return call;
  }

  /** Takes a call out before anybody has seen it. */
  remove(call: Call): void {
    this.#calls.delete(call.id);
  }

  select(id: string): void {
    if (!this.#calls.has(id)) return;
    this.#activeId = id;
    this.update();
  }

  update(): void {
    const calls = this.all.map((call) => call.snapshot);
    this.#activeId = chooseActive(calls, this.#activeId);
    this.#host.changed(calls, this.#activeId);
  }

  #relay<K extends keyof CallNotices>(type: K, detail: CallNotices[K]): boolean {
    const call = this.get(detail.call?.id ?? null);
    if (!call) return true;
    this.update();
    const wanted = this.#host.relay(type, detail);
    // A purged call goes at once, but not before it has said why.
    if (type === (call.state === 'purge' ? 'sip-call-ended' : 'sip-state-change')) this.#clearAway(call);
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
      this.#calls.delete(call.id);
      this.update();
    }
  }

  /** Whom one has on the line again need not be called back. */
  #calledBack(uri: string): void {
    const domain = domainOf(this.#host.config.uri);
    for (const call of this.all) if (callBackTarget(call.snapshot, domain) === uri) call.dismiss();
  }

  /** One conversation at a time, which may be that of a conference: the others are held before this one goes on. */
  async #takeFocus(call: CallBase): Promise<void> {
    const others = this.all.filter(
      (other) =>
        other !== call &&
        !call.takesPlaceOf(other) &&
        other.state === 'active' &&
        !other.snapshot.held.local &&
        !this.#host.together(call, other),
    );
    this.select(call.id);
    await Promise.all(others.map((other) => other.hold()));
  }
}

/** The call chosen last while it lives; else one in conversation, a ringing one, any. */
function chooseActive(calls: readonly Readonly<CallState>[], current: string | null): string | null {
  const live = calls.filter((call) => !isEnded(call.state));
  if (live.some((call) => call.id === current)) return current;
  const next = live.find((call) => call.state === 'active') ?? live.find((call) => isAnswerable(call)) ?? live[0];
  return next?.id ?? null;
}
