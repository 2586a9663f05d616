import {findFile, sendFile} from './static-files.js';
import {fillIn, pageHeaders} from './pages.js';

/** @import {IncomingMessage, ServerResponse} from 'node:http' */
/** @import {DemoConfig} from './pages.js' */

const COMMON_HEADERS = {
  'cache-control': 'no-cache',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers HTTP requests: `/config.json`, `/sip-credentials`, and files.
 *
 * @param {{folders: ReadonlyMap<string, string>, users: ReadonlyMap<string, string>, log: (line: string) => void,
 *   config: (request: IncomingMessage) => DemoConfig}} options
 * @returns {(request: IncomingMessage, response: ServerResponse) => void}
 */
export function createHandler({folders, users, config, log}) {
  return (request, response) => {
    handle(request, response).catch((error) => {
      log(`http: ${printable(request.url)} failed: ${error instanceof Error ? error.message : String(error)}`);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Something went wrong; see the terminal.');
    });
  };

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async function handle(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendText(response, 405, 'Only GET is possible.');
    if (!URL.canParse(request.url ?? '', 'http://demo.invalid')) return sendText(response, 400, 'That is no URL.');
    const url = new URL(request.url ?? '', 'http://demo.invalid');
    if (url.pathname === '/config.json') return sendJson(response, 200, config(request));
    if (url.pathname === '/sip-credentials') return sendCredentials(request, response, userIn(url));
    const path = url.pathname === '/favicon.ico' ? '/favicon.svg' : url.pathname;
    const file = await findFile(path, folders);
    if (!file) return sendText(response, 404, `There is no ${printable(url.pathname)} here.`);
    const headers = {...COMMON_HEADERS, ...pageHeaders(file)};
    const rewrite = (/** @type {string} */ html) => fillIn(html, config(request));
    return sendFile(response, file, {headers, rewrite, head: request.method === 'HEAD'});
  }

  /**
   * Gives out a SIP password. A real site does that for the person who has logged in. The demo has no log-in, and gives
   * the password to every page of its own origin.
   *
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {string} user
   */
  function sendCredentials(request, response, user) {
    const site = request.headers['sec-fetch-site'] ?? 'same-origin';
    if (site !== 'same-origin' && site !== 'none') return sendJson(response, 403, {error: 'same origin only'});
    const password = users.get(user);
    if (password === undefined) return sendJson(response, 404, {error: 'no such user'});
    const {server, kind} = config(request);
    // Without `servers` the credentials are valid for servers of the page's own site, such as the built-in one.
    return sendJson(response, 200, {username: user, password, ...(kind === 'external' && {servers: [server]})});
  }
}

/**
 * In a query `+` means a space. Here a space can only be the `+` of a telephone number.
 *
 * @param {URL} url
 */
function userIn(url) {
  return (url.searchParams.get('user') ?? '').replaceAll(' ', '+');
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {object} value
 */
function sendJson(response, status, value) {
  const headers = {...COMMON_HEADERS, 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8'};
  response.writeHead(status, headers).end(JSON.stringify(value));
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
export function sendText(response, status, text) {
  response.writeHead(status, {...COMMON_HEADERS, 'content-type': 'text/plain; charset=utf-8'}).end(`${text}\n`);
}

/** @param {string | undefined} text */
function printable(text = '') {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
}
