/** SIPp: a plain SIP peer that plays one of our scenarios and echoes the media that it receives. */
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {freePort, freePortRange, LOOPBACK} from './ports.mjs';

/**
 * @typedef {object} SippOptions
 * @property {string} [user] calls to this user go to SIPp; default `sipp`
 * @property {string} [calls] it calls this user once, instead of waiting for calls
 * @property {boolean} [once] it plays its scenario once and ends
 * @property {string} [scenario] name of a file in `scenarios/` without `.xml`; default `answer-and-echo`
 * @property {Readonly<Record<string, string>>} [keys] values for the keywords of the scenario
 */

/**
 * @typedef {object} Sipp
 * @property {string} aor
 * @property {import('./server-process.mjs').ServerProcess} process
 * @property {() => Promise<void>} finished waits until it has played its scenario once to the end; fails if anything else came
 * @property {() => Promise<void>} stop
 */

/**
 * @param {SippOptions & {group: import('./server-group.mjs').ServerGroup, kamailio: import('./kamailio.mjs').Kamailio}} options
 * @returns {Promise<Sipp>}
 */
export async function startSipp({
  group,
  kamailio,
  user = 'sipp',
  calls,
  once,
  scenario = 'answer-and-echo',
  keys = {},
}) {
  const port = await freePort();
  const media = await freePortRange(4); // RTP and RTCP, for audio and video
  const server = group.spawn({
    name: `sipp-${user}`,
    program: 'sipp',
    args: [
      ['-sf', fileURLToPath(new URL(`./scenarios/${scenario}.xml`, import.meta.url))],
      ['-i', LOOPBACK, '-p', String(port)],
      ['-mi', LOOPBACK, '-mp', String(media.first), '-rtp_echo'],
      ['-ci', LOOPBACK, '-cp', String(await freePort())], // its remote control; the default is all addresses
      once || calls ? ['-m', '1'] : [],
      calls ? ['-s', calls, `${LOOPBACK}:${kamailio.sipPort}`] : [],
      ...Object.entries(keys).map(([key, value]) => ['-key', key, value]),
      ['-nostdin', '-trace_err', '-error_file', `sipp-${user}-errors.log`],
    ].flat(),
  });
  const sipp = {
    aor: `sip:${user}@${kamailio.domain}`,
    process: server,
    finished: () => server.finished(),
    stop: () => server.stop(),
  };
  if (calls) return sipp;
  // A SIP request would start the scenario, so the kernel is asked whether the port is bound.
  await server.ready(() => isUdpBound(port));
  await kamailio.route(user, port);
  return sipp;
}

/** @param {number} port */
async function isUdpBound(port) {
  const table = await readFile('/proc/net/udp', 'utf8');
  return table.includes(`:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000`);
}
