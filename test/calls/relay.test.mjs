/** A call whose media flow only through coturn. */
import assert from 'node:assert/strict';
import {selectedCandidates} from './harness/media.mjs';
import {hearAndSeeEachOther, talk} from './harness/rooms.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true, coturn: true});

for (const transport of ['udp', 'tcp']) {
  scenario(`relay only, TURN over ${transport}`, async ({person, servers: {coturn}}) => {
    const {username, credential} = coturn;
    const urls = coturn.urls.filter((url) => url.endsWith(`transport=${transport}`));
    const phone = {
      attributes: 'ice-transport-policy="relay"',
      properties: {iceServers: [{urls, username, credential}]},
    };
    const [alice, bob] = await Promise.all([person('alice', phone), person('bob', phone)]);
    await talk(alice, bob, {video: true});
    await hearAndSeeEachOther([alice, bob]);
    for (const {page} of [alice, bob]) {
      assert.deepEqual(await selectedCandidates(page), [{local: 'relay', remote: 'relay'}]);
    }
    await alice.click('Hang up');
    await bob.end();
  });
}
