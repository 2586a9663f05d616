/** The page is reloaded in a call: until there is sound again, as caller and as callee. */
import {setTimeout as pause} from 'node:timers/promises';
import {leave} from '../stage.mjs';

const ROUNDS = 3;
/** Who is not back by then will not come back. */
const PATIENCE = 5000;
/** In the call, before the page is reloaded. */
const TALK = 1000;

/** @param {import('../stage.mjs').Stage} stage */
export async function reload(stage) {
  const rows = [];
  for (const [role, begin] of [
    ['caller', (phone) => phone.call()],
    ['callee', (phone) => phone.beCalled()],
  ]) {
    const times = [];
    for (let round = 0; round < ROUNDS; round++) {
      const time = await reloadOnce(stage, begin);
      if (time !== undefined) times.push(time);
    }
    rows.push({
      id: `reload.${role}`,
      label: `reload as ${role} → first RTP packet in`,
      unit: 'ms',
      values: {ours: times},
      notes: {
        simpleUser: 'does not',
        jssip: 'does not',
        ...(times.length < ROUNDS && {ours: times.length ? `${times.length} of ${ROUNDS} came back` : 'not yet'}),
      },
    });
  }
  return rows;
}

/** @returns {Promise<number | undefined>} undefined if the call did not come back */
async function reloadOnce(stage, begin) {
  const phone = await stage.phone('ours');
  try {
    await begin(phone);
    await pause(TALK);
    const start = Date.now();
    await phone.page.reload({waitUntil: 'commit'});
    return (await phone.packet(PATIENCE)) - start;
  } catch (error) {
    if (!/first packet/.test(error.message)) throw error;
    return undefined;
  } finally {
    await leave({phone}, stage);
  }
}
