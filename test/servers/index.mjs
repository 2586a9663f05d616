/**
 * The test servers: real SIP and media servers on free loopback ports. They start together and stop in reverse order.
 *
 *     const servers = await startServers({kamailio: true, rtpengine: true, coturn: true, baresip: true});
 *     …
 *     await servers.stop();
 */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startAsterisk} from './asterisk.mjs';
import {startBaresip} from './baresip.mjs';
import {startCoturn} from './coturn.mjs';
import {startKamailio} from './kamailio.mjs';
import {startRtpengine} from './rtpengine.mjs';
import {ServerGroup} from './server-group.mjs';
import {startSipp} from './sipp.mjs';

export {missingPrograms} from './programs.mjs';
export {until} from './wait.mjs';

/**
 * @typedef {object} Wanted
 * @property {boolean | import('./kamailio.mjs').Asks} [kamailio] an object sets which authentication it asks for
 * @property {boolean} [sst] Kamailio enforces session timers (RFC 4028), with a minimum of 300 seconds
 * @property {boolean} [secondKamailio] with the same users and its own bindings
 * @property {boolean} [asterisk] with users of the same names
 * @property {boolean} [rtpengine] between browsers and plain phones
 * @property {boolean} [coturn]
 * @property {boolean} [baresip] needs kamailio, and rtpengine for calls with a browser
 */

/**
 * Starts the wanted servers in the order in which they need each other.
 * @param {Wanted} wanted
 */
export async function startServers(wanted) {
  const group = new ServerGroup(await mkdtemp(join(tmpdir(), 'sip-elements-servers-')));
  try {
    return await startAll(group, wanted);
  } catch (error) {
    await group.stop();
    throw error;
  }
}

/**
 * @param {ServerGroup} group
 * @param {Wanted} wanted
 */
async function startAll(group, wanted) {
  // Kamailio checks at its start whether rtpengine is there.
  const rtpengine = wanted.rtpengine ? await startRtpengine({group}) : undefined;
  const asks = typeof wanted.kamailio === 'object' ? wanted.kamailio : {};
  const kamailio = wanted.kamailio
    ? await startKamailio({group, rtpenginePort: rtpengine?.port, asks, sst: wanted.sst})
    : undefined;
  const secondKamailio = wanted.secondKamailio
    ? await startKamailio({group, rtpenginePort: rtpengine?.port, name: 'kamailio-2'})
    : undefined;
  const asterisk = wanted.asterisk ? await startAsterisk({group}) : undefined;
  const coturn = wanted.coturn ? await startCoturn({group}) : undefined;
  const baresip = wanted.baresip ? await startBaresip({group, kamailio: needed(kamailio)}) : undefined;
  return {
    /** Configuration, logs and recordings of this run. */
    directory: group.directory,
    get kamailio() {
      return needed(kamailio);
    },
    get secondKamailio() {
      return needed(secondKamailio);
    },
    get asterisk() {
      return needed(asterisk);
    },
    /** The server where the phones register. */
    get registrar() {
      return needed(kamailio ?? asterisk);
    },
    get rtpengine() {
      return needed(rtpengine);
    },
    get coturn() {
      return needed(coturn);
    },
    get baresip() {
      return needed(baresip);
    },
    /** @param {import('./sipp.mjs').SippOptions} [options] */
    startSipp: (options = {}) => startSipp({...options, group, kamailio: needed(kamailio)}),
    /**
     * The end of every log, for a test that failed.
     * @param {number} [lines]
     */
    logs: (lines) => group.logs(lines),
    /** Stops everything. Also deletes the run directory, unless `keep` or the variable `KEEP_SERVER_LOGS` is set. */
    async stop({keep = Boolean(process.env['KEEP_SERVER_LOGS'])} = {}) {
      await group.stop();
      if (!keep) await rm(group.directory, {recursive: true, force: true});
    },
  };
}

/**
 * @template T
 * @param {T | undefined} server
 * @returns {T}
 */
function needed(server) {
  if (server === undefined) throw new Error('that server was not asked for: startServers({…: true})');
  return server;
}

/** @typedef {Awaited<ReturnType<typeof startServers>>} Servers */
