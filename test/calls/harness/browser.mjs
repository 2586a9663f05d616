/** Browsers with a fake camera and microphone, and one page per person. */
import {chromium, firefox} from 'playwright-core';
import {watchPeers} from './media.mjs';

/**
 * What Chromium is not to do. The last list on the command line is the one that counts, so Playwright's own, which keeps
 * it from looking for news and for other devices, stands here too.
 */
const WITHOUT = [
  // A renderer for each window, and a third of the work of opening one: what drops down from an address bar.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AimEnabled', 'DialMediaRouteProvider', 'GlobalMediaControls', 'LensOverlay', 'MediaRouter', 'Translate'],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'HttpsUpgrades', 'PaintHolding'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'BlockOriginHeaderModificationOnRedirect'],
];

/** For every Chromium of the tests. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox', // tests may run as root, for which Chromium has no sandbox
  '--disable-gpu',
  '--disable-background-networking',
  `--disable-features=${WITHOUT.join(',')}`,
];

const FLAGS = [
  ...CHROMIUM_FLAGS,
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // without it a machine that has no network but loopback gathers no candidates at all
  '--allow-loopback-in-peer-connection',
];

const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // without these Firefox hides its addresses, and a machine that has only loopback has no candidates at all
  'permissions.default.microphone': 1,
  'permissions.default.camera': 1,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  // without a sound card only its mock of one plays anything
  'media.cubeb.force_mock_context': true,
};

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
    return chromium.launch({executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: FLAGS});
  }
  return firefox.launch({
    // WebDriver BiDi: Playwright's own protocol needs a patched Firefox, this channel takes Debian's
    channel: 'moz-firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    firefoxUserPrefs: FIREFOX_PREFERENCES,
  });
}

/**
 * An empty page in a context of its own: another person at another computer.
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
