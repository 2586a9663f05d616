import {expect} from '@open-wc/testing';
import {bench, settle} from './setup.js';

async function answered() {
  const table = bench();
  await table.phone.start();
  const call = table.phone.dial('1002');
  await settle();
  table.engine.last.answer();
  await settle();
  return {...table, call, session: table.engine.last};
}

describe('a call that is being brought back', () => {
  it('is recovering, and afterwards what it was', async () => {
    const {call, session, seen} = await answered();
    session.lose();
    expect(call.state).to.equal('recovering');
    expect(call.status).to.equal('accepted');
    expect(seen('sip-recovering').map((detail) => detail.call.state)).to.deep.equal(['recovering']);
    session.lose(false);
    expect(call.state).to.equal('active');
    expect(seen('sip-recovered').map((detail) => detail.call.state)).to.deep.equal(['active']);
  });

  it('is held again if it was', async () => {
    const {call, session} = await answered();
    await call.hold();
    session.lose();
    expect(call.state).to.equal('recovering');
    session.lose(false);
    expect(call.state).to.equal('held');
  });

  it('can be held and resumed meanwhile', async () => {
    const {call, session, seen} = await answered();
    session.lose();
    await call.hold();
    expect(call.state).to.equal('recovering');
    expect(seen('sip-hold-change').map(({held}) => held)).to.deep.equal([true]);
    session.lose(false);
    expect(call.state).to.equal('held');
  });

  it('can be hung up', async () => {
    const {call, session, seen} = await answered();
    session.lose();
    await call.hangup();
    session.lose(false);
    expect(call.state).to.equal('hangup');
    expect(seen('sip-recovered')).to.deep.equal([]);
  });

  it('gets new media on demand', async () => {
    const {call, session} = await answered();
    await call.restartMedia();
    expect(session.log).to.include('restart media');
    await call.hangup();
    expect(await call.restartMedia().catch((error: unknown) => error)).to.include({code: 'invalid-state'});
  });
});
