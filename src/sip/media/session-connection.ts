import type {PeerConnections} from './peer-connections.js';
import {movesAway} from '../negotiation/sdp.js';

export interface SessionConnectionOptions {
  readonly connections: Pick<PeerConnections, 'take'>;
  /** Aborts when the session is over. */
  readonly signal: AbortSignal;
  /** There is a new peer connection, without a description. `offering`: its first description will be our offer. */
  readonly opened: (pc: RTCPeerConnection, offering: boolean) => void;
}

/**
 * The peer connection of one session. A new one takes its place when the far end changes to another peer connection.
 */
export class SessionConnection {
  readonly #options: SessionConnectionOptions;
  #pc: RTCPeerConnection | undefined;
  #opening: Promise<RTCPeerConnection> | undefined;
  /** The peer connection before, which comes back if the far end refuses the present offer. */
  #former: RTCPeerConnection | undefined;

  constructor(options: SessionConnectionOptions) {
    this.#options = options;
  }

  get pc(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /** The peer connection that carries the media, as opposed to one that is still being negotiated. */
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
   * Returns the peer connection for a description of the far end. An offer may come from another peer connection of
   * theirs, for example after a reload. A new one of ours answers it, and begins the DTLS handshake as soon as ICE has
   * found a way. The old one would keep its DTLS role (RFC 8842 section 5.3): as a client in Chromium it retries only
   * after seconds, and Firefox accepts no other fingerprint.
   */
  async openFor(sdp: string, agreed: string): Promise<RTCPeerConnection> {
    const pc = await this.open();
    if (this.#former || pc.signalingState !== 'stable' || !movesAway(agreed, sdp)) return pc;
    return this.#replace(pc, false);
  }

  /**
   * Opens another peer connection for an offer of ours. An ICE restart is not enough if somebody else answers: Firefox
   * accepts no other fingerprint, and in Chromium the DTLS handshake sometimes hangs.
   */
  async renew(): Promise<void> {
    const pc = await this.open();
    if (!this.#former) await this.#replace(pc, true);
  }

  /** Both sides agree. Returns whether a new peer connection carries the media from now on. */
  settle(): boolean {
    this.#former?.close();
    const moved = this.#former !== undefined;
    this.#former = undefined;
    return moved;
  }

  /** The far end refused the exchange, so the peer connection before comes back. Returns whether there was one. */
  restore(): boolean {
    if (!this.#former) return false;
    this.#pc?.close();
    this.#pc = this.#former;
    this.#opening = Promise.resolve(this.#former);
    this.#former = undefined;
    return true;
  }

  /** All peer connections that carry media now or may do so soon. */
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
    // The session may have ended meanwhile; its end closed only the peer connections that it knew.
    if (signal.aborted) pc.close();
    signal.throwIfAborted();
    this.#pc = pc;
    this.#opening = Promise.resolve(pc);
    this.#options.opened(pc, offering);
  }
}
