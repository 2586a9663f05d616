import sip from 'sip';

/**
 * A SIP message as the `sip` package parses it.
 *
 * @typedef {{schema: string, user?: string, host: string, port?: number, params: Record<string, string | null>}} Uri
 * @typedef {{name?: string, uri: string, params: Record<string, string | null>}} Address
 * @typedef {{name?: string, uri: Uri | undefined, params: Record<string, string | null>}} RouteEntry
 * @typedef {{version?: string, protocol: string, host: string, port?: number, params: Record<string, string | null>}}
 *   Via
 * @typedef {Record<string, any> & {
 *   via: Via[], from: Address, to: Address, 'call-id': string, cseq: {seq: number, method: string},
 *   contact?: Address[], route?: RouteEntry[], 'record-route'?: RouteEntry[],
 * }} Headers
 * @typedef {{method: string, uri: string, headers: Headers, content?: string}} Request
 * @typedef {{status: number, reason: string, headers: Headers, content?: string}} Response
 */

const TOKEN = /^[\w\-.!%*+`'~]+$/;
/**
 * Limits in characters. Again and again the `sip` package searches the whole rest of a header field for the next
 * separator, and a whole gap, as in a folded line, for the next word. Longer ones would take it seconds.
 */
const MAX_HEAD = 2 ** 15;
const MAX_FIELD = 2 ** 11;
const LONG_GAP = /\s{64}/;
const LONE_LINE_BREAK = /\r(?!\n)|(?<!\r)\n/;

/**
 * Parses one WebSocket message.
 *
 * The parser unescapes method and header names, and keeps a lone CR or LF inside values. If we forwarded these, one
 * user could write header lines into messages to another. So such messages are refused here.
 *
 * @param {Buffer} data
 * @returns {Request | Response | undefined} undefined if it is not a SIP message that can be answered.
 */
export function parseMessage(data) {
  const text = data.toString('latin1'); // latin1 keeps bytes, which Content-Length counts.
  const head = text.slice(0, Math.max(0, text.indexOf('\r\n\r\n')));
  if (LONE_LINE_BREAK.test(head) || isTooLong(head)) return undefined;
  const message = sip.parse(data);
  if (!message || !hasMandatoryHeaders(message)) return undefined;
  if (message.method && !TOKEN.test(message.method)) return undefined;
  for (const name of Object.keys(message.headers)) {
    if (!TOKEN.test(name) || name in Object.prototype) return undefined;
  }
  return message;
}

/** @param {string} head */
function isTooLong(head) {
  if (head.length > MAX_HEAD || LONG_GAP.test(head)) return true;
  return head.split(/\r\n(?![ \t])/).some((field) => field.length > MAX_FIELD);
}

/**
 * Whether we can write every proxy address of the message again. The parser drops addresses that it cannot read, such
 * as IPv6.
 *
 * @param {Request | Response} message
 */
export function hasReadableRoutes({headers}) {
  return ['route', 'record-route', 'path'].every((name) =>
    (headers[name] ?? []).every((/** @type {RouteEntry} */ entry) => entry.uri),
  );
}

/** @param {Request | Response} message */
export function formatMessage(message) {
  return Buffer.from(sip.stringify(message), 'latin1').toString('utf8');
}

/** @param {any} message */
function hasMandatoryHeaders({headers}) {
  return (
    Array.isArray(headers.via) &&
    headers.via.length > 0 &&
    Boolean(headers.via[0].params.branch) &&
    typeof headers['call-id'] === 'string' &&
    Number.isInteger(headers.cseq?.seq) &&
    Boolean(headers.from?.uri && headers.to?.uri)
  );
}

/**
 * @param {string | Uri | undefined} uri
 * @returns {Uri | undefined}
 */
export function parseUri(uri) {
  // The parser accepts schemes only in lower case.
  const text = typeof uri === 'string' ? uri.replace(/^sips?:/i, (scheme) => scheme.toLowerCase()) : uri;
  return text ? sip.parseUri(text) : undefined;
}

/**
 * Returns the domain of an address as a DNS name: in lower case, without the root dot (RFC 1034 section 3.1), port and
 * brackets.
 *
 * @param {string | Uri | undefined} uri
 */
export function domainOf(uri) {
  return (parseUri(uri)?.host ?? '').toLowerCase().replace(/\.$/, '');
}

/**
 * Returns the user part, unescaped and in lower case, as in our table of users.
 *
 * @param {string | Uri | undefined} uri
 */
export function userOf(uri) {
  const user = parseUri(uri)?.user ?? '';
  try {
    return decodeURIComponent(user).toLowerCase();
  } catch {
    return user.toLowerCase(); // Broken escapes: no user has such a name, so none is found.
  }
}

/** @param {Request} request */
export function isInDialog(request) {
  return Boolean(request.headers.to.params['tag']);
}

/**
 * Makes a response of our own, with the To tag that RFC 3261 section 8.2.6.2 requires except for 100.
 *
 * @param {Request} request
 * @param {number} status
 * @param {string} reason
 * @param {{headers?: Record<string, unknown>, tag?: string}} [extra]
 * @returns {Response}
 */
export function makeResponse(request, status, reason, {headers = {}, tag = randomToken(8)} = {}) {
  const response = sip.makeResponse(request, status, reason, {headers});
  const to = request.headers.to;
  if (status > 100 && !to.params['tag']) response.headers.to = {...to, params: {...to.params, tag}};
  return response;
}

/** @param {Request} request */
export function copyRequest(request) {
  return /** @type {Request} */ (sip.copyMessage(request, true));
}

/** @param {number} bytes */
export function randomToken(bytes) {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');
}
