/** A page that is reloaded during a call restores this call by itself. */
import assert from 'node:assert/strict';
import {talk} from './harness/rooms.mjs';
import {waitForSound} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';

/** Milliseconds. Less than one second is usual; a peer connection that waits for a retry of DTLS needs seven. */
const LIMIT = 5000;

const scenario = scenarios({kamailio: true});

for (const role of ['caller', 'callee']) {
  scenario(`the page of the ${role} is reloaded`, async ({person, note}) => {
    const [alice, bob] = await Promise.all([person('alice'), person('bob')]);
    await talk(alice, bob);
    await waitForSound(bob.page);
    const {page} = role === 'caller' ? alice : bob;
    const start = Date.now();
    await page.reload({waitUntil: 'commit'});
    await page.locator('sip-call[state="active"]').waitFor({state: 'attached'});
    note(`active again after ${String(Date.now() - start)} ms`);
    await waitForSound(page);
    const silence = Date.now() - start;
    note(`sound again after ${String(silence)} ms`);
    assert.ok(silence < LIMIT, `There was no sound for ${String(silence)} ms.`);
    await waitForSound((role === 'caller' ? bob : alice).page);
    await bob.click('Hang up');
    await alice.end();
  });
}
