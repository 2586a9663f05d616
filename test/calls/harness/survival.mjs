/** A call that lives through something: what it is to be afterwards, and how long it took. */
import {until} from '../../servers/index.mjs';
import {hearEachOther} from './rooms.mjs';

/** @typedef {import('./person.mjs').Person} Person */

const PATIENCE = 75_000;

/**
 * How many notices of a type somebody has had so far.
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
 * Waits until somebody's phone has lost its connection, is registered again, and has brought the call back.
 * @param {Person} person
 * @param {number} [recoveries] that there were before
 */
export async function comesBack(person, recoveries = 0) {
  await more(person, 'sip-recovered', recoveries);
  await person.waitForStatus('registered');
}

/**
 * The call is as it was: sound both ways, and what one side does reaches the other, the end too.
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

/** Measures from now on. */
export function stopwatch() {
  const start = Date.now();
  return () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
