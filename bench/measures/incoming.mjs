/** A call from the far end: from the INVITE to our 180, and from the click on "Answer" to the first packet. */
import {LIBRARIES} from '../phones/pages.mjs';
import {leave} from '../stage.mjs';
import {all} from './outgoing.mjs';

const ROUNDS = 6;

/** @param {import('../stage.mjs').Stage} stage */
export async function incoming(stage) {
  const phones = await stage.phones();
  const samples = {ours: [], simpleUser: [], jssip: []};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const library of LIBRARIES) {
      const times = await phones[library].beCalled();
      await phones[library].hangUp();
      if (round > 0) samples[library].push(times);
    }
  }
  await leave(phones, stage);
  return [
    {id: 'incoming.ringing', label: 'incoming INVITE → 180 on the wire', unit: 'ms', ...all(samples, 'ringing')},
    {id: 'incoming.packet', label: 'answer → first RTP packet in', unit: 'ms', ...all(samples, 'packet')},
  ];
}
