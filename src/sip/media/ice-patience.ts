import type {Clock} from '../../core/clock.js';

/** In milliseconds: how long a server that did not answer counts as silent, and how long an offer waits for it then. */
const SILENT = 300_000;
const SHORT = 300;

/**
 * Decides how long an offer waits for STUN and TURN servers. A slow server gets the whole time. A server that did not
 * answer the last time delays the next calls by a moment only, until it answers or some minutes have passed.
 */
export class IcePatience {
  readonly #clock: Clock;
  /** When gathering began, for peer connections that were made ahead of their call. */
  readonly #begun = new WeakMap<RTCPeerConnection, number>();
  #silentUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gathering begins on this peer connection now, ahead of its call. */
  begin(pc: RTCPeerConnection): void {
    this.#begun.set(pc, this.#clock.now());
  }

  /** Returns the rest of a limit in milliseconds; the time since gathering began counts. */
  limit(pc: RTCPeerConnection, whole: number): number {
    const now = this.#clock.now();
    const waited = now - (this.#begun.get(pc) ?? now);
    return Math.max((now < this.#silentUntil ? Math.min(whole, SHORT) : whole) - waited, 0);
  }

  /** The wait is over. `missing`: it ended by the limit, and some wanted candidates were missing. */
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

  /** The servers or the network changed, so what is known of silent servers no longer counts. */
  forget(): void {
    this.#silentUntil = 0;
  }
}
