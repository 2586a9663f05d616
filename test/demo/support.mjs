// A demo server as its own process, a Chromium, and pages whose errors fail the test.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import {CHROMIUM_FLAGS} from '../browser-options.mjs';
import {until} from '../servers/index.mjs';

const START = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const FAKE_DEVICES = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];

/** Starts the script of `npm start` on a free port; resolves with its URL. It ends with the test. */
export async function startDemo(t, args = []) {
  const child = spawn(process.execPath, [START, '--port', '0', '--no-build', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  t.after(async () => {
    child.kill('SIGTERM');
    const [code] = await closed;
    assert.equal(code, 0);
  });
  let output = '';
  child.stderr.on('data', (data) => (output += data));
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      output += data;
      const url = /Open (http:\S+) /.exec(output)?.[1];
      if (url) resolve({url, output: () => output});
    });
    void closed.then(() => reject(new Error(`The demo ended:\n${output}`)));
  });
}

/** Starts Debian's Chromium, or the one that `CHROMIUM` names. */
export async function startBrowser(t, {devices = true} = {}) {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...CHROMIUM_FLAGS, ...(devices ? FAKE_DEVICES : [])],
  });
  t.after(() => browser.close());
  return browser;
}

/** Opens a page. `assertClean()` fails if the page threw, or wrote an unexpected error or warning to the console. */
export async function openPage(browser, url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  await page.addInitScript(collectPeerConnections);
  await page.goto(url);
  const assertClean = (...expected) => {
    assert.deepEqual(
      complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))),
      [],
    );
  };
  return {page, assertClean};
}

/** Runs in the page before its scripts. */
function collectPeerConnections() {
  const connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }
  };
  const packets = async (connection) => {
    const counts = {audio: 0, video: 0};
    for (const report of (await connection.getStats()).values()) {
      if (report.type === 'inbound-rtp') counts[report.kind] += report.packetsReceived;
    }
    return counts;
  };
  globalThis.openConnections = () => connections.filter(({connectionState}) => connectionState !== 'closed').length;
  globalThis.inboundPackets = () =>
    Promise.all(connections.filter(({connectionState}) => connectionState === 'connected').map(packets));
}

/** Resolves when the server's log says that all phones of closed pages are unregistered. */
export async function everybodyLeft(output) {
  const isAtHome = () => {
    const news = new Map([...output().matchAll(/registration (\S+): (.*)/g)].map(([, user, text]) => [user, text]));
    return [...news.values()].some((text) => / for \d+ s from /.test(text));
  };
  await until(() => !isAtHome(), {what: 'everybody is gone from the demo server'});
}

/** Resolves when the counters of received packets have grown on both sides of the only call of a page. */
export async function mediaFlows(page, kinds = ['audio', 'video']) {
  const grown = async (wanted) => {
    const now = await globalThis.inboundPackets();
    if (now.length !== 2) return false;
    globalThis.packetsBefore ??= now;
    return now.every((each, index) => wanted.every((kind) => each[kind] >= globalThis.packetsBefore[index][kind] + 20));
  };
  await page.evaluate(() => delete globalThis.packetsBefore);
  await page.waitForFunction(grown, kinds, {polling: 200});
}

/** Waits until both phones of a page are registered. */
export async function registered(page) {
  await page.locator('#left[status=registered]').waitFor({state: 'attached'});
  await page.locator('#right[status=registered]').waitFor({state: 'attached'});
}

/** The left phone calls `target` by its number field, with real keys and clicks. */
export async function dialFromLeft(page, target) {
  await page.locator('#left sip-dial-field input').fill(target);
  await page.locator('#left sip-dial-button button').first().click();
}

/** A whole call between the two phones of a page, by its visible controls: dial, answer with video, look, hang up. */
export async function callAcross(page, callee = 'bob') {
  await registered(page);
  await dialFromLeft(page, callee);
  await page.locator('#right sip-answer-button[video] button').click();
  await mediaFlows(page);
  await page.locator('#left sip-hangup-button button').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
}
