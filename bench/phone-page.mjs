/* global stopwatch */
/** One page with a phone under test, and its stopwatch. */
import {setTimeout as pause} from 'node:timers/promises';
import {until} from '../test/servers/index.mjs';
import {STOPWATCH} from './stopwatch.mjs';

/** Between two calls, for what the one before has left to do. */
const REST = 150;
/** How long a hand rests on a button before it clicks. */
const HOVER = 200;
/** How long it rings before somebody answers. */
const RINGING = 500;

/**
 * @typedef {object} CallTimes milliseconds after the click
 * @property {number} invite the INVITE is on the wire
 * @property {number} answer the 2xx is here
 * @property {number} packet the first RTP packet is here
 * @property {number} invites how many went out
 * @property {boolean} prewarmed a connection was there before the click
 */

export class PhonePage {
  #baresip;

  constructor({library, uri, page, baresip}) {
    this.library = library;
    this.uri = uri;
    this.page = page;
    this.#baresip = baresip;
  }

  async open(url) {
    await this.page.addInitScript(STOPWATCH);
    await this.page.goto(url);
    await this.message({method: 'REGISTER', status: 200, out: false});
  }

  async close() {
    await this.page.context().close();
  }

  /** The time of the first message that is like that. */
  message(like, patience) {
    const what = `${this.library}: ${JSON.stringify(like)}`;
    return within(
      this.page.evaluate((like) => stopwatch.message(like), like),
      what,
      patience,
    );
  }

  /** The time of the first packet. */
  packet(patience) {
    return within(
      this.page.evaluate(() => stopwatch.packet()),
      `${this.library}: the first packet`,
      patience,
    );
  }

  reset() {
    return this.page.evaluate(() => stopwatch.reset());
  }

  press(selector) {
    return this.page.evaluate((selector) => stopwatch.press(selector), selector);
  }

  peersOpen() {
    return this.page.evaluate(() => stopwatch.peersOpen());
  }

  /**
   * Calls the far end and waits for sound, without hanging up.
   * @param {{pointer?: boolean, patience?: number}} [options] `pointer`: with a mouse that comes to the button first
   * @returns {Promise<CallTimes>}
   */
  async call({pointer = false, patience} = {}) {
    await this.reset();
    if (pointer) await this.page.hover('#call');
    if (pointer) await pause(HOVER);
    const prewarmed = (await this.peersOpen()) > 0;
    if (pointer) await this.page.mouse.click(...(await this.#middleOf('#call')));
    else await this.press('#call');
    const packet = await this.packet(patience);
    const times = await this.page.evaluate(async () => ({
      click: stopwatch.click,
      invite: await stopwatch.message({out: true, method: 'INVITE', status: 0}),
      answer: await stopwatch.message({out: false, method: 'INVITE', status: 200}),
      invites: stopwatch.sent('INVITE'),
    }));
    return {...since(times.click, {...times, packet}), invites: times.invites, prewarmed};
  }

  /**
   * Is called by the far end, answers, and waits for sound, without hanging up.
   * @returns {Promise<{ringing: number, packet: number}>} 180 after the INVITE; the first packet after the click
   */
  async beCalled() {
    await this.reset();
    await this.#baresip.dial(this.uri);
    const invite = await this.message({out: false, method: 'INVITE', status: 0});
    const ringing = await this.message({out: true, method: 'INVITE', status: 180});
    await pause(RINGING);
    await this.press('#answer');
    const packet = await this.packet();
    return {ringing: ringing - invite, packet: packet - (await this.page.evaluate(() => stopwatch.click))};
  }

  /** Hangs up, waits until the far end knows, and moves the mouse away. */
  async hangUp() {
    await this.press('#hangup');
    await this.message({out: false, method: 'BYE', status: 200});
    await until(() => this.#baresip.calls() === 0, {what: 'baresip is out of the call'});
    await this.page.mouse.move(0, 0);
    await pause(REST);
  }

  async #middleOf(selector) {
    const {x, y, width, height} = await this.page.locator(selector).boundingBox();
    return [x + width / 2, y + height / 2];
  }
}

function since(start, times) {
  return Object.fromEntries(['invite', 'answer', 'packet'].map((name) => [name, times[name] - start]));
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what
 * @param {number} [patience] in milliseconds
 * @returns {Promise<T>}
 */
export async function within(promise, what, patience = 15_000) {
  promise.catch(() => undefined); // it may fail after we have given up, when the page is closed
  const given = new AbortController();
  const late = pause(patience, undefined, {signal: given.signal}).then(
    () => Promise.reject(new Error(`${what}: not within ${patience / 1000} s`)),
    () => new Promise(() => {}),
  );
  return Promise.race([promise, late]).finally(() => given.abort());
}
