/** A call that survives a failure: its state afterwards, and how long it took. */
import {until} from '../../servers/index.mjs';
import {hearEachOther} from './rooms.mjs';

/** @typedef {import('./person.mjs').Person} Person */

const PATIENCE = 75_000;

/**
 * Returns how many notices of a type somebody has had until now.
 * @param {Person} person
 * @param {string} type
 */
export async function count(person, type) {
  return (await person.notices()).filter((notice) => notice.type === type).length;
}

/**
 * Waits until a person has had more notices of a type than that.
 * @param {Person} person
 * @param {string} type
 * @param {number} before
 */
export async function more(person, type, before) {
  await until(async () => (await count(person, type)) > before, {
    what: `${person.user} gets another ${type}`,
    timeout: PATIENCE,
  });
}

/**
 * Waits until somebody's phone has lost its connection, has registered again, and has restored the call.
 * @param {Person} person
 * @param {number} [recoveries] how many recoveries there were before
 */
export async function comesBack(person, recoveries = 0) {
  await more(person, 'sip-recovered', recoveries);
  await person.waitForStatus('registered');
}

/**
 * Shows that the call works as before: sound flows both ways, and hold and hangup reach the other side.
 * @param {Person} one
 * @param {Person} other
 */
export async function provesAlive(one, other) {
  await hearEachOther([one, other]);
  const before = await count(other, 'sip-hold-change');
  await one.click('Hold');
  await more(other, 'sip-hold-change', before);
  await one.click('Hold');
  await more(other, 'sip-hold-change', before + 1);
  await hearEachOther([one, other]);
  await other.click('Hang up');
  for (const person of [one, other]) {
    const {cause} = await person.end();
    if (cause !== 'hangup') throw new Error(`${person.user}'s call ended by ${cause}`);
  }
}

/** Starts a measurement; the returned function gives the time since then. */
export function stopwatch() {
  const start = Date.now();
  return () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
