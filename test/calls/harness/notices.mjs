/** Records every `sip-…` notice that bubbles up to the window of a page, as plain data. */

/**
 * @typedef {object} Notice
 * @property {string} type
 * @property {number} at milliseconds since the page was opened
 * @property {string} [state]
 * @property {string} [status]
 * @property {string} [by]
 * @property {string} [cause]
 * @property {number} [code]
 * @property {string} [reason]
 * @property {'add' | 'update' | 'remove'} [op]
 * @property {'audio' | 'video'} [kind]
 * @property {'local' | 'remote'} [side]
 * @property {boolean} [muted]
 * @property {boolean} [held]
 * @property {import('../../../src/core/call/call-timings.js').CallTimings} [timings]
 * @property {string} [digit]
 * @property {'sent' | 'received'} [direction]
 * @property {string} [via]
 * @property {string} [target]
 * @property {{from: {name: string, uri: string}, text: string, contentType: string}} [message]
 * @property {{code: string, status?: number, message: string} | null} [error]
 * @property {{state: string} | null} [transfer]
 * @property {{id: string, state: string, remoteIdentity: {name: string, uri: string}} | null} [call]
 */

/**
 * Runs in the page before all other scripts.
 * @param {readonly string[]} types
 */
export function recordNotices(types) {
  /** @type {Notice[]} */
  const notices = [];
  Object.assign(globalThis, {notices});
  for (const type of types) {
    addEventListener(type, (event) => {
      const {call, error, ...rest} = /** @type {CustomEvent} */ (event).detail;
      const known = call && {id: call.id, state: call.state, remoteIdentity: call.remoteIdentity};
      // the message of an Error is not enumerable
      const told = error && {code: error.code, status: error.status, message: error.message};
      notices.push(structuredClone({type, at: Math.round(performance.now()), ...rest, call: known, error: told}));
    });
  }
}
