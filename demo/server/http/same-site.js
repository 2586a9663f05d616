import {isIP} from 'node:net';

/** @import {IncomingMessage} from 'node:http' */

/** The names of this machine. Any port is right, because a page under development may use our SIP server. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the server may answer a request. It runs on the developer's own machine, where any web page could reach it:
 * by WebSocket, which has no same-origin rule, or by a host name of its own that resolves to 127.0.0.1.
 *
 * @param {IncomingMessage} request
 * @param {string} host the name or address that we listen on
 */
export function isWelcome({headers}, host) {
  const name = hostName(`http://${headers.host ?? ''}`);
  if (!isLocal(name) && isIP(name.replace(/[[\]]/g, '')) === 0 && name !== host) return false;
  const origin = headers.origin;
  if (origin === undefined) return true; // Not a browser, or a browser that loads one of our files.
  // Browsers resolve every name below `localhost` to this machine, so such an origin may be a stranger's page.
  return origin === `http://${headers.host ?? ''}` || (isThisMachine(hostName(origin)) && isThisMachine(name));
}

/** @param {string} url */
function hostName(url) {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** @param {string} name */
function isLocal(name) {
  return isThisMachine(name) || name.endsWith('.localhost');
}

/** @param {string} name */
function isThisMachine(name) {
  return THIS_MACHINE.includes(name);
}
