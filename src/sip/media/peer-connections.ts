import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError, toSipError} from '../../core/errors.js';
import {IcePatience} from './ice-patience.js';
import {IceServers} from './ice-servers.js';
import {onNetworkChange} from '../transport/network-change.js';

/** How long a peer connection that was made ahead is kept for a call that does not come, in milliseconds. */
const SPARE = 20_000;

interface Spare {
  readonly pc: RTCPeerConnection;
  cancel: () => void;
}

/** Makes the peer connections of a phone; one of them ahead of its call, with candidates that are gathered already. */
export class PeerConnections {
  readonly patience: IcePatience;
  readonly #config: PhoneConfig;
  readonly #servers: IceServers;
  readonly #lifetime = new AbortController();
  #permission: PermissionStatus | undefined;
  #spare: Spare | undefined;
  #making: Promise<void> | undefined;

  constructor(config: PhoneConfig) {
    this.#config = config;
    this.patience = new IcePatience(config.clock);
    this.#servers = new IceServers(config, this.#outdated);
    onNetworkChange(this.#outdated, this.#lifetime.signal);
    void this.#askPermission();
  }

  /**
   * Candidates may be gathered before the devices are open. Where the person still has to allow the microphone, browsers
   * hide the addresses of the machine until then, and candidates of before are of little use.
   */
  get early(): boolean {
    return this.#config.getUserMedia !== undefined || this.#permission?.state === 'granted';
  }

  async configuration(): Promise<RTCConfiguration> {
    const {iceTransportPolicy} = this.#config;
    return {iceServers: await this.#servers.get(), iceTransportPolicy};
  }

  /** New secrets for TURN before an ICE restart: the old ones may have lapsed since. */
  async renew(pc: RTCPeerConnection): Promise<void> {
    pc.setConfiguration({...pc.getConfiguration(), ...(await this.configuration())});
  }

  /** Lets gathering begin for a call that may come soon; once more, it is kept for longer. */
  async prewarm(): Promise<void> {
    if (this.#spare) {
      const {pc, cancel} = this.#spare;
      cancel();
      this.#keep(pc);
      return;
    }
    if (!this.early) return;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    await this.#making;
  }

  /**
   * A peer connection for a call: the spare one, or a new one.
   * @param ahead - It may be a while until the call needs it: gathering begins at once.
   */
  async take(ahead = false): Promise<RTCPeerConnection> {
    await this.#making;
    const spare = this.#spare?.pc;
    if (!spare) return this.#create(ahead);
    this.#spare?.cancel();
    this.#spare = undefined;
    return spare;
  }

  close(): void {
    this.#lifetime.abort();
    this.#servers.close();
    this.#drop();
  }

  async #make(): Promise<void> {
    try {
      const pc = await this.#create(true);
      if (this.#lifetime.signal.aborted) pc.close();
      else this.#keep(pc);
    } catch (error) {
      // The call itself will say it to the person.
      this.#config.logger.debug('No peer connection could be made ahead.', error);
    }
  }

  async #create(ahead: boolean): Promise<RTCPeerConnection> {
    if (typeof RTCPeerConnection === 'undefined') {
      throw new SipError('media-unsupported', 'This browser has no WebRTC, or it is switched off.');
    }
    const configuration = await this.configuration();
    // RFC 8829 section 3.5.4. A picture needs candidates of its own, as long as the far end may not bundle.
    const iceCandidatePoolSize = this.#config.video ? 2 : 1;
    try {
      if (!ahead) return new RTCPeerConnection(configuration);
      const pc = new RTCPeerConnection({...configuration, iceCandidatePoolSize});
      this.patience.begin(pc);
      return pc;
    } catch (cause) {
      throw toSipError(cause, 'media-failed');
    }
  }

  #keep(pc: RTCPeerConnection): void {
    this.#spare = {pc, cancel: this.#config.clock.after(SPARE, this.#drop)};
  }

  /** Other servers, or another network. */
  readonly #outdated = (): void => {
    this.patience.forget();
    this.#drop();
  };

  /** Its candidates may be wrong now, or it was not needed. */
  readonly #drop = (): void => {
    this.#spare?.cancel();
    this.#spare?.pc.close();
    this.#spare = undefined;
  };

  async #askPermission(): Promise<void> {
    try {
      this.#permission = await navigator.permissions.query({name: 'microphone'});
    } catch {
      // Old browsers do not know this permission: nothing is gathered early.
    }
  }
}
