import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {MediaPort} from '../../core/media-port.js';
import type {CodecPreferences} from '../negotiation/codec-preferences.js';
import type {Connectivity} from '../recovery/connectivity.js';
import type {Notifier} from '../notifier.js';
import type {SipGroups} from '../groups.js';
import type {PeerConnections} from '../media/peer-connections.js';
import type {Agent} from '../agent.js';

/** The parts of the engine that a session needs. */
export interface SessionContext {
  readonly config: PhoneConfig;
  readonly media: MediaPort;
  readonly agent: Agent;
  readonly groups: SipGroups;
  readonly connectivity: Connectivity;
  readonly notifier: Notifier;
  readonly connections: PeerConnections;
  readonly codecs: CodecPreferences;
  readonly over: (id: string) => void;
  /** Saves the sessions again, because a fact that the next page needs has changed. */
  readonly save: () => void;
}
