import type {PeerConnections} from './peer-connections.js';
import {movesAway} from '../negotiation/sdp.js';

export interface SessionConnectionOptions {
  readonly connections: Pick<PeerConnections, 'take'>;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
  /** A peer connection is there that has no description yet. `offering`: its first one will be ours. */
  readonly opened: (pc: RTCPeerConnection, offering: boolean) => void;
}

/** The peer connection of one session; another one takes its place when the far end does the same. */
export class SessionConnection {
  readonly #options: SessionConnectionOptions;
  #pc: RTCPeerConnection | undefined;
  #opening: Promise<RTCPeerConnection> | undefined;
  /** Holds again if the exchange under way is refused. */
  #former: RTCPeerConnection | undefined;

  constructor(options: SessionConnectionOptions) {
    this.#options = options;
  }

  get pc(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /** The one over which media go: not one that is still being negotiated in its place. */
  get agreed(): RTCPeerConnection | undefined {
    return this.#former ?? this.#pc;
  }

  open(ahead = false): Promise<RTCPeerConnection> {
    this.#opening ??= this.#first(ahead).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  /**
   * The one for a description of the far end. An offer that comes from another peer connection of theirs, as that of a
   * reloaded page does, is answered by a new one of ours: it begins with the DTLS handshake as soon as ICE has found a
   * way. One that was client before would keep its role (RFC 8842 section 5.3), and its retries are seconds apart in
   * Chromium; Firefox takes no other fingerprint at all.
   */
  async openFor(sdp: string, agreed: string): Promise<RTCPeerConnection> {
    const pc = await this.open();
    if (this.#former || pc.signalingState !== 'stable' || !movesAway(agreed, sdp)) return pc;
    return this.#replace(pc, false);
  }

  /**
   * Another one, for an offer of ours. ICE alone could be restarted, but the handshake was with somebody else: Firefox
   * takes no other fingerprint, and in Chromium it hangs now and then.
   */
  async renew(): Promise<void> {
    const pc = await this.open();
    if (!this.#former) await this.#replace(pc, true);
  }

  /** Both sides agree. Returns whether a new peer connection holds from now on. */
  settle(): boolean {
    this.#former?.close();
    const moved = this.#former !== undefined;
    this.#former = undefined;
    return moved;
  }

  /** The exchange was refused: the peer connection of before holds again. */
  restore(): void {
    if (!this.#former) return;
    this.#pc?.close();
    this.#pc = this.#former;
    this.#opening = Promise.resolve(this.#former);
    this.#former = undefined;
  }

  /** All that may carry media now or in a moment. */
  get all(): readonly RTCPeerConnection[] {
    return [this.#former, this.#pc].filter((pc) => pc !== undefined);
  }

  close(): void {
    this.#former?.close();
    this.#pc?.close();
  }

  async #first(ahead: boolean): Promise<RTCPeerConnection> {
    const pc = await this.#take(ahead);
    this.#use(pc, true);
    return pc;
  }

  async #replace(former: RTCPeerConnection, offering: boolean): Promise<RTCPeerConnection> {
    const fresh = await this.#take(false);
    this.#former = former;
    this.#use(fresh, offering);
    return fresh;
  }

  #take(ahead: boolean): Promise<RTCPeerConnection> {
    const {connections, signal} = this.#options;
    signal.throwIfAborted();
    return connections.take(ahead);
  }

  #use(pc: RTCPeerConnection, offering: boolean): void {
    const {signal} = this.#options;
    // The session may have ended in the meantime, and has closed what it knew of.
    if (signal.aborted) pc.close();
    signal.throwIfAborted();
    this.#pc = pc;
    this.#opening = Promise.resolve(pc);
    this.#options.opened(pc, offering);
  }
}
