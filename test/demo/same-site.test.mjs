// Which servers get the credentials of `credentials-url` if its answer names none: pages of all kinds of domains, as
// the browser sees them.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {startBrowser} from './support.mjs';

const BUNDLE = readFileSync(new URL('../../cdn/sip-elements.iife.js', import.meta.url));

/** page, server, whether they are of one site */
const CASES = [
  ['app.example.com', 'pbx.example.com', true],
  ['example.com', 'pbx.example.com', true],
  ['app.example.com', 'example.com', true],
  ['a.b.example.co.uk', 'pbx.example.co.uk', true],
  ['app.example.com', 'pbx.example.org', false],
  ['app.example.com', 'pbx.evil-example.com', false],
  ['app.example.com', 'app.example.com.evil.org', false],
  // Anybody can register a name under these domains.
  ['shop.co.uk', 'pbx.co.uk', false],
  ['a.github.io', 'b.github.io', false],
  ['192.0.2.10', '198.51.2.10', false],
  ['192.0.2.10', '192.0.2.10', true],
];

test('credentials of a page go to servers of its site', async (t) => {
  const browser = await startBrowser(t);
  for (const [host, server, given] of CASES) {
    await t.test(`https://${host} and wss://${server}: ${given ? 'yes' : 'no'}`, async () => {
      const context = await browser.newContext();
      await context.route('**/*', (route) => {
        const {pathname} = new URL(route.request().url());
        const phone = `<sip-phone server="wss://${server}:1/" uri="sip:a@${server}" credentials-url="/secrets"></sip-phone>`;
        if (pathname === '/secrets') return route.fulfill({json: {password: 'sesame'}});
        if (pathname === '/bundle.js') return route.fulfill({contentType: 'text/javascript', body: BUNDLE});
        // An element of that name hides the document's cookies.
        const body = `<!doctype html><img name="cookie">${phone}<script src="/bundle.js"></script>`;
        return route.fulfill({contentType: 'text/html', body});
      });
      const page = await context.newPage();
      await page.goto(`https://${host}/`);
      const error = () =>
        page.evaluate(() => {
          const {code, message} = document.querySelector('sip-phone')?.snapshot?.error ?? {};
          return code && {code, message};
        });
      await page.waitForFunction(() => document.querySelector('sip-phone')?.snapshot?.error);
      // No server answers there, but the phone tries only if it has credentials.
      const {code, message} = await error();
      assert.equal(code, given ? 'server-unreachable' : 'credentials-missing', message);
      if (!given) assert.match(message, new RegExp(`"servers": \\["wss://${server}:1/"\\]`));
      assert.deepEqual(await context.cookies(), []);
      await context.close();
    });
  }
});
