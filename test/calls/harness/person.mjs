/** A person at a page with a `<sip-phone>`, who uses it as people do: reads, types, clicks. */
import {until} from '../../servers/index.mjs';
import {openPage} from './browser.mjs';
import {NOTICE_NAMES} from '../../../dist/core/events.js';
import {recordNotices} from './notices.mjs';
import {sing} from './tones.mjs';

/** 'sip-quality' comes every second and is left out. */
const RECORDED = NOTICE_NAMES.filter((name) => name !== 'sip-quality');

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {import('./notices.mjs').Notice} Notice
 */

/**
 * The server where a phone has its account.
 * @typedef {Pick<import('../../servers/kamailio.mjs').Kamailio, 'ws' | 'domain' | 'users'>} Registrar
 */

/**
 * @typedef {object} PersonOptions
 * @property {string} [attributes] further attributes of the `<sip-phone>`
 * @property {Record<string, unknown>} [properties] its properties, from before it is upgraded
 * @property {string} [face] children of the phone; without them it shows its own face
 * @property {string} [outside] markup after the phone
 * @property {string} [server] default: where the account is
 * @property {string} [password] default: the right one
 * @property {boolean} [anonymous] without an account
 * @property {number} [voice] the microphone is a tone of that many hertz, and not the beep of the browser's own
 * @property {import('./browser.mjs').Prepare} [prepare] runs in the page before its own scripts
 */

/**
 * @typedef {object} Surroundings
 * @property {import('playwright-core').Browser} browser
 * @property {import('./site.mjs').Site} site
 * @property {Registrar} registrar
 */

/** Counts arrivals, because each person needs a page of their own and several can have the same user name. */
let arrivals = 0;

export class Person {
  /** @type {string} */
  user;
  /** @type {string} */
  aor;
  /** @type {Page} */
  page;
  /** Uncaught exceptions; no scenario may have any. @type {string[]} */
  mishaps = [];
  /** @type {string[]} */
  #console = [];

  /**
   * @param {string} user
   * @param {string} aor
   * @param {Page} page
   */
  constructor(user, aor, page) {
    this.user = user;
    this.aor = aor;
    this.page = page;
    page.on('pageerror', (error) => this.mishaps.push(error.message));
    page.on('console', (message) => this.#console.push(`${message.type()}: ${message.text()}`));
  }

  /**
   * @param {string} user
   * @param {Surroundings & PersonOptions} options
   */
  static async arrive(user, {browser, site, registrar, ...options}) {
    const aor = `sip:${user}@${registrar.domain}`;
    const url = site.add(`/${String(++arrivals)}/${user}.html`, phonePage(user, aor, registrar, options));
    const page = await openPage(browser, {prepare: options.prepare});
    await page.addInitScript(recordNotices, RECORDED);
    if (options.voice) await page.addInitScript(sing, options.voice);
    const person = new Person(user, aor, page);
    await page.goto(url);
    return person;
  }

  async leave() {
    await this.page.context().close();
  }

  /**
   * Types an address and clicks Call.
   * @param {string} target
   * @param {{video?: boolean}} [options]
   */
  async dial(target, {video = false} = {}) {
    await this.page.getByRole('textbox', {name: 'Number or address'}).fill(target);
    await this.click(video ? 'Call with video' : 'Call');
  }

  /**
   * Clicks the button of that name.
   * @param {string} name
   * @param {{ofCall?: string}} [options] `ofCall` is the state of the call that is meant, where there are several
   */
  async click(name, {ofCall} = {}) {
    const place = ofCall === undefined ? this.page : this.page.locator(`sip-call[state="${ofCall}"]`);
    await place.getByRole('button', {name, exact: true}).click();
  }

  /**
   * Waits until the toggle of that name is on.
   * @param {string} name
   */
  async seesPressed(name) {
    await this.page.getByRole('button', {name, exact: true, pressed: true}).waitFor();
  }

  /**
   * Presses a key of the dial pad.
   * @param {string} key
   */
  async press(key) {
    const name = {'*': 'star', '#': 'hash'}[key] ?? key;
    await this.page.getByRole('button', {name: new RegExp(`^${name}\\b`)}).click();
  }

  /**
   * Waits until the page shows that text.
   * @param {string | RegExp} text
   */
  async reads(text) {
    await this.page.getByText(text).filter({visible: true}).first().waitFor();
  }

  /** @param {string} status */
  async waitForStatus(status) {
    await this.page.locator(`sip-phone[status="${status}"]`).waitFor({state: 'attached'});
  }

  /**
   * Waits until there is a call in that state.
   * @param {string} state
   */
  async waitForCall(state) {
    await this.page.locator(`sip-call[state="${state}"]`).first().waitFor({state: 'attached'});
  }

  /**
   * Returns the notices until now.
   * @returns {Promise<Notice[]>}
   */
  notices() {
    return this.page.evaluate(() => /** @type {any} */ (globalThis).notices);
  }

  /**
   * Waits for a notice; one that already came counts, too.
   * @param {string} type
   * @param {(notice: Notice) => boolean} [matches]
   * @returns {Promise<Notice>}
   */
  notice(type, matches = () => true) {
    const find = async () => (await this.notices()).find((notice) => notice.type === type && matches(notice));
    return until(find, {what: `${this.user} gets ${type}`, timeout: 15_000});
  }

  /** Returns how the last call ended. */
  async end() {
    await this.notice('sip-call-ended');
    const ended = (await this.notices()).filter(({type}) => type === 'sip-call-ended');
    return /** @type {Notice} */ (ended.at(-1));
  }

  /** Returns everything that this person's page recorded, for a scenario that failed. */
  async story() {
    const notices = await this.notices().catch((error) => [{type: `(page: ${error.message})`, at: 0}]);
    const lines = notices.map((notice) => JSON.stringify(notice));
    const body = await this.page.locator('body').ariaSnapshot({timeout: 1000}).catch(String);
    return [`=== ${this.user}`, ...lines, ...this.#console.slice(-20), body].join('\n');
  }
}

/**
 * @param {string} user
 * @param {string} aor
 * @param {Registrar} registrar
 * @param {PersonOptions} options
 */
function phonePage(user, aor, registrar, {attributes = '', properties = {}, face = '', outside = '', ...options}) {
  const {server = registrar.ws, password = registrar.users[user], anonymous = false} = options;
  const account = anonymous
    ? ''
    : `uri="${aor}" display-name="${user.replace(/^./, (letter) => letter.toUpperCase())}"`;
  const credentials = anonymous ? {} : {credentials: {password}};
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${user}</title>
<link rel="icon" href="data:,">
<script type="module" src="/cdn/sip-elements.js"></script>
<sip-phone id="phone" server="${server}" ${account} ${attributes}>${face}</sip-phone>
${outside}
<script>Object.assign(document.querySelector('sip-phone'), ${JSON.stringify({...credentials, ...properties})});</script>
</html>`;
}
