// What a page fetches from `cdn/`, and when. Pages of a site of its own, phones of the demo's SIP server.
import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {startDemoServer} from '../../demo/server/index.js';
import {Site} from '../calls/harness/site.mjs';
import {until} from '../servers/index.mjs';
import {mediaFlows, openPage, registered, startBrowser} from './support.mjs';

const [site, server, browser] = await Promise.all([Site.open(), startDemoServer(), startBrowser({after})]);
after(() => Promise.all([site.close(), server.close()]));

/** A phone of the SIP server, as markup. */
const phone = (user, face = '', id = user) =>
  `<sip-phone id="${id}" server="ws://127.0.0.1:${server.port}/sip" uri="sip:${user}@demo.invalid">${face}</sip-phone>
  <script>
    document.querySelector('#${id}').credentials = {username: '${user}', password: '${user}-secret'};
  </script>`;

/** Opens a page with the autoloader; `route` may hold up or refuse a chunk. */
async function open(t, body, {pattern, route} = {}) {
  const url = site.add(
    '/page.html',
    `<!doctype html><meta charset="utf-8"><title>chunks</title><link rel="icon" href="data:,">
    <script type="module" src="/cdn/autoloader.js"></script>${body}`,
  );
  const chunks = [];
  const sent = [];
  const {page, assertClean} = await openPage(browser, 'about:blank');
  t.after(() => page.close());
  page.on('requestfinished', (request) => {
    const [, chunk] = /\/cdn\/([a-z]+)(?:-[^/]+)?\.js$/.exec(request.url()) ?? [];
    if (chunk) chunks.push(chunk);
  });
  page.on('websocket', (socket) => socket.on('framesent', ({payload}) => sent.push(String(payload).split(' ', 1)[0])));
  if (pattern) await page.route(pattern, route);
  await page.goto(url);
  return {page, assertClean, chunks, sent};
}

const fetched = (chunks, ...names) =>
  until(() => names.every((name) => chunks.includes(name)), {what: `${names.join(', ')} of ${chunks.join(', ')}`});

test('a page with one control fetches neither the phone nor its face', async (t) => {
  const {page, assertClean, chunks} = await open(t, '<sip-mute-button></sip-mute-button>');
  await page.locator('sip-mute-button button').waitFor();
  assert.deepEqual(chunks.sort(), ['autoloader', 'base']);
  assertClean();
});

test('a phone with a face of the page does not fetch ours', async (t) => {
  const {page, assertClean, chunks} = await open(t, phone('alice', '<p>my face</p>'));
  await page.locator('#alice[status=registered]').waitFor({state: 'attached'});
  await fetched(chunks, 'incoming', 'conversation', 'tones');
  const engine = ['conversation', 'incoming', 'media', 'phone', 'sip', 'tones'];
  assert.deepEqual(chunks.sort(), ['autoloader', 'base', ...engine]);
  assertClean();
});

test('what answers a call is there before REGISTER, the rest follows without a call', async (t) => {
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  let wanted = () => {};
  const requested = new Promise((resolve) => (wanted = resolve));
  const {page, assertClean, chunks, sent} = await open(t, phone('alice'), {
    pattern: /\/answering-/,
    route: async (route) => {
      wanted();
      await held;
      await route.continue();
    },
  });
  await requested;
  // The phone can be used, and the engine is here, but nobody may call yet.
  await page.locator('sip-dial-field input').waitFor();
  await fetched(chunks, 'media', 'sip');
  assert.deepEqual(sent, []);
  release();
  await page.locator('#alice[status=registered]').waitFor();
  await fetched(chunks, 'answering', 'talking', 'incoming', 'conversation', 'tones');
  assert.ok(sent.includes('REGISTER'));
  assert.ok(await page.evaluate(() => Boolean(customElements.get('sip-call-card') && customElements.get('sip-video'))));
  assertClean();
});

test('a chunk that cannot be fetched is told of and tried again, and the phone works meanwhile', async (t) => {
  let refusals = 2;
  const {page, assertClean, chunks} = await open(t, phone('alice'), {
    pattern: /\/talking-/,
    route: (route) => (refusals-- > 0 ? route.abort() : route.continue()),
  });
  const told = page.waitForEvent('console', (message) =>
    /The tools of a call could not be fetched/.test(message.text()),
  );
  await page.locator('#alice[status=registered]').waitFor();
  await told;
  await fetched(chunks, 'talking');
  assert.ok(await page.evaluate(() => customElements.get('sip-mute-button') !== undefined));
  assertClean(/talking-/, /could not be fetched/, /ERR_FAILED/);
});

