/** A call to the far end: from the click to the INVITE, to the answer, to the first packet. */
import {LIBRARIES} from '../phones/pages.mjs';
import {leave} from '../stage.mjs';

const ROUNDS = 10;

/** @typedef {import('../phone-page.mjs').CallTimes} CallTimes */

/** @param {import('../stage.mjs').Stage} stage */
export async function outgoing(stage) {
  const phones = await stage.phones();
  /** @type {Record<string, CallTimes[]>} */
  const samples = {ours: [], prewarmed: [], simpleUser: [], jssip: []};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const library of LIBRARIES) await take(samples[library], phones[library], round);
    await take(samples.prewarmed, phones.ours, round, {pointer: true});
  }
  await leave(phones, stage);
  return [
    ...callRows('plain', 'click', samples),
    {id: 'second.invites', label: 'second and later calls: INVITEs on the wire', unit: '', ...all(samples, 'invites')},
  ];
}

/** The first call of a page opens devices and loads code; it is made and not counted. */
async function take(times, phone, round, options) {
  const call = await phone.call(options);
  await phone.hangUp();
  if (round > 0) times.push(call);
}

/**
 * @param {string} id
 * @param {string} from
 * @param {Record<string, CallTimes[]>} samples
 */
export function callRows(id, from, samples) {
  const steps = {invite: 'INVITE on the wire', answer: '2xx', packet: 'first RTP packet in'};
  const rows = Object.entries(steps).map(([step, label]) => ({
    id: `${id}.${step}`,
    label: `${from} → ${label}`,
    unit: 'ms',
    ...all(samples, step),
  }));
  return [...rows, ...prewarmRows(rows, samples.prewarmed)];
}

/** The same once more, with what the pointer has prepared; the others have nothing of the kind. */
function prewarmRows(rows, samples) {
  const there = samples.some(({prewarmed}) => prewarmed);
  return rows.map(({id, label, unit, values}) => ({
    id: id.replace('.', '.prewarmed.'),
    label: `${label}, pointer on the button before`,
    unit,
    values: {...values, ours: there ? samples.map((times) => times[id.split('.')[1]]) : []},
    notes: there ? {} : {ours: 'not yet'},
  }));
}

/** @param {Record<string, object[]>} samples */
export function all(samples, step) {
  return {values: Object.fromEntries(LIBRARIES.map((library) => [library, samples[library].map((one) => one[step])]))};
}
