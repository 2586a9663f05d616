// The pages that are measured, and when the person in front of each can go on. `without`: what is never answered there,
// which shows that nobody waits for it.

const PHONE = 'server="SERVER" uri="sip:alice@demo.invalid"';
const SECRET = `{username: 'alice', password: 'alice-secret'}`;

/**
 * The whole telephone, by the script that the README begins with.
 *
 * @param {string} attributes
 */
const phone = (attributes, script = '<script type="module" src="/cdn/autoloader.js"></script>') =>
  `${script}<sip-phone ${PHONE} ${attributes}></sip-phone>
  <script>document.querySelector('sip-phone').credentials = ${SECRET};</script>`;

const usable = async ({page}) => {
  await page.locator('sip-dial-field input').waitFor();
  await page.locator('sip-dial-button button').first().waitFor();
};

/** An element alone, as a bundler has it. What the page's phone has fetched already counts for nothing. */
export const control = {
  markup: '<script type="module" src="/control/control.js"></script><sip-mute-button></sip-mute-button>',
  until: ({page}) => page.locator('sip-mute-button button').waitFor(),
};

export const phoneUsable = {
  markup: phone('connect="manual"'),
  until: usable,
  without: /\/(answering|conversation|incoming|talking)-/,
};

export const classic = {
  markup: phone('connect="manual"', '<script src="/cdn/sip-elements.iife.js"></script>'),
  until: usable,
};

export const callPlaced = {
  markup: phone('no-register'),
  without: /\/(conversation|incoming|talking|tones)-/,
  until: async (visit) => {
    await usable(visit);
    await visit.page.locator('sip-dial-field input').fill('noanswer');
    await visit.page.locator('sip-dial-button button').first().click();
    await Promise.all([visit.sent('INVITE'), visit.page.locator('sip-call-card sip-hangup-button button').waitFor()]);
  },
};

export const headlessCall = {
  without: /\/(conversation|incoming|mixer|stream-recorder|tones)-/,
  markup: `<script type="module">
    import {createPhone} from '/headless/headless.js';
    const account = {server: 'SERVER', uri: 'sip:alice@demo.invalid', register: false, credentials: ${SECRET}};
    createPhone(account).dial('noanswer');
  </script>`,
  until: (visit) => visit.sent('INVITE'),
};

export const everything = {
  markup: phone(''),
  until: async (visit) => {
    await visit.page.locator('sip-phone[status=registered]').waitFor();
    const chunks = ['answering', 'conversation', 'incoming', 'talking', 'tones'];
    await Promise.all(chunks.map((chunk) => visit.fetched(chunk)));
  },
};
