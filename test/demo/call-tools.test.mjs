// The demo pages that show one tool of a call each, used as their texts say, with real clicks.
import assert from 'node:assert/strict';
import {stat} from 'node:fs/promises';
import {after, test} from 'node:test';
import {dialFromLeft, mediaFlows, openPage, registered, startBrowser, startDemo} from './support.mjs';

const [{url}, browser] = await Promise.all([startDemo({after}), startBrowser({after})]);

/** Opens a page and waits until its phones are registered; `name` is without `.html`. */
async function open(name) {
  const opened = await openPage(browser, `${url}${name}.html`);
  await registered(opened.page);
  return opened;
}

async function talk(page) {
  await dialFromLeft(page, 'bob');
  await page.locator('#right sip-answer-button:not([video]) button').click();
  await mediaFlows(page, ['audio']);
}

async function hangUp(page) {
  await page.locator('#left sip-hangup-button button').first().click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
}

/** Finds a meter that shows sound, or silence. */
const meter = (page, name, sounding = true) =>
  page.locator(`[role=meter][aria-label="${name}"]${sounding ? ':not([aria-valuenow="0"])' : '[aria-valuenow="0"]'}`);

test('devices.html: the microphone is tried; devices are chosen and levels move in a call', async () => {
  const {page, assertClean} = await open('devices');
  await page.getByRole('button', {name: 'Test microphone'}).click();
  await meter(page, 'Microphone level').waitFor();
  await page.getByRole('button', {name: 'Stop test'}).click();
  await meter(page, 'Microphone level', false).waitFor();

  await talk(page);
  await meter(page, 'Microphone level').waitFor();
  await meter(page, 'Level of the other side').waitFor();
  const devices = page.locator('#devices');
  for (const [label, device] of [
    ['Microphone', 'Fake Audio Input 2'],
    ['Speaker', 'Fake Audio Output 2'],
  ]) {
    await devices.getByLabel(label, {exact: true}).selectOption({label: device});
    await page.locator('#news', {hasText: `${label.toLowerCase()}: ${device} (chosen)`}).waitFor();
  }
  await devices.getByLabel('Volume').fill('40');
  await mediaFlows(page, ['audio']);
  await hangUp(page);
  assertClean();
  await page.close();
});

test('conference.html: bob and carol hear each other over a phone that is mute itself; split, only one is heard', async () => {
  const {page, assertClean} = await open('conference');
  await page.locator('#third[status=registered]').waitFor();
  for (const [name, side] of [
    ['Call bob', '#right'],
    ['Call carol', '#third'],
  ]) {
    await page.getByRole('button', {name, exact: true}).click();
    await page.locator(`${side} sip-answer-button:not([video]) button`).click();
    await page.locator(`${side} sip-call[state=active]`).waitFor({state: 'attached'});
  }
  await page.locator('#left sip-call[state=held]').waitFor({state: 'attached'});
  // From here on alice is muted, so the other two can hear only each other.
  await page.locator('#left sip-call[state=active] sip-mute-button button').click();
  for (const name of ['What bob hears', 'What carol hears']) await meter(page, name, false).waitFor();
  await page.locator('#join button[aria-pressed=false]').click();
  await page.locator('#join button[aria-pressed=true]').waitFor();
  for (const name of ['What bob hears', 'What carol hears']) await meter(page, name).waitFor();
  await page.locator('#join button').click();
  await page.locator('#join button[aria-pressed=false]').waitFor();
  await page.locator('#left sip-call[state=held]').waitFor({state: 'attached'});
  assertClean();
  await page.close();
});

test('recording.html: nothing is recorded before everybody agrees; then it is a file, and can be heard', async () => {
  const {page, assertClean} = await open('recording');
  await talk(page);
  const record = page.locator('#record button');
  await record.click();
  await page.locator('#news', {hasText: 'Not before everybody agrees.'}).waitFor();
  assert.equal(await record.getAttribute('aria-pressed'), 'false');
  await page.locator('#agreed').check();
  await record.click();
  await page.locator('#record button[aria-pressed=true]').waitFor();
  await mediaFlows(page, ['audio']);
  const [file] = await Promise.all([page.waitForEvent('download'), record.click()]);
  assert.match(file.suggestedFilename(), /bob\.weba$/);
  assert.ok((await stat(await file.path())).size > 0);
  const player = page.locator('#recordings audio');
  await player.evaluate((audio) => audio.play());
  await hangUp(page);
  assertClean(/^warning: .*\bmay not be recorded/);
  await page.close();
});

test('quality.html: bars, figures and opinion scores of a call', async () => {
  const {page, assertClean} = await open('quality');
  await talk(page);
  const quality = page.locator('sip-quality[detailed]');
  // The quality depends on the load of this machine.
  await quality.getByRole('img', {name: /^(Good|Fair|Poor) connection$/}).waitFor();
  await quality.getByText('opus').waitFor();
  await page.locator('#scores', {hasText: /\d\.\d \d\.\d/}).waitFor();
  await hangUp(page);
  await quality.getByRole('img').waitFor({state: 'detached'});
  assertClean();
  await page.close();
});

test('transfer.html: bob is asked, allows it, and talks to carol', async () => {
  const {page, assertClean} = await openTransfer();
  await page.locator('#transfer [part=input]').fill('carol');
  await page.locator('#transfer [part=transfer]').click();
  await page
    .locator('#right sip-consent')
    .getByText(/wants to connect you with carol@/)
    .waitFor();
  await page.locator('#right [part=allow]').click();
  await page.locator('#third sip-answer-button:not([video]) button').click();
  await bobAndCarolTalk(page);
  assertClean();
  await page.close();
});

test('transfer.html: bob refuses, and the call is back', async () => {
  const {page} = await openTransfer(); // The failure is also logged to the console.
  await page.locator('#transfer [part=input]').fill('carol');
  await page.locator('#transfer [part=transfer]').click();
  await page.locator('#right [part=refuse]').click();
  await page.locator('#transfer [part=news]', {hasText: 'failed'}).waitFor();
  await page.locator('#left sip-call[state=active]').waitFor({state: 'attached'});
  await mediaFlows(page, ['audio']);
  await hangUp(page);
  await page.close();
});

test('transfer.html: alice calls carol too, and connects the two; both are asked', async () => {
  const {page, assertClean} = await openTransfer();
  await page.getByRole('button', {name: 'Call carol', exact: true}).click();
  await page.locator('#third sip-answer-button:not([video]) button').click();
  await page.locator('#left sip-call[state=held]').waitFor({state: 'attached'});
  await page.locator('#transfer [part=connect]').click();
  await page.locator('#third [part=allow]').click();
  await page.locator('#right sip-consent').getByText(/carol/).waitFor();
  await page.locator('#right [part=allow]').click();
  await bobAndCarolTalk(page);
  assertClean();
  await page.close();
});

/** Alice and bob talk, and the panel of the transfer is open. */
async function openTransfer() {
  const opened = await open('transfer');
  const {page} = opened;
  await page.locator('#third[status=registered]').waitFor();
  await page.getByRole('button', {name: 'Call bob', exact: true}).click();
  await page.locator('#right sip-answer-button:not([video]) button').click();
  await page.locator('#left sip-call[state=active]').waitFor({state: 'attached'});
  await page.locator('#transfer [part=button]').click();
  return opened;
}

async function bobAndCarolTalk(page) {
  await page.locator('#left sip-call[state=hangup]').first().waitFor({state: 'attached'});
  await mediaFlows(page, ['audio']);
  await page.locator('#right sip-call[state=active] sip-hangup-button button').click();
  await page.waitForFunction(() => globalThis.openConnections() === 0);
}
