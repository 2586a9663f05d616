import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {build} from 'esbuild';
import {startDemoServer} from '../../demo/server/index.js';
import {launchBrowser} from '../../test/calls/harness/browser.mjs';
import {Site} from '../../test/calls/harness/site.mjs';
import {Visit} from './visit.mjs';

const BUNDLES = join('.cache', 'sizes');
const PARTS = {control: 'dist/define/sip-mute-button.js', headless: 'scripts/sizes/headless.mjs'};

/** Where it is measured: a site with `cdn/` and bundles of `dist/`, a SIP server, and a browser. */
export class Place {
  #site;
  #server;
  #browser;

  constructor({site, server, browser}) {
    this.#site = site;
    this.#server = server;
    this.#browser = browser;
  }

  static async open() {
    const [site, server, browser] = await Promise.all([Site.open(), startDemoServer(), launchBrowser()]);
    const place = new Place({site, server, browser});
    for (const [name, entry] of Object.entries(PARTS)) await place.#bundle(name, entry);
    return place;
  }

  async close() {
    await this.#browser.close();
    await this.#site.close();
    await this.#server.close();
  }

  /** @param {import('./lines.mjs').Line} line */
  async weigh({markup, without, until}) {
    const sip = `ws://127.0.0.1:${this.#server.port}/sip`;
    const body = markup.replaceAll('SERVER', sip);
    const url = this.#site.add(
      '/page.html',
      `<!doctype html><meta charset="utf-8"><title>sizes</title><link rel="icon" href="data:,">${body}`,
    );
    const context = await this.#browser.newContext();
    const visit = new Visit(await context.newPage());
    // Its request stays open until the page is closed.
    if (without) await visit.page.route(without, () => {});
    await visit.page.goto(url);
    await until(visit);
    const weight = await visit.weight();
    await context.close();
    return weight;
  }

  /** A part as a bundler puts it together, from the files that the package publishes. */
  async #bundle(name, entry) {
    const folder = join(BUNDLES, name);
    rmSync(folder, {recursive: true, force: true});
    await build({
      entryPoints: {[name]: entry},
      outdir: folder,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'error',
    });
    for (const file of readdirSync(folder))
      this.#site.add(`/${name}/${file}`, readFileSync(join(folder, file), 'utf8'));
  }
}
