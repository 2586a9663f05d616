/** Steps that many scenarios begin and end with: people in a call. */

import {waitForGrowth, waitForSound} from './media.mjs';

/** @typedef {import('./person.mjs').Person} Person */

/**
 * One calls, the other answers, and both are in conversation.
 * @param {Person} caller
 * @param {Person} callee
 * @param {{video?: boolean}} [options]
 */
export async function talk(caller, callee, {video = false} = {}) {
  await caller.dial(callee.aor, {video});
  await callee.waitForCall('ringing');
  await callee.click(video ? 'Answer with video' : 'Answer');
  await Promise.all([caller.waitForCall('active'), callee.waitForCall('active')]);
}

/**
 * Everybody receives packets, and there is sound in them.
 * @param {readonly Person[]} people
 */
export async function hearEachOther(people) {
  await Promise.all(people.map(({page}) => waitForGrowth(page, 'audio').then(() => waitForSound(page))));
}

/**
 * The same, and everybody receives a picture.
 * @param {readonly Person[]} people
 */
export async function hearAndSeeEachOther(people) {
  await Promise.all([hearEachOther(people), ...people.map(({page}) => waitForGrowth(page, 'video'))]);
}
