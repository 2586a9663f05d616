import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {bench, settle} from './setup.js';

const CAROL = 'sip:carol@example.com';

/** A conversation whose far end asks us to call Carol. */
async function referred(acceptRefer?: PhoneOptions['acceptRefer']) {
  const bed = bench({acceptRefer});
  await bed.phone.start();
  const session = bed.engine.ring();
  await bed.phone.activeCall!.answer();
  session.answer();
  session.refer(CAROL);
  await settle();
  return {...bed, session, news: () => session.log.filter((line) => /^re(fer|port)/.test(line))};
}

describe('a transfer that the far end asks for', () => {
  it('is refused, and calls nobody, without a policy', async () => {
    const {phone, news} = await referred();
    expect(news()).to.deep.equal(['refer 603']);
    expect(phone.calls).to.have.length(1);
  });

  it('is refused when the policy says no, says nothing clear, or fails', async () => {
    const policies = [
      () => false,
      () => 'yes' as unknown as boolean,
      () => Promise.reject(new Error('The page failed.')),
    ];
    for (const policy of policies) {
      const {news} = await referred(policy);
      expect(news()).to.deep.equal(['refer 603']);
    }
  });

  it('is followed when the policy agrees, which is told who asks whom', async () => {
    const asked: unknown[] = [];
    const {phone, engine, news} = await referred(({call, target, attended}) => {
      asked.push([call.state, target, attended]);
      return true;
    });
    expect(asked).to.deep.equal([['active', CAROL, false]]);
    expect(phone.activeCall!.snapshot.remoteIdentity.uri).to.equal(CAROL);
    engine.last.ring();
    engine.last.answer();
    expect(news()).to.deep.equal(['refer accepted', 'report 180 Ringing', 'report 200 OK']);
  });

  it('is decided by the policy of the moment', async () => {
    const {phone, session, news} = await referred();
    phone.configure({acceptRefer: () => true});
    session.refer(CAROL);
    await settle();
    expect(news()).to.deep.equal(['refer 603', 'refer accepted']);
    phone.configure({acceptRefer: undefined});
    session.refer(CAROL);
    await settle();
    expect(news()).to.deep.equal(['refer 603', 'refer accepted', 'refer 603']);
  });

  it('takes the far end back when nobody is reached, which it had held for the new call', async () => {
    const {phone, engine, session} = await referred(() => true);
    const [call] = phone.calls;
    expect(call!.state).to.equal('held');
    engine.last.hangup({cause: 'busy', code: 486, failed: true});
    await settle();
    expect(call!.state).to.equal('active');
    expect(session.log.at(-1)).to.equal('unhold');
  });

  it('tells whoever asked why it came to nothing', async () => {
    const busy = await referred(() => true);
    busy.engine.last.hangup({cause: 'busy', code: 486, reason: 'Busy Here', failed: true});
    expect(busy.news()).to.deep.equal(['refer accepted', 'report 486 Busy Here']);
    const given = await referred(() => true);
    await given.phone.activeCall!.hangup();
    expect(given.news().slice(0, 2)).to.deep.equal(['refer accepted', 'report 487 Request Terminated']);
  });
});
