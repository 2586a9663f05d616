#!/usr/bin/env node
// Makes the pictures in docs/images/: the softphone in every important state, light, dark, narrow and right to left.
// Run `node scripts/screenshots.mjs [state …]` after `npm run build`, and look at each picture before you commit it.
import {mkdir} from 'node:fs/promises';
import {chromium} from 'playwright-core';
import {startDemoServer} from '../demo/server/index.js';

const FOLDER = new URL('../docs/images/', import.meta.url).pathname;
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
];

/** The variants of each picture: attributes of <html>, colour scheme, and the width of the softphone. */
const LOOKS = {
  light: {lang: 'en', colorScheme: 'light', width: 360},
  dark: {lang: 'en', colorScheme: 'dark', width: 360},
  narrow: {lang: 'en', colorScheme: 'light', width: 280},
  rtl: {lang: 'he', colorScheme: 'light', width: 360},
};

/** The steps before each picture: `shown` is the page in the picture, `other` the far end. */
const STATES = {
  idle: async ({shown}) => {
    await shown.getByRole('textbox').fill('+49 30 1234567');
  },
  incoming: async ({shown, other}) => {
    await dial(other, 'alice');
    await until(shown, 'ringing');
  },
  video: async ({shown, other}) => {
    await dial(other, 'alice');
    await until(shown, 'ringing');
    await shown.evaluate(() => document.querySelector('sip-phone').activeCall.answer({video: true}));
    await until(other, 'active');
    await pictures(shown);
  },
  held: async (pages) => {
    await STATES.video(pages);
    await pages.shown.evaluate(() => document.querySelector('sip-phone').activeCall.hold());
    await until(pages.shown, 'held');
  },
  settings: async ({shown}) => {
    await shown.locator('summary').click();
    await shown.locator('sip-device-select').first().waitFor();
  },
  menu: async (pages) => {
    await STATES.video(pages);
    await pages.shown.locator('[aria-controls=menu]').click();
    await pages.shown.locator('sip-call-menu').waitFor();
  },
  consent: async ({shown, other}) => {
    await shown.evaluate(() => void document.querySelector('sip-phone').setAttribute('consent-refer', ''));
    await dial(other, 'alice');
    await until(shown, 'ringing');
    await shown.evaluate(() => document.querySelector('sip-phone').activeCall.answer());
    await until(other, 'active');
    await other.evaluate(
      () =>
        void document
          .querySelector('sip-phone')
          .activeCall.transfer('carol')
          .catch(() => {}),
    );
    await shown.waitForFunction(() => document.querySelector('sip-phone').activeCall.snapshot.consents.length > 0);
  },
  failed: async ({shown}) => {
    await shown.waitForFunction(() => document.querySelector('sip-phone').status === 'failed');
  },
};

const registered = (page) => page.waitForFunction(() => document.querySelector('sip-phone')?.status === 'registered');

const dial = (page, target) => page.evaluate((to) => void document.querySelector('sip-phone').dial(to), target);

const until = (page, state) =>
  page.waitForFunction((wanted) => document.querySelector('sip-phone').activeCall?.state === wanted, state);

/** Waits until every `<video>` in the page, in all shadow roots, has frames. */
const pictures = (page) =>
  page.waitForFunction(() => {
    const videos = [];
    const collect = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === 'video') videos.push(element);
        if (element.shadowRoot) collect(element.shadowRoot);
      }
    };
    collect(document);
    const shown = videos.filter((video) => video.srcObject);
    return shown.length > 0 && shown.every((video) => video.videoWidth > 2);
  });

const server = await startDemoServer();
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS});
try {
  await mkdir(FOLDER, {recursive: true});
  const wanted = process.argv.slice(2);
  for (const state of Object.keys(STATES).filter((name) => wanted.length === 0 || wanted.includes(name))) {
    for (const look of Object.keys(LOOKS)) await picture(state, look);
  }
  if (wanted.length === 0 || wanted.includes('softphone')) await demo();
} finally {
  await browser.close();
  await server.close();
}

async function picture(state, look) {
  const {lang, colorScheme, width} = LOOKS[look];
  const context = await browser.newContext({
    colorScheme,
    viewport: {width: width + 40, height: 900},
    deviceScaleFactor: 2,
    bypassCSP: true, // for the style that the picture wants
  });
  try {
    const shown = await open(context, {user: 'alice', lang, width, password: state === 'failed' ? 'wrong' : undefined});
    const other = await open(context, {user: 'bob', lang: 'en', width});
    if (state !== 'failed') await registered(shown);
    await registered(other);
    await shown.bringToFront();
    await STATES[state]({shown, other});
    // After two animation frames, transitions are over and the first video frame is painted.
    await shown.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await save(shown, 'sip-phone', `${state}-${look}`);
  } finally {
    await context.close();
  }
}

/** Saves a picture of the part of a page around an element. */
async function save(page, selector, name, margin = 20) {
  const box = await page.locator(selector).boundingBox();
  const clip = {
    x: box.x - margin,
    y: box.y - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
  await page.screenshot({path: `${FOLDER}${name}.png`, clip, fullPage: true, animations: 'disabled'});
  console.log(`${name}.png`);
}

/** Saves the picture for the README: the demo in a call. */
async function demo() {
  const context = await browser.newContext({viewport: {width: 840, height: 1000}});
  const page = await context.newPage();
  await page.goto(server.url);
  const statuses = () => [...document.querySelectorAll('sip-phone')].every(({status}) => status === 'registered');
  await page.waitForFunction(statuses);
  await page.evaluate(() => void document.querySelector('#left').dial('bob'));
  await page.waitForFunction(() => document.querySelector('#right').activeCall?.state === 'ringing');
  await page.evaluate(() => document.querySelector('#right').activeCall.answer({video: true}));
  await page.waitForFunction(() => document.querySelector('#left').activeCall?.snapshot.media === 'flowing');
  await pictures(page);
  await save(page, '#phones', 'softphone', 4);
  await context.close();
}

async function open(context, {user, lang, width, password}) {
  const page = await context.newPage();
  if (password) await page.route('**/sip-credentials*', (route) => route.fulfill({json: {username: user, password}}));
  await page.goto(`${server.url}embed.html`);
  await page.addStyleTag({
    content: `:root {color-scheme: light dark} body {margin: 20px} sip-phone {width: ${width}px}`,
  });
  if (lang !== 'en') await page.addScriptTag({type: 'module', url: `/cdn/i18n/${lang}.js`});
  await page.evaluate(
    ({language, account, name}) => {
      document.documentElement.lang = language;
      document.documentElement.dir = language === 'he' ? 'rtl' : 'ltr';
      const phone = document.querySelector('sip-phone');
      phone.uri = `sip:${account}@demo.invalid`;
      phone.displayName = name;
      phone.credentialsUrl = `/sip-credentials?user=${account}`;
      phone.video = true;
      phone.noSounds = true;
    },
    {language: lang, account: user, name: user === 'bob' ? 'Bob Builder' : 'Alice'},
  );
  return page;
}
