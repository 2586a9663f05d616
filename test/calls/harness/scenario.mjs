/** A test with real servers, a real browser and people at phones. If it fails, it prints what happened to everybody. */
import {after, before, test} from 'node:test';
import {startServers, until} from '../../servers/index.mjs';
import {launchBrowser} from './browser.mjs';
import {Person} from './person.mjs';
import {Site} from './site.mjs';

const LOG_LINES = 25;

/**
 * @typedef {import('../../servers/index.mjs').Servers} Servers
 * @typedef {import('./person.mjs').PersonOptions & {browser?: BrowserName}} GuestOptions `browser` is Chromium by default
 * @typedef {import('./browser.mjs').BrowserName} BrowserName
 * @typedef {import('playwright-core').Browser} Browser
 */

/**
 * @typedef {object} Stage
 * @property {Servers} servers
 * @property {(user: string, options?: GuestOptions) => Promise<Person>} person opens a page with a phone and waits until it is registered
 * @property {(text: string) => void} note prints a text, for example a measured time
 * @property {(user: string, options?: GuestOptions) => Promise<Person>} stranger the same, without waiting
 */

/**
 * The browsers of this file, by name; the first scenario that needs one starts it.
 * @type {Map<BrowserName, Promise<Browser>>}
 */
const browsers = new Map();

after(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** @param {BrowserName} name */
function launched(name) {
  const browser = browsers.get(name) ?? launchBrowser(name);
  browsers.set(name, browser);
  return browser;
}

/**
 * Starts the servers and the browser that the scenarios of one file, or of one `describe` in it, share.
 *
 * Scenarios run one after the other. If they wait more than they compute, several `describe`s, each with its own
 * servers, may run at the same time: `describe(…, {concurrency: 2}, …)` around them, `{concurrency: 1}` in each.
 * @param {Parameters<typeof startServers>[0]} wanted
 * @param {readonly BrowserName[]} [names]
 * @returns {(name: string, play: (stage: Stage) => Promise<void>) => void} declares a test
 */
export function scenarios(wanted, names = ['chromium']) {
  /** @type {Servers} */
  let servers;
  /** @type {Site} */
  let site;

  before(async () => {
    [servers, site] = await Promise.all([startServers(wanted), Site.open(), ...names.map(launched)]);
  });
  after(async () => {
    await site?.close();
    await servers?.stop();
  });

  return (name, play) => {
    test(name, {timeout: 90_000}, async (t) => {
      /** @type {Person[]} */
      const people = [];
      /** @type {Stage['stranger']} */
      const stranger = async (user, {browser: name = 'chromium', ...options} = {}) => {
        const browser = await launched(name);
        const person = await Person.arrive(user, {browser, site, registrar: servers.registrar, ...options});
        people.push(person);
        return person;
      };
      /** @type {Stage['person']} */
      const person = async (user, options) => {
        const somebody = await stranger(user, options);
        await somebody.waitForStatus('registered');
        return somebody;
      };
      try {
        await play({servers, person, stranger, note: (text) => t.diagnostic(text)});
        for (const {user, mishaps} of people) if (mishaps.length > 0) throw new Error(`${user}: ${mishaps.join('; ')}`);
      } catch (error) {
        await tell(people, servers);
        throw error;
      } finally {
        await leave(people, servers);
      }
    });
  };
}

/**
 * Everybody leaves; waits until the registrar has noticed, so that the next scenario finds no bindings.
 * @param {readonly Person[]} people
 * @param {Servers} servers
 */
async function leave(people, servers) {
  await Promise.all(people.map((person) => person.leave()));
  for (const {user} of people) {
    await until(async () => !(await servers.registrar.isRegistered(user)), {what: `${user} is no longer registered`});
  }
}

/**
 * @param {readonly Person[]} people
 * @param {Servers} servers
 */
async function tell(people, servers) {
  for (const person of people) console.error(await person.story());
  console.error(servers.logs(LOG_LINES));
}
