/* global stopwatch */
/** What is left of many calls: the heap after garbage collection, and connections that are still open. */
import {setTimeout as pause} from 'node:timers/promises';
import {LIBRARIES} from '../phones/pages.mjs';
import {within} from '../phone-page.mjs';
import {leave} from '../stage.mjs';

const WARM_UP = 5;
const CALLS = 200;
const PATIENCE = 120_000;
/** Transactions are kept for 32 s (RFC 3261 section 17, 64 × T1) and take what they know of their call with them. */
const TRANSACTIONS = 34_000;

/** Two measures, with others in between while transactions end: the calls, and then what is left of them. */
export function memory() {
  let phones;
  let before;
  let done = 0;

  /** @param {import('../stage.mjs').Stage} stage */
  async function manyCalls(stage) {
    phones = await stage.phones();
    before = await each(phones, async (phone) => {
      await shortCalls(phone, WARM_UP);
      const size = await heap(phone);
      await shortCalls(phone, CALLS);
      return size;
    });
    done = Date.now();
    return [];
  }

  /** @param {import('../stage.mjs').Stage} stage */
  async function leftOver(stage) {
    await pause(Math.max(0, done + TRANSACTIONS - Date.now()));
    const after = await each(phones, heap);
    const peers = await each(phones, (phone) => phone.peersOpen());
    await leave(phones, stage);
    const growth = Object.fromEntries(LIBRARIES.map((library) => [library, [after[library][0] - before[library][0]]]));
    return [
      {id: 'memory.heap', label: `heap half a minute after ${CALLS} calls`, unit: 'kB', values: after},
      {id: 'memory.growth', label: `of that, grown in ${CALLS} calls`, unit: 'kB', values: growth},
      {id: 'memory.peers', label: `peer connections open after ${CALLS} calls`, unit: '', values: peers},
    ];
  }

  return {manyCalls, leftOver};
}

/** Asks all phones at once. */
async function each(phones, ask) {
  const answers = LIBRARIES.map(async (library) => [library, [await ask(phones[library])]]);
  return Object.fromEntries(await Promise.all(answers));
}

async function heap({page}) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const {usedSize} = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize / 1000;
}

/** Calls that are over as soon as they are answered, without a round trip to the test in between. */
function shortCalls(phone, count) {
  const calls = phone.page.evaluate(async (count) => {
    const turn = () => new Promise((resolve) => setTimeout(resolve, 10));
    for (let call = 0; call < count; call++) {
      stopwatch.reset();
      stopwatch.press('#call');
      const answered = await stopwatch.message({out: false, method: 'INVITE', status: 200});
      await stopwatch.message({out: true, method: 'ACK', status: 0}, answered);
      await turn();
      stopwatch.press('#hangup');
      await stopwatch.message({out: false, method: 'BYE', status: 200});
      await turn();
    }
    stopwatch.reset();
  }, count);
  return within(calls, `${phone.library}: ${count} calls`, PATIENCE);
}
