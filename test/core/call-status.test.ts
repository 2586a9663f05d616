import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import type {FakeSession} from '../../src/testing/index.js';
import {bench, settle, type Bench} from './setup.js';

type Table = Bench & {call: Call; session: FakeSession};
type Step = readonly [what: string, does: (table: Table) => unknown, status: string];

async function outbound(): Promise<Table> {
  const table = bench();
  await table.phone.start();
  const call = table.phone.dial('1002');
  await settle();
  return {...table, call, session: table.engine.last};
}

async function inbound(): Promise<Table> {
  const table = bench();
  await table.phone.start();
  const session = table.engine.ring();
  await settle();
  return {...table, call: table.phone.calls[0]!, session};
}

const RINGS: Step = ['rings', ({session}) => session.ring(), 'ringing'];
const ANSWERS: Step = ['answers', ({session}) => session.answer(), 'answered'];
const ANSWERED: Step = ['is answered here', ({call}) => call.answer(), 'answered'];
const FLOWS: Step = ['gets media', ({session}) => session.media({phase: 'flowing'}), 'accepted'];
const LEAVES: Step = ['is hung up there', ({session}) => session.hangup(), 'disconnected'];

const LIVES: readonly [what: string, begin: () => Promise<Table>, steps: readonly Step[]][] = [
  ['outbound', outbound, [['is sent', () => undefined, 'pending'], RINGS, ANSWERS, FLOWS, LEAVES]],
  ['outbound, answered without ringing', outbound, [ANSWERS, FLOWS]],
  [
    'outbound, with early media',
    outbound,
    [RINGS, ['is heard early', ({session}) => session.early(), 'ringing'], ['answers', ANSWERS[1], 'accepted']],
  ],
  ['inbound', inbound, [['comes in', () => undefined, 'ringing'], ANSWERED, FLOWS, LEAVES]],
  ['that is hung up before media flow', inbound, [ANSWERED, ['is hung up', ({call}) => call.hangup(), 'disconnected']]],
  [
    'whose media fail',
    outbound,
    [
      ANSWERS,
      ['ends by itself', ({session}) => session.hangup({by: 'system', cause: 'media-timeout', failed: true}), 'failed'],
    ],
  ],
  [
    'on hold before media flow',
    outbound,
    [
      ANSWERS,
      ['is held', ({call}) => call.hold(), 'answered'],
      FLOWS,
      ['is taken back', ({call}) => call.unhold(), 'accepted'],
    ],
  ],
  [
    'held by the far end before media flow',
    inbound,
    [ANSWERED, ['is held there', ({session}) => session.hold(), 'answered'], FLOWS],
  ],
  [
    'cut off before media flow',
    outbound,
    [
      ANSWERS,
      ['is cut off', ({session}) => session.lose(), 'answered'],
      ['is back', ({session}) => session.lose(false), 'answered'],
      FLOWS,
    ],
  ],
  [
    'whose media are lost',
    outbound,
    [
      ANSWERS,
      FLOWS,
      ['loses media', ({session}) => session.media({phase: 'lost'}), 'accepted'],
      ['is cut off', ({session}) => session.lose(), 'accepted'],
    ],
  ],
];

describe('the status of a call', () => {
  for (const [what, begin, steps] of LIVES) {
    it(`${what}: ${steps.map(([, , status]) => status).join(', ')}`, async () => {
      const table = await begin();
      table.session.flows = false;
      for (const [step, does, status] of steps) {
        await does(table);
        expect(table.call.status, step).to.equal(status);
      }
    });
  }

  it('becomes "accepted" when sip-accepted says so, once', async () => {
    const {call, session} = await outbound();
    session.flows = false;
    const told: string[] = [];
    for (const type of ['sip-answered', 'sip-accepted'] as const)
      call.on(type, () => told.push(`${type} ${call.status}`));
    session.answer();
    for (const phase of ['flowing', 'lost', 'flowing'] as const) session.media({phase});
    expect(told).to.deep.equal(['sip-answered answered', 'sip-accepted accepted']);
  });

  it('stays "answered" while no media come, and the call can be used', async () => {
    const {call, session, clock} = await inbound();
    session.flows = false;
    await call.answer();
    await call.mute();
    await call.hold();
    await call.unhold();
    await call.sendDigits('1');
    clock.advance(20_000);
    expect(call.status).to.equal('answered');
    expect(call.snapshot).to.deep.include({state: 'active', accepted: false, muted: {audio: true, video: false}});
    expect(call.duration).to.equal(20);
    await call.hangup();
    expect(call.status).to.equal('disconnected');
  });
});
