/** Browsers with a fake camera and microphone, and one page per person. */
import {chromium, firefox} from 'playwright-core';
import {CALL_FLAGS, FIREFOX_PREFERENCES} from '../../browser-options.mjs';
import {watchPeers} from './media.mjs';

/**
 * @typedef {'chromium' | 'firefox'} BrowserName
 * @typedef {(() => void) | (() => void)[]} Prepare
 */

/**
 * @param {BrowserName} [name]
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser(name = 'chromium') {
  if (name === 'chromium') {
    return chromium.launch({executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: CALL_FLAGS});
  }
  return firefox.launch({
    // Playwright's own protocol needs a patched Firefox; by WebDriver BiDi this channel runs Debian's Firefox
    channel: 'moz-firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    firefoxUserPrefs: FIREFOX_PREFERENCES,
  });
}

/**
 * Opens an empty page in its own context: another person at another computer.
 * @param {import('playwright-core').Browser} browser
 * @param {{prepare?: Prepare | undefined}} [options] `prepare` runs in every page before the page's own scripts
 */
export async function openPage(browser, {prepare} = {}) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript(watchPeers);
  for (const script of [prepare ?? []].flat()) await page.addInitScript(script);
  return page;
}
