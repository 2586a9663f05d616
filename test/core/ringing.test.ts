import {expect} from '@open-wc/testing';
import {bench, settle} from './setup.js';

const BOB = 'sip:bob@example.com';
const CAROL = 'sip:carol@example.com';

describe('a call that comes in', () => {
  it('is let ring once the page has heard of it', async () => {
    const {phone, engine} = bench();
    await phone.start();
    let rang: boolean | undefined;
    phone.on('sip-incoming', () => {
      rang = engine.sessions.at(-1)?.rings;
    });
    const session = engine.ring();
    expect(rang).to.equal(false);
    expect(session.rings).to.equal(true);
  });

  it('does not ring where nobody wants to be disturbed', async () => {
    const {phone, engine} = bench({dnd: true});
    await phone.start();
    const session = engine.ring();
    expect([session.rings, session.ending?.status]).to.deep.equal([false, 486]);
  });

  it('does not ring beside as many as there may be', async () => {
    const {phone, engine} = bench({maxCalls: 1});
    await phone.start();
    const first = engine.ring();
    const second = engine.ring();
    expect([first.rings, first.over]).to.deep.equal([true, false]);
    expect([second.rings, second.ending?.status]).to.deep.equal([false, 486]);
  });

  it('does not ring if the page does not want it', async () => {
    const {phone, engine} = bench();
    await phone.start();
    phone.on('sip-incoming', (event) => event.preventDefault());
    const session = engine.ring();
    await settle();
    expect([session.rings, session.ending?.status]).to.deep.equal([false, 486]);
  });

  it('does not ring if it may not take the place that it names', async () => {
    const {phone, engine} = bench({acceptReplaces: () => false});
    await phone.start();
    const bob = engine.ring({uri: BOB});
    await phone.activeCall?.answer();
    const carol = engine.ring({uri: CAROL, replaces: bob});
    await settle();
    expect([carol.rings, carol.ending?.status]).to.deep.equal([false, 603]);
  });
});