test('a call is made without what a conversation needs, which comes as soon as it can', async (t) => {
  let refused = true;
  const {page, assertClean, sent} = await open(t, phone('alice', '<p>A</p>') + phone('bob', '<p>B</p>'), {
    pattern: /\/conversation-/,
    route: (route) => (refused ? route.abort() : route.continue()),
  });
  await page.locator('#alice[status=registered]').waitFor({state: 'attached'});
  await page.locator('#bob[status=registered]').waitFor({state: 'attached'});
  await page.evaluate(async () => {
    const [alice, bob] = document.querySelectorAll('sip-phone');
    bob.addEventListener('sip-incoming', ({detail}) => setTimeout(() => void detail.call.answer()));
    globalThis.ours = alice.dial('bob');
    await new Promise((resolve) => alice.addEventListener('sip-accepted', resolve));
  });
  assert.ok(sent.includes('INVITE'));
  const outcomes = await page.evaluate(() =>
    Promise.all(
      [
        () => globalThis.ours.transfer('carol'),
        () => globalThis.ours.startRecording(),
        () => globalThis.ours.phone.merge(),
        async () => `changed: ${await globalThis.ours.phone.setMicrophone('')}`,
      ].map((work) => work().then(String, ({code, message}) => `${code}: ${message}`)),
    ),
  );
  for (const outcome of outcomes.slice(0, 3)) {
    assert.match(outcome, /^server-unreachable: What a conversation needs could not be fetched\. .*reload the page/);
  }
  assert.equal(outcomes[3], 'changed: false');
  assert.equal(
    await page.evaluate(() => [globalThis.ours.state, globalThis.ours.snapshot.pending.length].join()),
    'active,0',
  );
  refused = false;
  // By itself, without anybody asking: the quality is sampled from now on.
  await page.waitForFunction(() => globalThis.ours.quality !== null);
  const type = await page.evaluate(async () => {
    await globalThis.ours.startRecording();
    const {type} = await globalThis.ours.stopRecording();
    await globalThis.ours.hangup();
    return type;
  });
  assert.match(type, /^audio\//);
  assertClean(/conversation-/, /could not be fetched/, /ERR_FAILED/);
});

test('a phone whose tones come late rings from then on', async (t) => {
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  const {page, assertClean} = await open(t, phone('alice', '<p>A</p>') + phone('bob', '<p>B</p>'), {
    pattern: /\/tones-/,
    route: async (route) => {
      await held;
      await route.continue();
    },
  });
  await page.locator('#alice[status=registered]').click();
  await page.locator('#bob[status=registered]').waitFor({state: 'attached'});
  await page.evaluate(async () => {
    const [alice, bob] = document.querySelectorAll('sip-phone');
    const called = new Promise((resolve) => bob.addEventListener('sip-incoming', resolve));
    alice.dial('bob');
    await called;
    globalThis.bell = await bob.media();
  });
  assert.equal(await page.evaluate(() => globalThis.bell.sounding), false);
  release();
  await page.waitForFunction(() => globalThis.bell.sounding);
  await page.evaluate(() => document.querySelector('#bob').calls[0].hangup());
  await page.waitForFunction(() => !globalThis.bell.sounding);
  assertClean();
});

test('a page without tags fetches no Lit, and everything else ahead of need', async (t) => {
  const {page, assertClean} = await openPage(browser, 'about:blank');
  t.after(() => page.close());
  const fetchedFiles = [];
  page.on('requestfinished', async (request) => {
    if (request.resourceType() === 'script')
      fetchedFiles.push([request.url(), await (await request.response()).text()]);
  });
  const url = site.add(
    '/page.html',
    `<!doctype html><meta charset="utf-8"><title>headless</title><link rel="icon" href="data:,">
    <script type="module">
      import {createPhone, SipError} from '/cdn/headless.js';
      const phone = createPhone({
        server: 'ws://127.0.0.1:${server.port}/sip', uri: 'sip:alice@demo.invalid',
        credentials: {username: 'alice', password: 'alice-secret'},
      });
      await phone.start();
      document.title = phone.snapshot.status + ', ' + (SipError.prototype instanceof Error);
    </script>`,
  );
  await page.goto(url);
  await page.waitForFunction(() => document.title === 'registered, true');
  const names = () => fetchedFiles.map(([address]) => /\/cdn\/(.*?)(?:-[^/]+)?\.js$/.exec(address)?.[1]);
  const chunks = ['conversation', 'incoming', 'media', 'phone', 'sip', 'tones'];
  const wanted = ['headless', ...chunks.map((name) => `headless/${name}`)];
  await until(() => names().length >= wanted.length, {what: 'all chunks'});
  assert.deepEqual(names().sort(), wanted);
  for (const [address, text] of fetchedFiles) assert.doesNotMatch(text, /litElement|litHtml|HTMLElement/, address);
  assertClean();
});

test('two phones talk: ours on one side, tags in a template on the other', async (t) => {
  const face = `<sip-call-list><template><sip-call>
    <sip-answer-button></sip-answer-button><sip-hangup-button></sip-hangup-button>
  </sip-call></template></sip-call-list>`;
  const {page, assertClean} = await open(t, phone('alice', '', 'left') + phone('bob', face, 'right'));
  await registered(page);
  // Nobody has called yet: the tags of the template are there all the same.
  assert.ok(await page.evaluate(() => customElements.get('sip-answer-button') !== undefined));
  await page.locator('#left sip-dial-field input').fill('bob');
  await page.locator('#left sip-dial-button button').first().click();
  await page.locator('#right sip-answer-button button').click();
  await mediaFlows(page, ['audio']);
  await page.locator('#left sip-mute-button button').click();
  await page.locator('#left sip-hangup-button button').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
  assertClean();
});
