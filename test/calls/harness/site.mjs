/** The web site of the tests: the built files of `cdn/`, and pages that a test writes itself. */
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {extname, join, normalize} from 'node:path';
import {fileURLToPath} from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TYPES = {'.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html; charset=utf-8'};

export class Site {
  #server = createServer((request, response) => void this.#answer(request, response));
  /** Texts by path; they win over files. @type {Map<string, string>} */
  #texts = new Map();

  /** @returns {Promise<Site>} */
  static async open() {
    const site = new Site();
    await new Promise((resolve) => site.#server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return site;
  }

  get origin() {
    const {port} = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  /**
   * @param {string} path for example `/page.html`
   * @param {string} text
   * @returns {string} its address
   */
  add(path, text) {
    this.#texts.set(path, text);
    return this.origin + path;
  }

  async close() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async #answer(request, response) {
    const path = normalize(new URL(request.url ?? '/', this.origin).pathname);
    const content = this.#texts.get(path) ?? (await this.#file(path));
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? 'application/octet-stream';
    response.writeHead(200, {'content-type': type, 'cache-control': 'no-store'}).end(content);
  }

  /** @param {string} path */
  async #file(path) {
    if (!path.startsWith('/cdn/')) return undefined;
    try {
      return await readFile(join(ROOT, path));
    } catch {
      return undefined; // the answer is 404
    }
  }
}
