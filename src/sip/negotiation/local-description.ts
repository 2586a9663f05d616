import type {SessionTiming} from '../../core/call/call-timings.js';
import type {DescriptionModifier} from '../../core/engine/sip-engine.js';
import {SipError} from '../../core/errors.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import {candidatesGathered, gatheringPolicy} from '../media/ice-gathering.js';
import type {PeerConnections} from '../media/peer-connections.js';
import {orAborted} from '../waiting.js';

export interface LocalDescriptionOptions {
  readonly config: Pick<PhoneConfig, 'clock' | 'gathering'>;
  readonly connections: Pick<PeerConnections, 'patience'>;
  /** Functions that change the description that is sent, not the one that the browser uses. */
  readonly modifiers: () => readonly DescriptionModifier[];
  /** Ends every wait. */
  readonly signal: AbortSignal;
  readonly timed: (timing: SessionTiming) => void;
}

/** Our descriptions for one peer connection: made when something changed, and complete with candidates. */
export class LocalDescription {
  readonly #options: LocalDescriptionOptions;
  #shape = '';
  #credentials = '';
  #gathering: Promise<void> | undefined;

  constructor(options: LocalDescriptionOptions) {
    this.#options = options;
  }

  /** Sets an offer or an answer, unless the same offer is already open. Gathering has begun when it resolves. */
  async set(pc: RTCPeerConnection, iceRestart = false): Promise<void> {
    const shape = shapeOf(pc);
    if (!iceRestart && shape === this.#shape && pc.signalingState === 'have-local-offer') return;
    const {signal} = this.#options;
    const offering = pc.signalingState !== 'have-remote-offer';
    const description = await orAborted(offering ? pc.createOffer({iceRestart}) : pc.createAnswer(), signal);
    await orAborted(pc.setLocalDescription(description), signal);
    this.#shape = shape;
    // Candidates belong to ICE credentials. With the same credentials they are already in the description.
    const credentials = (description.sdp?.match(/^a=ice-ufrag:.*$/gm) ?? []).join();
    if (credentials === this.#credentials) return;
    this.#credentials = credentials;
    this.#gathering = this.#gather(pc);
  }

  /** Resolves with the description once it has candidates. */
  async complete(pc: RTCPeerConnection): Promise<string> {
    await this.#gathering;
    const {signal, modifiers} = this.#options;
    signal.throwIfAborted();
    let {type = 'offer', sdp = ''}: Partial<RTCSessionDescriptionInit> = pc.localDescription ?? {};
    for (const modify of modifiers()) ({type, sdp = ''} = await orAborted(modified(modify, {type, sdp}), signal));
    return sdp;
  }

  async #gather(pc: RTCPeerConnection): Promise<void> {
    const {config, connections, signal, timed} = this.#options;
    const policy = gatheringPolicy(pc.getConfiguration(), config.gathering);
    const limit = connections.patience.limit(pc, policy.limit);
    const report = await candidatesGathered(pc, {policy: {...policy, limit}, clock: config.clock, signal});
    if (!signal.aborted) connections.patience.learn(pc, report.end === 'limit');
    timed({gathering: report});
  }
}

/** Lets a function of the page change a description. If it fails, the error names the page's function. */
async function modified(
  modify: DescriptionModifier,
  description: RTCSessionDescriptionInit,
): Promise<RTCSessionDescriptionInit> {
  try {
    return await modify(description);
  } catch (cause) {
    throw new SipError('invalid-argument', 'A modifier of descriptions failed.', {cause});
  }
}

/** The content of an offer as far as our side decides it, without candidates. */
function shapeOf(pc: RTCPeerConnection): string {
  return pc
    .getTransceivers()
    .map(({receiver, direction}) => `${receiver.track.kind} ${direction}`)
    .join();
}
