/** rtpengine: translates media between a browser (DTLS-SRTP, ICE) and a plain phone (RTP). Kamailio commands it. */
import {join} from 'node:path';
import {writeConfiguration} from './configuration.mjs';
import {freePort, freePortRange, LOOPBACK} from './ports.mjs';
import {askUdp} from './udp.mjs';

const MEDIA_PORTS = 100;

/**
 * @typedef {object} Rtpengine
 * @property {number} port of the control protocol "ng", UDP
 * @property {{first: number, last: number}} mediaPorts
 * @property {() => Promise<void>} restart kills it (SIGKILL) and starts one on the same ports, which knows of no call
 */

/**
 * @param {{group: import('./server-group.mjs').ServerGroup}} options
 * @returns {Promise<Rtpengine>}
 */
export async function startRtpengine({group}) {
  const port = await freePort();
  const mediaPorts = await freePortRange(MEDIA_PORTS);
  const file = join(group.directory, 'rtpengine.conf');
  await writeConfiguration('rtpengine.conf', file, {
    ADDRESS: LOOPBACK,
    PORT: port,
    FIRST_PORT: mediaPorts.first,
    LAST_PORT: mediaPorts.last,
  });
  const start = async () => {
    const server = group.spawn({
      name: 'rtpengine',
      program: 'rtpengine',
      args: [`--config-file=${file}`, '--foreground', '--log-stderr'],
    });
    // "ng" is a cookie, a space and a bencoded dictionary
    await server.ready(async () => (await askUdp(port, '1 d7:command4:pinge')).includes('pong'));
    return server;
  };
  let server = await start();
  return {
    port,
    mediaPorts,
    async restart() {
      await server.crash();
      server = await start();
    },
  };
}
