import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {bench, settle} from './setup.js';

const CAROL = 'sip:carol@example.com';

/** Other tests cover the question whether Carol may do so. */
const acceptReplaces = () => true;

/** A conversation with Bob, who is about to connect us with Carol. */
async function talking() {
  const bed = bench({acceptReplaces});
  await bed.phone.start();
  const bob = bed.engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
  const call = bed.phone.activeCall!;
  await call.answer();
  await settle();
  const incoming = () => bed.engine.ring({name: 'Carol', uri: CAROL, replaces: bob});
  return {...bed, call, bob, incoming};
}

describe('an INVITE that takes the place of a call of ours', () => {
  it('rings nowhere: the same call goes on with somebody else', async () => {
    const {phone, call, bob, incoming, seen, clock} = await talking();
    const {id, startTime} = call.snapshot;
    clock.advance(5000);
    const carol = incoming();
    await settle();
    expect(carol.log).to.deep.equal(['accept']);
    expect(phone.calls).to.deep.equal([call]);
    expect(call.snapshot).to.deep.include({id, startTime, state: 'active'});
    expect(call.snapshot.remoteIdentity).to.include({name: 'Carol', uri: CAROL});
    expect(seen('sip-incoming')).to.have.length(1);
    expect(seen('sip-replaced').map(({prevIdentity: previous}) => previous.name)).to.deep.equal(['Bob']);
    // The engine ends the old session.
    bob.hangup();
    expect(call.state).to.equal('active');
    carol.hangup();
    expect(call.snapshot.end).to.include({by: 'remote', cause: 'hangup'});
  });

  it('microphone, hold and camera are as they were, and what is asked now goes to the new one', async () => {
    const {call, incoming} = await talking();
    void call.mute();
    await call.setVideo(true);
    await call.hold();
    const carol = incoming();
    await settle();
    expect(carol.muted.audio).to.equal(true);
    expect(carol.log).to.deep.equal(['accept video', 'hold']);
    expect(call.state).to.equal('held');
    expect(carol.memo).to.include({id: call.id, held: true});
    await call.unhold();
    expect(carol.log.at(-1)).to.equal('unhold');
  });

  it('is answered although the limit of calls is reached', async () => {
    const bed = bench({maxCalls: 1, acceptReplaces});
    await bed.phone.start();
    const bob = bed.engine.ring();
    await bed.phone.activeCall!.answer();
    const carol = bed.engine.ring({replaces: bob});
    await settle();
    expect(carol.log).to.deep.equal(['accept']);
  });

  it('ends a call of ours that still rings, as a conversation with whoever took it', async () => {
    const {phone, engine, clock} = bench({acceptReplaces});
    await phone.start();
    const call = phone.dial('bob');
    await settle();
    engine.last.ring();
    clock.advance(3000);
    engine.ring({name: 'Carol', uri: CAROL, replaces: engine.last});
    await settle();
    expect(call.state).to.equal('active');
    expect(call.snapshot.startTime?.getTime()).to.equal(clock.now());
  });

  it('that cannot be answered leaves the call alone', async () => {
    const {call, bob, incoming, media} = await talking();
    media.failure = new SipError('device-busy', 'Busy.');
    const carol = incoming();
    await settle();
    expect(carol.log).to.deep.equal(['accept', 'end 480']);
    expect(call.state).to.equal('active');
    expect(call.snapshot.error?.code).to.equal('device-busy');
    bob.hangup();
    expect(call.snapshot.end?.by).to.equal('remote');
  });

  it('goes on when whoever transferred hangs up before we have answered', async () => {
    const {call, bob, incoming} = await talking();
    const carol = incoming();
    bob.hangup();
    await settle();
    expect(call.state).to.equal('active');
    carol.hangup();
    expect(call.state).to.equal('hangup');
  });
});
