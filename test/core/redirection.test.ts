import {expect} from '@open-wc/testing';
import type {RedirectPolicy, RedirectRequest} from '../../src/core/engine/redirection.js';
import {bench, settle} from './setup.js';

const BOB = 'sip:bob@example.com';
const CAROL = 'sip:carol@example.com';

/** A call to Bob, whose phone rings. */
async function ringing(acceptRedirect?: RedirectPolicy) {
  const bed = bench({acceptRedirect});
  await bed.phone.start();
  const call = bed.phone.dial('bob');
  await settle();
  const session = bed.engine.last;
  session.ring();
  const redirect = async (targets: string[], from?: string) => {
    session.redirect(targets, 302, from);
    await settle();
  };
  return {...bed, call, session, redirect};
}

describe('a call that is redirected', () => {
  it('goes on to whom the policy chooses, which is told who there is', async () => {
    const asked: RedirectRequest[] = [];
    const states: string[] = [];
    const {call, session, redirect, seen} = await ringing((request) => {
      asked.push(request);
      states.push(request.call.state);
      return request.targets[1];
    });
    session.early();
    await redirect([CAROL, 'sip:dave@example.com;user=phone']);
    expect(asked[0]).to.deep.include({code: 302, targets: [CAROL, 'sip:dave@example.com;user=phone']});
    expect(asked[0]!.call).to.equal(call);
    expect(states).to.deep.equal(['early']);
    expect(session.log.at(-1)).to.equal('follow sip:dave@example.com;user=phone');
    expect(call.snapshot).to.include({state: 'trying', prevState: 'early', remoteRinging: false});
    expect(call.snapshot.remoteIdentity).to.deep.equal({name: '', uri: 'sip:dave@example.com', user: 'dave'});
    expect(seen('sip-redirected').map(({code, target}) => [code, target])).to.deep.equal([
      [302, 'sip:dave@example.com'],
    ]);
    session.ring();
    session.answer();
    expect(call.state).to.equal('active');
  });

  it('goes on to whatever a person would dial', async () => {
    const {session, redirect} = await ringing(() => Promise.resolve('4711'));
    await redirect([CAROL]);
    expect(session.log.at(-1)).to.equal('follow sip:4711@example.com');
  });

  for (const [what, policy] of [
    ['there is no policy', undefined],
    ['the policy says no', () => false],
    ['the policy says nothing', () => undefined],
    ['the policy says nothing clear', () => true as unknown as string],
    ['the policy names nobody', () => 'a b'],
    ['the policy fails', () => Promise.reject(new Error('The page failed.'))],
  ] as [string, RedirectPolicy | undefined][]) {
    it(`ends if ${what}`, async () => {
      const {call, session, redirect, seen} = await ringing(policy);
      await redirect([CAROL]);
      expect(session.log.at(-1)).to.equal('leave');
      expect(call.snapshot.end).to.include({cause: 'redirected', code: 302, failed: true});
      expect(seen('sip-redirected')).to.deep.equal([]);
    });
  }

  it('goes to nobody twice, however often it is sent there', async () => {
    const asked: (readonly string[])[] = [];
    const {session, redirect} = await ringing(({targets}) => {
      asked.push(targets);
      return targets[0];
    });
    await redirect([CAROL]);
    await redirect([BOB, 'sip:dave@example.com', 'SIP:Carol@Example.com'], CAROL);
    await redirect([BOB, CAROL], 'sip:dave@example.com');
    expect(asked).to.deep.equal([[CAROL], ['sip:dave@example.com']]);
    expect(session.log.slice(-3)).to.deep.equal([`follow ${CAROL}`, 'follow sip:dave@example.com', 'leave']);
  });

  it('goes to nobody twice if the policy wants that either', async () => {
    const {session, redirect} = await ringing(() => 'bob');
    await redirect([CAROL]);
    expect(session.log.at(-1)).to.equal('leave');
  });

  it('is passed on five times, and no more', async () => {
    const {session, redirect} = await ringing(({targets}) => targets[0]);
    for (let hop = 1; hop <= 6; hop++) await redirect([`sip:${String(hop)}@example.com`]);
    expect(session.log.slice(-2)).to.deep.equal(['follow sip:5@example.com', 'leave']);
  });

  it('can be hung up while the policy thinks', async () => {
    let decide: (target: string) => void = () => undefined;
    const decided = new Promise<string>((resolve) => {
      decide = resolve;
    });
    const {call, session, redirect, seen} = await ringing(() => decided);
    await redirect([CAROL]);
    await call.hangup();
    decide(CAROL);
    await settle();
    expect(session.log).to.not.include(`follow ${CAROL}`);
    expect(call.snapshot.end).to.include({by: 'local', cause: 'canceled'});
    expect(seen('sip-redirected')).to.deep.equal([]);
  });

  it('is asked about with the policy of the moment', async () => {
    const {phone, session, redirect} = await ringing();
    phone.configure({acceptRedirect: ({targets}) => targets[0]});
    await redirect([CAROL]);
    expect(session.log.at(-1)).to.equal(`follow ${CAROL}`);
  });
});
