import {isIP} from 'node:net';

/** @import {IncomingMessage} from 'node:http' */

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
  const from = hostName(origin);
  return from === name || (isLocal(from) && isLocal(name));
}

/** @param {string} url */
function hostName(url) {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

/** @param {string} name */
function isLocal(name) {
  return name === 'localhost' || name.endsWith('.localhost') || name === '127.0.0.1' || name === '[::1]';
}
