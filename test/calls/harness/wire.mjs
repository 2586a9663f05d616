/** The messages on the WebSockets of a page. */

/**
 * @typedef {object} WireMessage
 * @property {'sent' | 'received'} direction
 * @property {string} text
 */

/** Runs in the page before all other scripts. */
export function recordWire() {
  /** @type {WireMessage[]} */
  const wire = [];
  Object.assign(globalThis, {
    wire,
    WebSocket: class extends WebSocket {
      /**
       * @param {string} url
       * @param {string | string[]} [protocols]
       */
      constructor(url, protocols) {
        super(url, protocols);
        this.addEventListener('message', ({data}) => wire.push({direction: 'received', text: data}));
      }

      /** @param {string} text */
      send(text) {
        super.send(text);
        wire.push({direction: 'sent', text});
        dispatchEvent(new CustomEvent('wire-sent', {detail: text}));
      }
    },
  });
}

/**
 * Returns all messages until now.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<WireMessage[]>}
 */
function messages(page) {
  return page.evaluate(() => /** @type {{wire: WireMessage[]}} */ (/** @type {unknown} */ (globalThis)).wire);
}

/**
 * Returns a header of each message whose text matches; `undefined` for a message without that header.
 * @param {import('playwright-core').Page} page
 * @param {RegExp} matches
 * @param {string} header
 */
export async function headers(page, matches, header) {
  return (await messages(page))
    .filter(({text}) => matches.test(text))
    .map(({text}) => new RegExp(`^${header}: *(.*?)\\r$`, 'im').exec(text)?.[1]);
}

/**
 * Returns the messages of one method in order: `INVITE`, `407`, `ACK` …
 * @param {import('playwright-core').Page} page
 * @param {RegExp} methods of the CSeq
 * @returns {Promise<string[]>}
 */
export async function exchange(page, methods) {
  return (await messages(page))
    .filter(({text}) => methods.test(/^CSeq:\s*\d+ (\w+)/im.exec(text)?.[1] ?? ''))
    .map(({text}) => /^(?:SIP\/2\.0 (\d+)|(\w+))/.exec(text))
    .map((found) => found?.[1] ?? found?.[2] ?? '');
}

/**
 * Returns the directions of the media sections in the SDP (RFC 8866 section 6.7) of the messages whose text matches.
 * @param {import('playwright-core').Page} page
 * @param {RegExp} matches
 */
export async function directions(page, matches) {
  return (await messages(page))
    .filter(({text}) => matches.test(text))
    .map(({text}) => [...text.matchAll(/^a=(sendrecv|sendonly|recvonly|inactive)\r$/gm)].map(([, found]) => found));
}
