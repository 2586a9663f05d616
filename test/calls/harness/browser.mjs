/** Chromium with a fake camera and microphone, and one page per person. */
import {chromium} from 'playwright-core';
import {watchPeers} from './media.mjs';

const FLAGS = [
  '--no-sandbox', // tests may run as root, for which Chromium has no sandbox
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // without it a machine that has no network but loopback gathers no candidates at all
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
];

/** @returns {Promise<import('playwright-core').Browser>} */
export function launchBrowser() {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({executablePath, args: FLAGS});
}

/**
 * An empty page in a context of its own: another person at another computer.
 * @param {import('playwright-core').Browser} browser
 * @param {{prepare?: (() => void) | undefined}} [options] `prepare` runs in every page before the page's own scripts
 */
export async function openPage(browser, {prepare} = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript(watchPeers);
  if (prepare) await page.addInitScript(prepare);
  return page;
}
