/** Kamailio: registrar and proxy, over WebSocket for browsers and over UDP for plain SIP phones. */
import {join} from 'node:path';
import {writeConfiguration} from './configuration.mjs';
import {freePort, LOOPBACK} from './ports.mjs';

export const DOMAIN = 'sip.test';

/** User names and passwords, as in configuration/kamailio.cfg. @type {Readonly<Record<string, string>>} */
export const USERS = Object.freeze({
  alice: 'alice-secret',
  bob: 'bob-secret',
  carol: 'carol-secret',
  dave: 'dave-secret',
  erin: 'erin-secret',
  frank: 'frank-secret',
});

/**
 * @typedef {object} Kamailio
 * @property {string} ws address of the WebSocket
 * @property {number} sipPort the UDP and TCP port for plain SIP
 * @property {string} domain
 * @property {Readonly<Record<string, string>>} users passwords by user name
 * @property {(method: string, params?: readonly (string | number)[]) => Promise<unknown>} rpc JSON-RPC, for example `ul.lookup`
 * @property {(user: string) => Promise<boolean>} isRegistered
 * @property {(user: string, port: number) => Promise<void>} route sends calls for `user` to a SIP peer on loopback
 * @property {() => Promise<number>} dropWebSockets closes every WebSocket; returns how many there were
 * @property {() => void} freeze stops the process; its sockets stay open
 * @property {() => void} thaw lets the process run again
 * @property {() => Promise<void>} crash kills it (SIGKILL); its state is lost
 * @property {() => Promise<void>} restart after a crash, on the same ports
 */

/**
 * The authentication that it asks of its users.
 * @typedef {object} Asks
 * @property {'MD5' | 'SHA-256' | 'MD5, SHA-256'} [algorithms] default: MD5; of both it accepts only SHA-256
 * @property {boolean} [edge] a proxy with its own realm challenges first, with 407, then the server with 401
 * @property {boolean} [inDialogs] also challenges requests inside a call
 */

/**
 * @param {{group: import('./server-group.mjs').ServerGroup, rtpenginePort?: number | undefined, name?: string, asks?: Asks | undefined, sst?: boolean | undefined}} options
 * `name` distinguishes several of them; `sst` refuses session timers below 300 seconds
 * @returns {Promise<Kamailio>}
 */
export async function startKamailio({group, rtpenginePort, name = 'kamailio', asks = {}, sst = false}) {
  const sipPort = await freePort();
  const wsPort = await freePort();
  const file = join(group.directory, `${name}.cfg`);
  await writeConfiguration('kamailio.cfg', file, {
    ADDRESS: LOOPBACK,
    DOMAIN,
    SIP_PORT: sipPort,
    WS_PORT: wsPort,
    RTPENGINE_PORT: rtpenginePort ?? 0,
    USERS: Object.entries(USERS)
      .map(([user, password]) => `$sht(users=>${user}) = "${password}";`)
      .join('\n\t'),
  });
  const defines = [
    rtpenginePort === undefined ? '' : 'WITH_RTPENGINE',
    asks.algorithms?.endsWith('SHA-256') ? 'WITH_SHA256' : '',
    asks.algorithms === 'MD5, SHA-256' ? 'WITH_MD5_FIRST' : '',
    asks.edge ? 'WITH_EDGE' : '',
    asks.inDialogs ? 'WITH_STRICT_DIALOGS' : '',
  ].filter(Boolean);
  const http = `http://${LOOPBACK}:${wsPort}`;
  const start = async () => {
    const server = group.spawn({
      name,
      program: 'kamailio',
      args: [
        ['-f', file, '-w', group.directory, '-Y', group.directory],
        ['-DD', '-E'], // in the foreground, with all its workers; logs go to standard error
        ['-m', '64', '-M', '8'], // MB, shared and per worker
        defines.flatMap((define) => ['-A', define]),
        sst ? ['-A', 'WITH_SST'] : [],
      ].flat(),
    });
    await server.ready(async () => (await fetch(`${http}/ready`)).ok);
    return server;
  };
  let server = await start();
  const rpc = rpcClient(`${http}/RPC`);
  return {
    ws: `ws://${LOOPBACK}:${wsPort}/`,
    sipPort,
    domain: DOMAIN,
    users: USERS,
    rpc,
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    crash: () => server.crash(),
    async restart() {
      server = await start();
    },
    isRegistered: (user) => rpc('ul.lookup', ['location', user]).then(() => true, isNotFound),
    async route(user, port) {
      await rpc('htable.sets', ['peers', user, `sip:${user}@${LOOPBACK}:${port}`]);
    },
    async dropWebSockets() {
      const ids = openWebSockets(await rpc('ws.dump'));
      for (const id of ids) await rpc('ws.close', [id]);
      return ids.length;
    },
  };
}

/**
 * Returns the ids in lines such as `2: ws:127.0.0.1:52740 -> ws:127.0.0.1:18406 (state: OPEN, …`.
 * @param {any} dump
 */
function openWebSockets({connections = []}) {
  return connections.flatMap((/** @type {string} */ line) => /^(\d+): .*state: OPEN/.exec(line)?.[1] ?? []).map(Number);
}

/**
 * "Not found" is an answer; every other error is a failure. The code is 500 in both cases.
 * @param {Error} error
 */
function isNotFound(error) {
  if (error.message.includes('AOR not found')) return false;
  throw error;
}

/**
 * @param {string} url
 * @returns {Kamailio['rpc']}
 */
function rpcClient(url) {
  let id = 0;
  return async (method, params = []) => {
    const body = JSON.stringify({jsonrpc: '2.0', id: ++id, method, params});
    const response = await fetch(url, {method: 'POST', headers: {'content-type': 'application/json'}, body});
    const answer = /** @type {{result?: unknown, error?: {message: string}}} */ (await response.json());
    if (!answer.error) return answer.result;
    throw new Error(`kamailio ${method}: ${answer.error.message}`);
  };
}
