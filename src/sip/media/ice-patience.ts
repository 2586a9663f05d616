import type {Clock} from '../../core/clock.js';

/** How long servers count as silent that did not answer, and how long an offer waits for those, in milliseconds. */
const SILENT = 300_000;
const SHORT = 300;

/**
 * How long an offer waits for STUN and TURN servers. One that is slow is worth the whole time; one that did not answer
 * the last time costs the next calls a moment only, until it answers or some minutes have passed.
 */
export class IcePatience {
  readonly #clock: Clock;
  /** When gathering began on a peer connection that was made ahead of its call. */
  readonly #begun = new WeakMap<RTCPeerConnection, number>();
  #silentUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gathering begins on this one, whenever it is going to be needed. */
  begin(pc: RTCPeerConnection): void {
    this.#begun.set(pc, this.#clock.now());
  }

  /** What is left of a limit, in milliseconds: the time since gathering began counts. */
  limit(pc: RTCPeerConnection, whole: number): number {
    const now = this.#clock.now();
    const waited = now - (this.#begun.get(pc) ?? now);
    return Math.max((now < this.#silentUntil ? Math.min(whole, SHORT) : whole) - waited, 0);
  }

  /** The wait is over. `missing`: for the limit, and not everything came that was wanted. */
  learn(pc: RTCPeerConnection, missing: boolean): void {
    this.#begun.delete(pc);
    if (!missing) {
      this.forget();
      return;
    }
    this.#silentUntil = this.#clock.now() + SILENT;
    const late = ({candidate}: RTCPeerConnectionIceEvent) => {
      if (candidate?.type !== 'srflx' && candidate?.type !== 'relay') return;
      pc.removeEventListener('icecandidate', late);
      this.forget();
    };
    pc.addEventListener('icecandidate', late);
  }

  /** Other servers, or another network: nothing is known of them. */
  forget(): void {
    this.#silentUntil = 0;
  }
}
