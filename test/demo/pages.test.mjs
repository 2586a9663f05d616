import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, test} from 'node:test';
import {
  callAcross,
  dialFromLeft,
  everybodyLeft,
  mediaFlows,
  openPage,
  registered,
  startBrowser,
  startDemo,
} from './support.mjs';

const [{url, output}, browser] = await Promise.all([startDemo({after}), startBrowser({after})]);

/** Opens a page of the demo, which closes with the test; waits until its phones are unregistered for the next one. */
async function open(t, path = '', inside = browser) {
  const opened = await openPage(inside, url + path);
  t.after(async () => {
    await opened.page.close();
    await everybodyLeft(output);
  });
  return opened;
}

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('index.html: both phones register; a call with sound and picture both ways, started and ended by hand', async (t) => {
  const {page, assertClean} = await open(t);
  await callAcross(page);
  await page.locator('#log li', {hasText: 'sip-call-ended'}).first().waitFor();
  assert.match(output(), /call alice -> bob: answered after/);
  assert.match(output(), /call alice -> bob: ended by alice after/);
  assertClean();
});

test('index.html: the other direction, and the callee hangs up', async (t) => {
  const {page, assertClean} = await open(t);
  await registered(page);
  await page.locator('#right sip-dial-field input').fill('alice');
  await page.locator('#right sip-dial-button button').first().click();
  await page.locator('#left sip-answer-button[video] button').click();
  await mediaFlows(page);
  await page.locator('#left sip-hangup-button button').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
  assertClean();
});

test('index.html: a call that fails says why', async (t) => {
  const {page, assertClean} = await open(t);
  await registered(page);
  await page.locator('#failures').waitFor();
  for (const [target, cause] of [
    ['busy', 'busy'],
    ['nobody', 'not-found'],
    ['carol', 'unavailable'],
    ['decline', 'declined'],
  ]) {
    await dialFromLeft(page, target);
    await page
      .locator('#log li', {hasText: 'sip-call-ended'})
      .filter({hasText: `cause: ${cause}`})
      .first()
      .waitFor();
  }
  assertClean();
});

test('index.html: language, direction and theme can be switched', async (t) => {
  const {page, assertClean} = await open(t);
  await registered(page);
  const label = () => page.locator('#left sip-dial-button button').first().ariaSnapshot();
  const english = await label();
  await page.locator('select[name=lang]').selectOption('he');
  await page.locator('#phones[lang=he]').waitFor();
  await page.waitForFunction(
    (before) =>
      !before.includes(
        document.querySelector('#left').shadowRoot.querySelector('sip-softphone').shadowRoot.textContent,
      ),
    english,
  );
  assert.notEqual(await label(), english);
  await page.locator('select[name=dir]').selectOption('rtl');
  assert.equal(await page.locator('#phones').evaluate((phones) => getComputedStyle(phones).direction), 'rtl');
  const background = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  await page.locator('select[name=theme]').selectOption('light');
  const light = await background();
  await page.locator('select[name=theme]').selectOption('dark');
  assert.notEqual(await background(), light);
  assertClean();
});

test('index.html: without microphone and camera it says so and sends a tone and a picture', async (t) => {
  const {page, assertClean} = await open(t, '', await startBrowser(t, {devices: false}));
  await callAcross(page);
  assert.match(await page.locator('#substitute').innerText(), /no microphone and no camera/);
  assertClean();
});

test('index.html: with --sip the phones use another server and other users', async (t) => {
  const pbx = await startDemo(t, ['--users', '1001:one,1002:two', '--domain', 'pbx.test']);
  const sip = `${pbx.url.replace('http', 'ws')}sip`;
  const {url: address} = await startDemo(t, ['--sip', sip, '--domain', 'pbx.test', '--users', '1001:one,1002:two']);
  const {page, assertClean} = await openPage(browser, address);
  await callAcross(page, '1002');
  assert.match(await page.locator('#server').innerText(), /a real one/);
  assert.equal(await page.locator('#failures').isVisible(), false);
  assert.match(pbx.output(), /call 1001 -> 1002: answered/);
  assertClean();
  await page.close();
});

test('embed.html is one script and one tag, and that is a phone', async (t) => {
  const source = read('demo/embed.html');
  assert.deepEqual(
    [...source.matchAll(/<([a-z][a-z0-9-]*)/g)].map(([, tag]) => tag),
    ['html', 'meta', 'meta', 'title', 'script', 'sip-phone'],
  );
  assert.match(source, /<script type="module" src="\/cdn\/sip-elements\.js"><\/script>/);
  const {page, assertClean} = await open(t, 'embed.html');
  await page.locator('sip-phone[status=registered]').waitFor();
  assertClean();
});

test('compose.html: a button outside its phone dials with it; the call shows in a layout of its own', async (t) => {
  const {page, assertClean} = await open(t, 'compose.html');
  await page.locator('#desk[status=registered]').waitFor({state: 'attached'});
  await page.locator('#other[status=registered]').waitFor();
  await page.locator('#quick button').click();
  await page.locator('#other sip-answer-button[video] button').click();
  await mediaFlows(page);
  await page.locator('.call sip-mute-button button').click();
  await page.locator('#desk sip-call[muted]').waitFor({state: 'attached'});
  await page.locator('.call sip-hangup-button button').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
  assertClean();
});

test('csp.html: a call under a strict policy with Trusted Types, without a report', async (t) => {
  const {page, assertClean} = await open(t, 'csp.html');
  await callAcross(page);
  assert.equal(await page.locator('#violations').innerText(), '0');
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  assertClean();
  // The policy is in force, and the counter counts its violations.
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  await page.locator('#violations', {hasText: '1'}).waitFor();
  const markup = () => page.evaluate(() => Reflect.set(document.body, 'innerHTML', '<p>'));
  await assert.rejects(markup, /TrustedHTML/);
});

test('headless.html: two phones from createPhone, plain buttons', async (t) => {
  const {page, assertClean} = await open(t, 'headless.html');
  for (const side of ['#caller', '#callee']) {
    await page.locator(`${side} [name=status]`, {hasText: 'registered'}).waitFor();
  }
  await page.locator('#caller [name=dial]').click();
  await page.locator('#callee [name=answer]').click();
  await mediaFlows(page);
  await page.locator('#caller [name=mute]').click();
  await page.locator('#caller [name=mute]', {hasText: 'Unmute'}).waitFor();
  await page.locator('#callee [name=hangup]').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
  assertClean();
});

test('classic.html: the one-file script, without modules', async (t) => {
  assert.doesNotMatch(read('demo/classic.html'), /type="module"/);
  const {page, assertClean} = await open(t, 'classic.html');
  await page.locator('#phone[status=registered]').waitFor();
  await page.locator('#call').click(); // bob has no phone on this page.
  await page.locator('#news', {hasText: 'Over: unavailable.'}).waitFor();
  assertClean();
});

test('the event log knows every event that there is', async (t) => {
  const declared = [...read('src/core/events.ts').matchAll(/^ {2}'(sip-[a-z-]+)': (?!\{of)/gm)].map(([, name]) => name);
  const {page} = await open(t, 'index.html');
  const logged = await page.evaluate(async () => (await import('/event-log.js')).EVENT_NAMES);
  assert.ok(declared.length > 20);
  assert.deepEqual(new Set([...logged, 'sip-quality']), new Set(declared));
});
