/* global stopwatch */
/** The server is killed and started again: until the phones are registered again, idle and in a call. */
import {setTimeout as pause} from 'node:timers/promises';
import {LIBRARIES} from '../phones/pages.mjs';
import {leave} from '../stage.mjs';

const ROUNDS = 3;
/** How long the server is away. */
const OUTAGE = 2000;
const PATIENCE = 15_000;
/** How long a call is listened to, to tell whether it is alive. */
const LISTEN = 500;

/** @param {import('../stage.mjs').Stage} stage */
export async function restart(stage) {
  const farEndPort = await portOfFarEnd(stage);
  const idle = collection();
  const inCall = collection();
  const alive = collection();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [times, talking] of [
      [idle, false],
      [inCall, true],
    ]) {
      const phones = await stage.phones();
      for (const phone of Object.values(phones)) {
        if (talking) await phone.call();
        await phone.reset();
      }
      const ready = await crashAndRestart(stage, farEndPort);
      await eachPhone(phones, async (phone) => {
        const time = await registeredAgain(phone);
        if (time !== undefined) times[phone.library].push(time - ready);
        if (talking && (await isAlive(phone))) alive[phone.library].push(1);
      });
      await leave(phones, stage);
    }
  }
  return [
    timeRow('restart.idle', 'server back after SIGKILL → registered', idle),
    timeRow('restart.call', 'the same in a call → registered', inCall),
    {
      id: 'restart.alive',
      label: 'and the call is alive afterwards',
      unit: '',
      values: {},
      notes: Object.fromEntries(LIBRARIES.map((library) => [library, `${alive[library].length} of ${ROUNDS}`])),
    },
  ];
}

const collection = () => Object.fromEntries(LIBRARIES.map((library) => [library, /** @type {number[]} */ ([])]));
const eachPhone = (phones, action) => Promise.all(Object.values(phones).map(action));

/** The registrar forgets where the far end is, which itself notices only when it refreshes its registration. */
async function portOfFarEnd({servers: {kamailio}}) {
  const binding = JSON.stringify(await kamailio.rpc('ul.lookup', ['location', 'dave']));
  return Number(/sip:[^"]*?@127\.0\.0\.1:(\d+)/.exec(binding)[1]);
}

/** @returns {Promise<number>} when it was there again */
async function crashAndRestart({servers: {kamailio}}, farEndPort) {
  await kamailio.crash();
  await pause(OUTAGE);
  await kamailio.restart();
  const ready = Date.now();
  await kamailio.route('dave', farEndPort);
  return ready;
}

/** @returns {Promise<number | undefined>} undefined if it takes too long */
function registeredAgain(phone) {
  return phone.message({method: 'REGISTER', status: 200, out: false}, PATIENCE).catch(() => undefined);
}

/** It has sound, and the far end hears that it is over. */
async function isAlive(phone) {
  const received = () => phone.page.evaluate(() => stopwatch.received());
  const before = await received();
  await pause(LISTEN);
  if ((await received()) <= before) return false;
  await phone.press('#hangup');
  return phone.message({method: 'BYE', status: 200, out: false}, 3000).then(
    () => true,
    () => false,
  );
}

function timeRow(id, label, values) {
  const late = LIBRARIES.filter((library) => values[library].length < ROUNDS);
  const notes = late.map((library) => [library, `${values[library].length} of ${ROUNDS} within ${PATIENCE / 1000} s`]);
  return {id, label, unit: 'ms', values, notes: Object.fromEntries(notes)};
}
