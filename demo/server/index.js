import {once} from 'node:events';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {WebSocketServer} from 'ws';
import {createHandler, sendText} from './http/handler.js';
import {isWelcome} from './http/same-site.js';
import {SipServer} from './sip/sip-server.js';

/** @import {IncomingMessage} from 'node:http' */
/** @import {AddressInfo} from 'node:net' */
/** @import {Duplex} from 'node:stream' */
/** @import {DemoConfig} from './http/pages.js' */

/**
 * @typedef {object} DemoServerOptions
 * @property {number} [port] 0, the default, takes a free port
 * @property {string} [host] default 127.0.0.1
 * @property {string} [sip] the WebSocket address of a real SIP server to use instead of ours
 * @property {string} [domain] default `demo.invalid`
 * @property {ReadonlyMap<string, string>} [users] passwords by user; default alice, bob and carol
 * @property {(line: string) => void} [log]
 */

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = new Map([
  ['/cdn/', join(PROJECT, 'cdn')],
  ['/dist/', join(PROJECT, 'dist')],
  ['/', join(PROJECT, 'demo')],
]);
/** The SDP of a video call has about 10 kB. Much larger messages are not sensible. */
const MAX_MESSAGE_BYTES = 256 * 1024;

export const DEFAULT_DOMAIN = 'demo.invalid';
export const DEFAULT_USERS = new Map(['alice', 'bob', 'carol'].map((user) => [user, `${user}-secret`]));

/**
 * Starts the demo: pages, credentials and, unless `sip` names a real server, a SIP server at `/sip` on the same port.
 *
 * @param {DemoServerOptions} [options]
 * @returns {Promise<{url: string, port: number, close(): Promise<void>}>}
 * @throws what `listen` throws, such as an error with code `EADDRINUSE`
 */
export async function startDemoServer(options = {}) {
  const {port = 0, host = '127.0.0.1', sip, domain = DEFAULT_DOMAIN, users = DEFAULT_USERS, log = () => {}} = options;
  const handler = createHandler({
    folders: FOLDERS,
    users,
    log,
    config: (request) => configFor(request, {sip, domain, users: [...users.keys()]}),
  });
  const http = createServer((request, response) => {
    if (isWelcome(request, host)) handler(request, response);
    else sendText(response, 403, 'Not from here.');
  });
  const sockets = new WebSocketServer({noServer: true, maxPayload: MAX_MESSAGE_BYTES, handleProtocols: () => 'sip'});
  const sipServer = sip ? undefined : new SipServer({domain, users, log});
  http.on('upgrade', (request, socket, head) => {
    const status = upgradeStatus(request, host, sipServer !== undefined);
    if (!sipServer || status !== 101) return refuse(socket, status);
    sockets.handleUpgrade(request, socket, head, (ws) => sipServer.accept(ws, request.socket.remoteAddress ?? ''));
  });
  http.listen(port, host);
  await once(http, 'listening');

  const actual = /** @type {AddressInfo} */ (http.address()).port;
  return {
    url: `http://${displayHost(host)}:${actual}/`,
    port: actual,
    close: async () => {
      sipServer?.close();
      sockets.close();
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

/**
 * @param {IncomingMessage} request
 * @param {{sip: string | undefined, domain: string, users: string[]}} options
 * @returns {DemoConfig}
 */
function configFor({headers}, {sip, domain, users}) {
  if (sip) return {server: sip, domain, users, kind: 'external'};
  return {server: `ws://${headers.host ?? ''}/sip`, domain, users, kind: 'embedded'};
}

/**
 * @param {IncomingMessage} request
 * @param {string} host
 * @param {boolean} serving
 */
function upgradeStatus(request, host, serving) {
  if (!isWelcome(request, host)) return 403;
  if (!serving || !/^\/sip(?:\?|$)/.test(request.url ?? '')) return 404;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
  return offered.includes('sip') ? 101 : 400; // RFC 7118 section 4.1
}

/**
 * @param {Duplex} socket
 * @param {number} status
 */
function refuse(socket, status) {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/**
 * The URL names `localhost`, where browsers let pages use the microphone.
 *
 * @param {string} host
 */
function displayHost(host) {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
