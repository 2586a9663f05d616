/** coturn: STUN and TURN over UDP and TCP. */
import {join} from 'node:path';
import {writeConfiguration} from './configuration.mjs';
import {freePort, freePortRange, LOOPBACK} from './ports.mjs';
import {askUdp} from './udp.mjs';

const RELAY_PORTS = 100;
const USERNAME = 'turn';
const CREDENTIAL = 'turn-secret';

/** A STUN Binding request (RFC 8489): type, length 0, magic cookie, transaction id. */
const BINDING_REQUEST = Buffer.concat([Buffer.from('000100002112a442', 'hex'), Buffer.from('are-you-here')]);
const BINDING_SUCCESS = 0x0101;

/**
 * @typedef {object} Coturn
 * @property {string[]} urls as in `RTCIceServer`
 * @property {string} username
 * @property {string} credential
 * @property {import('./server-process.mjs').ServerProcess} process
 */

/**
 * @param {{group: import('./server-group.mjs').ServerGroup}} options
 * @returns {Promise<Coturn>}
 */
export async function startCoturn({group}) {
  const port = await freePort();
  const relay = await freePortRange(RELAY_PORTS);
  const file = join(group.directory, 'turnserver.conf');
  await writeConfiguration('turnserver.conf', file, {
    ADDRESS: LOOPBACK,
    PORT: port,
    FIRST_PORT: relay.first,
    LAST_PORT: relay.last,
    USERNAME,
    CREDENTIAL,
    DIRECTORY: group.directory,
  });
  const server = group.spawn({
    name: 'coturn',
    program: 'turnserver',
    args: ['-c', file],
  });
  await server.ready(async () => (await askUdp(port, BINDING_REQUEST)).readUInt16BE(0) === BINDING_SUCCESS);
  const urls = [`turn:${LOOPBACK}:${port}?transport=udp`, `turn:${LOOPBACK}:${port}?transport=tcp`];
  return {urls, username: USERNAME, credential: CREDENTIAL, process: server};
}
