/** baresip: a plain SIP phone (user dave) that answers by itself, sends a 440 Hz tone and records what it hears. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {BaresipControl} from './baresip-control.mjs';
import {writeConfiguration} from './configuration.mjs';
import {freePort, freePortRange, LOOPBACK} from './ports.mjs';
import {readRecordings} from './recording.mjs';

const USER = 'dave';
const RTP_PORTS = 20;

/**
 * @typedef {object} Baresip
 * @property {string} aor its address
 * @property {(uri: string) => Promise<void>} dial
 * @property {() => Promise<void>} hangup
 * @property {() => number} calls how many calls it is in, by its events
 * @property {() => string} digits the digits that it got (RFC 4733) until now
 * @property {() => Promise<number>} recordingBytes size of the sound that it heard in all its calls
 * @property {() => Promise<number>} recordingLevel how loud that was, 0 to 1 (root mean square)
 * @property {import('./server-process.mjs').ServerProcess} process
 */

/**
 * @param {{group: import('./server-group.mjs').ServerGroup, kamailio: import('./kamailio.mjs').Kamailio}} options
 * @returns {Promise<Baresip>}
 */
export async function startBaresip({group, kamailio}) {
  const control = await freePort();
  const rtp = await freePortRange(RTP_PORTS);
  const home = join(group.directory, 'baresip');
  const recordings = join(home, 'recordings');
  await mkdir(recordings, {recursive: true});
  const values = {
    ADDRESS: LOOPBACK,
    SIP_PORT: await freePort(),
    CONTROL_PORT: control,
    FIRST_PORT: rtp.first,
    LAST_PORT: rtp.last,
    RECORDINGS: recordings,
    USER,
    PASSWORD: kamailio.users[USER] ?? '',
    DOMAIN: kamailio.domain,
    PROXY_PORT: kamailio.sipPort,
  };
  for (const name of ['config', 'accounts', 'contacts']) {
    await writeConfiguration(`baresip/${name}`, join(home, name), values);
  }
  const server = group.spawn({
    name: 'baresip',
    program: 'baresip',
    args: ['-4', '-f', home, '-p', '/usr/share/baresip'],
    deathSignal: 'SIGKILL', // at SIGTERM it tries for half a minute to unregister, when the registrar is already gone
  });
  await server.ready(() => kamailio.isRegistered(USER));
  const client = await BaresipControl.connect(control);
  return {
    aor: `sip:${USER}@${kamailio.domain}`,
    dial: (uri) => client.command('dial', uri),
    hangup: () => client.command('hangup'),
    calls: () => client.calls,
    digits: () => client.digits,
    recordingBytes: async () => (await readRecordings(recordings)).bytes,
    recordingLevel: async () => (await readRecordings(recordings)).level,
    process: server,
  };
}
