/** The test servers carry calls between phones that are not ours. If this test fails, look at the servers first. */
import assert from 'node:assert/strict';
import {after, afterEach, before, test} from 'node:test';
import {build} from 'esbuild';
import {fileURLToPath} from 'node:url';
import {startServers, until} from '../servers/index.mjs';
import {launchBrowser, openPage} from './harness/browser.mjs';
import {selectedCandidates, waitForGrowth, waitForSound} from './harness/media.mjs';
import {Site} from './harness/site.mjs';

/** @type {import('../servers/index.mjs').Servers} */
let servers;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Site} */
let site;
let url = '';

before(async () => {
  servers = await startServers({kamailio: true, rtpengine: true, coturn: true, baresip: true});
  browser = await launchBrowser();
  site = await Site.open();
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL('stock-phone.mjs', import.meta.url))],
    bundle: true,
    write: false,
  });
  site.add('/stock-phone.js', outputFiles[0]?.text ?? '');
  url = site.add('/stock.html', '<!doctype html><title>stock</title><body><script src="/stock-phone.js"></script>');
});

after(async () => {
  await browser?.close();
  await site?.close();
  await servers?.stop();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await until(async () => !(await kamailioKnows('alice', 'bob', 'carol')), {what: 'the bindings are gone'});
});

/** @param {string[]} users */
async function kamailioKnows(...users) {
  const registered = await Promise.all(users.map((user) => servers.kamailio.isRegistered(user)));
  return registered.some(Boolean);
}

/**
 * @param {string} user
 * @param {{password?: string, rtc?: RTCConfiguration}} [options]
 */
async function person(user, {password = servers.kamailio.users[user] ?? '', rtc = {}} = {}) {
  const page = await openPage(browser);
  await page.goto(url);
  const {ws: server, domain} = servers.kamailio;
  await run(page, 'start', {server, uri: `sip:${user}@${domain}`, username: user, password, rtc});
  return page;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} method
 * @param {unknown[]} args
 * @returns {Promise<any>}
 */
function run(page, method, ...args) {
  return page.evaluate(
    ([name, values]) => /** @type {any} */ (globalThis).stock[name](...values),
    /** @type {[string, any[]]} */ ([method, args]),
  );
}

test('two browsers, sound and picture', async () => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
  await run(bob, 'register');
  await run(alice, 'call', 'sip:bob@sip.test', {video: true});
  for (const page of [alice, bob])
    for (const kind of /** @type {const} */ (['audio', 'video'])) await waitForGrowth(page, kind);
  await run(alice, 'hangup');
  await bob.waitForFunction(() => /** @type {any} */ (globalThis).stock.callState === 'Terminated');
});

test('a browser calls a plain phone, and hears and is heard', async () => {
  const {baresip} = servers;
  const alice = await person('alice');
  await run(alice, 'call', baresip.aor);
  await waitForGrowth(alice, 'audio');
  await waitForSound(alice);
  await until(async () => (await baresip.recordingLevel()) > 0.001, {what: 'baresip hears sound'});
  await run(alice, 'hangup');
  await until(() => baresip.calls() === 0, {what: 'baresip sees the end'});
});

test('a plain phone calls a browser', async () => {
  const {baresip} = servers;
  const alice = await person('alice');
  await run(alice, 'register');
  await baresip.dial('sip:alice@sip.test');
  await until(() => baresip.calls() === 1, {what: 'baresip is in the call'});
  await waitForGrowth(alice, 'audio');
  await baresip.hangup();
  await alice.waitForFunction(() => /** @type {any} */ (globalThis).stock.callState === 'Terminated');
});

test('SIPp sends the sound back', async () => {
  const sipp = await servers.startSipp();
  const alice = await person('alice');
  await run(alice, 'call', sipp.aor);
  await waitForGrowth(alice, 'audio');
  await run(alice, 'hangup');
  await sipp.stop();
});

test('media by coturn only', async () => {
  const {urls, username, credential} = servers.coturn;
  /** @type {RTCConfiguration} */
  const rtc = {iceTransportPolicy: 'relay', iceServers: [{urls, username, credential}]};
  const [alice, bob] = await Promise.all([person('alice', {rtc}), person('bob', {rtc})]);
  await run(bob, 'register');
  await run(alice, 'call', 'sip:bob@sip.test');
  await waitForGrowth(alice, 'audio');
  assert.deepEqual(await selectedCandidates(alice), [{local: 'relay', remote: 'relay'}]);
  await run(alice, 'hangup');
});

test('fixed answers, and who may call', async () => {
  const {domain} = servers.kamailio;
  const alice = await person('alice');
  const expected = {busy: 486, decline: 603, offline: 480, error500: 500, nobody: 404, frank: 480};
  for (const [user, code] of Object.entries(expected)) {
    assert.equal(await run(alice, 'result', `sip:${user}@${domain}`), code, user);
  }
  assert.equal(await run(alice, 'result', 'sip:somebody@elsewhere.test'), 403);
  const impostor = await person('alice', {password: 'wrong'});
  await assert.rejects(run(impostor, 'register'), /401/);
});

test('a binding ends with its WebSocket', async () => {
  const {kamailio} = servers;
  const carol = await person('carol');
  await run(carol, 'register');
  assert.equal(await kamailio.isRegistered('carol'), true);
  assert.ok((await kamailio.dropWebSockets()) > 0);
  await until(async () => !(await kamailio.isRegistered('carol')), {what: 'the binding is gone'});
});
