/** What really flows: the counters of a page's peer connections, by WebRTC's own statistics. */
import {until} from '../../servers/index.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {'audio' | 'video'} Kind
 * @typedef {'inbound' | 'outbound'} Direction
 * @typedef {Record<Kind, Record<Direction, number>>} Packets
 */

/** Runs in the page before all else: remembers every peer connection. */
export function watchPeers() {
  /** @type {RTCPeerConnection[]} */
  const peers = [];
  Object.assign(globalThis, {
    peers,
    RTCPeerConnection: class extends RTCPeerConnection {
      /** @param {RTCConfiguration} [configuration] */
      constructor(configuration) {
        super(configuration);
        peers.push(this);
      }
    },
  });
}

/**
 * All statistics of the peer connections that are open.
 * @param {Page} page
 * @returns {Promise<any[]>} as RTCStats, of every type
 */
export function statistics(page) {
  return page.evaluate(async () => {
    const {peers} = /** @type {{peers: RTCPeerConnection[]}} */ (/** @type {unknown} */ (globalThis));
    const open = peers.filter((peer) => peer.signalingState !== 'closed');
    const reports = await Promise.all(open.map((peer) => peer.getStats()));
    return reports.flatMap((report) => [...report.values()]);
  });
}

/**
 * RTP packets so far.
 * @param {Page} page
 * @returns {Promise<Packets>}
 */
export async function packets(page) {
  /** @type {Packets} */
  const counts = {audio: {inbound: 0, outbound: 0}, video: {inbound: 0, outbound: 0}};
  for (const {type, kind, packetsReceived, packetsSent} of await statistics(page)) {
    if (type === 'inbound-rtp') counts[/** @type {Kind} */ (kind)].inbound += packetsReceived;
    if (type === 'outbound-rtp') counts[/** @type {Kind} */ (kind)].outbound += packetsSent;
  }
  return counts;
}

/**
 * Waits until so many more packets of a kind have come in and gone out.
 * @param {Page} page
 * @param {Kind} kind
 * @param {{by?: number, directions?: readonly Direction[], timeout?: number}} [options]
 */
export async function waitForGrowth(page, kind, {by = 25, directions = ['inbound', 'outbound'], timeout} = {}) {
  const before = (await packets(page))[kind];
  let now = before;
  const grew = async () => {
    now = (await packets(page))[kind];
    return directions.every((direction) => now[direction] >= before[direction] + by);
  };
  await until(grew, {what: `${by} more ${kind} packets ${directions.join(' and ')}`, timeout: timeout ?? 15_000}).catch(
    (error) => {
      throw new Error(`${error.message}: ${JSON.stringify({before, now})}`, {cause: error});
    },
  );
}

/**
 * Waits until what comes in is sound and not silence; the page must play it for that to be measured.
 * @param {Page} page
 */
export async function waitForSound(page) {
  const energy = async () => {
    const inbound = (await statistics(page)).filter(({type, kind}) => type === 'inbound-rtp' && kind === 'audio');
    return inbound.reduce((sum, {totalAudioEnergy = 0}) => sum + totalAudioEnergy, 0);
  };
  const before = await energy();
  await until(async () => (await energy()) > before + 0.001, {what: 'sound in what comes in', timeout: 15_000});
}

/**
 * The types of the candidates (`host`, `srflx`, `prflx`, `relay`) over which media go.
 * @param {Page} page
 * @returns {Promise<{local: string, remote: string}[]>} one pair per transport
 */
export async function selectedCandidates(page) {
  const all = await statistics(page);
  /** @param {string} id */
  const byId = (id) => all.find((entry) => entry.id === id);
  return all
    .filter(({type, selectedCandidatePairId}) => type === 'transport' && selectedCandidatePairId)
    .map(({selectedCandidatePairId}) => byId(selectedCandidatePairId))
    .map((pair) => ({
      local: byId(pair.localCandidateId).candidateType,
      remote: byId(pair.remoteCandidateId).candidateType,
    }));
}
