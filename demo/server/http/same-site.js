import {isIP} from 'node:net';

/** @import {IncomingMessage} from 'node:http' */

/** How this machine is called, on whatever port: a page under development may use our SIP server. */
const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a request may be answered at all. The server stands on the developer's own machine, where any web page could
 * reach it: by WebSocket, which knows no same-origin rule, or by a host name of its own that points at 127.0.0.1.
 *
 * @param {IncomingMessage} request
 * @param {string} host the name or address that we listen on
 */
export function isWelcome({headers}, host) {
  const name = hostName(`http://${headers.host ?? ''}`);
  if (!isLocal(name) && isIP(name.replace(/[[\]]/g, '')) === 0 && name !== host) return false;
  const origin = headers.origin;
  if (origin === undefined) return true; // No browser, or a browser that loads a file of ours.
  // Browsers take any name below `localhost` for this machine: it may be anybody's page.
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
