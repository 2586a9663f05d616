/** Where it all happens: one Kamailio, one far end (baresip, which answers at once), one browser, a page for each phone. */
import {launchBrowser} from '../test/calls/harness/browser.mjs';
import {Site} from '../test/calls/harness/site.mjs';
import {startServers, until} from '../test/servers/index.mjs';
import {PhonePage} from './phone-page.mjs';
import {addPage, LIBRARIES} from './phones/pages.mjs';

/** @typedef {import('./phones/pages.mjs').Library} Library */

const USERS = {ours: 'alice', simpleUser: 'bob', jssip: 'carol'};

export class Stage {
  #site;

  constructor({servers, browser, site}) {
    this.servers = servers;
    this.browser = browser;
    this.#site = site;
  }

  static async open() {
    const [servers, site, browser] = await Promise.all([
      startServers({kamailio: true, rtpengine: true, baresip: true}),
      Site.open(),
      launchBrowser(),
    ]);
    return new Stage({servers, browser, site});
  }

  /**
   * Opens a page for each phone, registered.
   * @param {RTCIceServer[]} [iceServers]
   * @returns {Promise<Record<Library, PhonePage>>}
   */
  async phones(iceServers = []) {
    const phones = {};
    for (const library of LIBRARIES) phones[library] = await this.phone(library, iceServers);
    return phones;
  }

  /**
   * @param {Library} library
   * @param {RTCIceServer[]} [iceServers]
   */
  async phone(library, iceServers = []) {
    const {kamailio, baresip} = this.servers;
    const username = USERS[library];
    const account = {
      server: kamailio.ws,
      uri: `sip:${username}@${kamailio.domain}`,
      target: baresip.aor,
      username,
      password: kamailio.users[username],
      iceServers,
    };
    const url = await addPage(this.#site, library, account);
    const context = await this.browser.newContext();
    const phone = new PhonePage({library, uri: account.uri, page: await context.newPage(), baresip});
    await phone.open(url);
    return phone;
  }

  /** Closes the pages that a measure has left behind. */
  async clear() {
    for (const context of this.browser.contexts()) await context.close();
  }

  async close() {
    await this.browser.close();
    await this.#site.close();
    await this.servers.stop();
  }
}

/** Closes the pages of phones, and waits until the far end knows; it may have to hang up itself, call by call. */
export async function leave(phones, {servers: {baresip}}) {
  for (const phone of Object.values(phones)) await phone.close();
  const alone = async () => {
    if (baresip.calls() > 0) await baresip.hangup();
    return baresip.calls() === 0;
  };
  await until(alone, {what: 'baresip is out of its calls'});
}
