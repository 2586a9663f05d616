import {brotliCompressSync, gzipSync} from 'node:zlib';

const COUNTED = new Set(['script', 'stylesheet']);

/** One page in a browser of its own, and every script that it has fetched so far. */
export class Visit {
  /** What it fetches, each by its address. */
  #bodies = new Map();
  #sent = [];
  #waiting = new Map();
  #problems = [];

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(20_000);
    page.on('requestfinished', (request) => this.#add(request));
    page.on('requestfailed', (request) => this.#problems.push(`not fetched: ${request.url()}`));
    page.on('pageerror', ({message}) => this.#problems.push(`thrown: ${message}`));
    page.on('websocket', (socket) => socket.on('framesent', ({payload}) => this.#sends(String(payload))));
  }

  /** Resolves when a SIP request has gone out. */
  async sent(method) {
    if (this.#sent.includes(method)) return;
    await new Promise((resolve) => this.#waiting.set(method, resolve));
  }

  /** Resolves when a chunk of `cdn/` was fetched. */
  async fetched(chunk) {
    const pattern = new RegExp(`/cdn/${chunk}-`);
    if ([...this.#bodies.keys()].some((url) => pattern.test(url))) return;
    await this.page.waitForEvent('requestfinished', (request) => pattern.test(request.url()));
  }

  /** What it has fetched so far, each file compressed by itself, as a server does. */
  async weight() {
    if (this.#problems.length > 0) throw new Error(this.#problems.join('\n'));
    const bodies = await Promise.all(this.#bodies.values());
    const sum = (compress) => bodies.reduce((total, body) => total + compress(body).length, 0);
    return {gzip: sum((body) => gzipSync(body, {level: 9})), brotli: sum(brotliCompressSync), files: bodies.length};
  }

  #add(request) {
    if (!COUNTED.has(request.resourceType())) return;
    this.#bodies.set(
      request.url(),
      request.response().then((response) => response.body()),
    );
  }

  #sends(message) {
    const [method] = message.split(' ', 1);
    this.#sent.push(method);
    this.#waiting.get(method)?.();
  }
}
