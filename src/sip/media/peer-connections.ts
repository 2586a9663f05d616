import type {PhoneConfig} from '../../core/config/phone-config.js';
import {SipError, toSipError} from '../../core/errors.js';
import {IcePatience} from './ice-patience.js';
import {IceServers} from './ice-servers.js';
import {onNetworkChange} from '../transport/network-change.js';

/** How long a peer connection is kept for a call that does not come, in milliseconds. */
const SPARE = 20_000;

interface Spare {
  readonly pc: RTCPeerConnection;
  cancel: () => void;
}

/** Makes the peer connections of a phone, one of them ahead of its call, with its candidates already gathered. */
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
   * Whether candidates may be gathered before the devices are open. Until the person allows the microphone, browsers
   * hide the addresses of the machine, so earlier candidates are of little use.
   */
  get early(): boolean {
    return this.#config.getUserMedia !== undefined || this.#permission?.state === 'granted';
  }

  async configuration(): Promise<RTCConfiguration> {
    const {iceTransportPolicy} = this.#config;
    return {iceServers: await this.#servers.get(), iceTransportPolicy};
  }

  /** Sets new TURN credentials before an ICE restart, because the old ones may have expired. */
  async renew(pc: RTCPeerConnection): Promise<void> {
    pc.setConfiguration({...pc.getConfiguration(), ...(await this.configuration())});
  }

  /** Starts gathering for a call that may come soon. A second call only keeps the peer connection for longer. */
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
   * Returns a peer connection for a call: the spare one, or a new one.
   * @param ahead - The call may need it only later, so gathering begins at once.
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
      // The call itself will tell the person of this error.
      this.#config.logger.debug('No peer connection could be made ahead.', error);
    }
  }

  async #create(ahead: boolean): Promise<RTCPeerConnection> {
    if (typeof RTCPeerConnection === 'undefined') {
      throw new SipError('media-unsupported', 'This browser has no WebRTC, or it is switched off.');
    }
    const configuration = await this.configuration();
    // RFC 8829 section 3.5.4. A picture needs candidates of its own while the far end may not support BUNDLE.
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

  /** The servers or the network changed. */
  readonly #outdated = (): void => {
    this.patience.forget();
    this.#drop();
  };

  /** Closes the spare: its candidates may be outdated, or no call needed it. */
  readonly #drop = (): void => {
    this.#spare?.cancel();
    this.#spare?.pc.close();
    this.#spare = undefined;
  };

  async #askPermission(): Promise<void> {
    try {
      this.#permission = await navigator.permissions.query({name: 'microphone'});
    } catch {
      // Old browsers do not know this permission. Then nothing is gathered early.
    }
  }
}
