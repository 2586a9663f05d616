/** What goes over the WebSockets of a page, message by message. */

/**
 * @typedef {object} WireMessage
 * @property {'sent' | 'received'} direction
 * @property {string} text
 */

/** Runs in the page before all else. */
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
 * What went back and forth for one method, in order: `INVITE`, `407`, `ACK` …
 * @param {import('playwright-core').Page} page
 * @param {RegExp} methods of the CSeq
 * @returns {Promise<string[]>}
 */
export async function exchange(page, methods) {
  const wire = await page.evaluate(
    () => /** @type {{wire: WireMessage[]}} */ (/** @type {unknown} */ (globalThis)).wire,
  );
  return wire
    .filter(({text}) => methods.test(/^CSeq:\s*\d+ (\w+)/im.exec(text)?.[1] ?? ''))
    .map(({text}) => /^(?:SIP\/2\.0 (\d+)|(\w+))/.exec(text))
    .map((found) => found?.[1] ?? found?.[2] ?? '');
}
