/** The media that really flow: the counters of a page's peer connections, by WebRTC statistics. */
import {until} from '../../servers/index.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {'audio' | 'video'} Kind
 * @typedef {'inbound' | 'outbound'} Direction
 * @typedef {Record<Kind, Record<Direction, number>>} Packets
 */

/** Runs in the page before all other scripts: remembers every peer connection. */
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
 * Returns all statistics of the open peer connections.
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
 * Returns the RTP packets until now.
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
 * Waits until that many more packets of a kind have arrived and been sent.
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
 * Returns the sound until now: the energy as in WebRTC statistics, and the seconds in which it was measured. Only sound
 * that the page plays is measured.
 * @param {Page} page
 */
async function heard(page) {
  const sum = {energy: 0, seconds: 0};
  for (const {type, kind, totalAudioEnergy = 0, totalSamplesDuration = 0} of await statistics(page)) {
    if (type !== 'inbound-rtp' || kind !== 'audio') continue;
    sum.energy += totalAudioEnergy;
    sum.seconds += totalSamplesDuration;
  }
  return sum;
}

/**
 * Waits until sound arrives that is not silence.
 * @param {Page} page
 */
export async function waitForSound(page) {
  const before = await heard(page);
  const louder = async () => (await heard(page)).energy > before.energy + 0.001;
  await until(louder, {what: 'sound in what comes in', timeout: 15_000});
}

/**
 * Waits until two seconds of silence have arrived. (The fake microphone beeps more often than that.)
 * @param {Page} page
 */
export async function waitForSilence(page) {
  let silentFrom = await heard(page);
  const silent = async () => {
    const now = await heard(page);
    if (now.energy > silentFrom.energy + 0.0001) silentFrom = now;
    return now.seconds >= silentFrom.seconds + 2;
  };
  await until(silent, {what: 'silence in what comes in', timeout: 15_000});
}

/**
 * Waits until no packets of a kind have arrived for a second.
 * @param {Page} page
 * @param {Kind} kind
 */
export async function waitForStop(page, kind) {
  let last = {count: -1, at: 0};
  const stopped = async () => {
    const count = (await packets(page))[kind].inbound;
    if (count !== last.count) last = {count, at: Date.now()};
    return Date.now() - last.at >= 1000;
  };
  await until(stopped, {what: `no more ${kind} packets come in`, timeout: 15_000});
}

/**
 * Returns the types (`host`, `srflx`, `prflx`, `relay`) of the candidates that carry the media.
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
