import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {bench, settle} from './setup.js';

const CAROL = 'sip:carol@example.com';

/** A conversation with Bob, whom we called. */
async function talking() {
  const bed = bench();
  await bed.phone.start();
  const call = bed.phone.dial('bob');
  await settle();
  const session = bed.engine.last;
  session.answer();
  return {...bed, call, session};
}

/** The same conversation, with a requested transfer to Carol. */
async function transferring() {
  const bed = await talking();
  const transfer = bed.call.transfer('carol');
  const outcome = transfer.then(
    () => 'resolved',
    (error: unknown) => (error instanceof SipError ? `${error.code} ${String(error.status)}` : 'no SipError'),
  );
  await settle();
  const states = () => bed.seen('sip-transfer-change').map(({transfer: now}) => now?.state ?? null);
  return {...bed, outcome, states};
}

/** Two conversations: Bob is on hold, and we talk to Carol. */
async function consulting() {
  const bed = await talking();
  const carol = bed.phone.dial('carol');
  await settle();
  const carolSession = bed.engine.last;
  carolSession.answer();
  await settle();
  return {...bed, carol, carolSession};
}

describe('a transfer that we ask for', () => {
  it('holds the call, asks, shows how it goes, and hangs up when they are connected', async () => {
    const {call, session, outcome, states} = await transferring();
    expect(call.snapshot.pending).to.include('transfer');
    session.tellTransfer(100, 'Trying');
    session.tellTransfer(183, 'Session Progress');
    expect(call.snapshot.transfer).to.deep.equal({
      target: CAROL,
      attended: false,
      state: 'ringing',
      code: 183,
      reason: 'Session Progress',
    });
    session.tellTransfer(200, 'OK');
    expect(await outcome).to.equal('resolved');
    expect(session.log).to.deep.equal(['connect', 'hold', `transfer ${CAROL}`, 'end 486']);
    expect(states()).to.deep.equal(['requested', 'accepted', 'trying', 'ringing', 'completed']);
    expect(call.snapshot.end).to.include({by: 'local', cause: 'hangup', failed: false});
  });

  it('takes header fields along', async () => {
    const {call, session} = await talking();
    void call.transfer(CAROL, {headers: {'X-Case': '42'}});
    await settle();
    expect(session.log.at(-1)).to.equal(`transfer ${CAROL} X-Case: 42`);
  });

  for (const status of [404, 486, 503, 603]) {
    it(`comes back when the target answers ${String(status)}`, async () => {
      const {call, session, outcome} = await transferring();
      session.tellTransfer(100, 'Trying');
      session.tellTransfer(status, 'No');
      expect(await outcome).to.equal(`transfer-failed ${String(status)}`);
      expect(call.snapshot).to.deep.include({state: 'active', pending: [], held: {local: false, remote: false}});
      expect(call.snapshot.transfer).to.include({state: 'failed', code: status, reason: 'No'});
      expect(call.snapshot.error?.code).to.equal('transfer-failed');
      expect(session.log.slice(-2)).to.deep.equal([`transfer ${CAROL}`, 'unhold']);
    });
  }

  it('comes back when the far end refuses it; a call that was held before stays so', async () => {
    const {call, session} = await talking();
    await call.hold();
    const transfer = call.transfer(CAROL);
    // This refusal comes after the hold, which is already agreed.
    session.refusal = new SipError('transfer-failed', 'No.', {status: 405});
    const error = await transfer.catch((reason: unknown) => reason);
    expect(error).to.include({code: 'transfer-failed', status: 405});
    expect(call.state).to.equal('held');
    expect(session.log).to.not.include('unhold');
  });

  it('goes on without the hold where the far end refuses that', async () => {
    const {call, session} = await talking();
    session.refusal = new SipError('renegotiation-refused', 'No.', {status: 488});
    const transfer = call.transfer(CAROL);
    await settle();
    session.tellTransfer(200);
    await transfer;
  });

  it('is done when the far end accepts it and hangs up', async () => {
    const {session, outcome, states} = await transferring();
    session.hangup();
    expect(await outcome).to.equal('resolved');
    expect(states().at(-1)).to.equal('completed');
  });

  it('has failed when the call ends before the far end accepts, or when we hang up', async () => {
    const {call, session} = await talking();
    const transfer = call.transfer(CAROL);
    session.hangup();
    expect(await transfer.catch((reason: unknown) => reason)).to.include({code: 'transfer-failed'});
    const second = await transferring();
    await second.call.hangup();
    expect(await second.outcome).to.equal('transfer-failed 487');
  });

  it('news that come before the acceptance count as it', async () => {
    const {call, session} = await talking();
    const transfer = call.transfer(CAROL);
    session.transfer = (request) => {
      request.news({status: 200, reason: 'OK', last: true});
      return new Promise(() => undefined);
    };
    await transfer;
    expect(call.snapshot.transfer?.state).to.equal('completed');
  });

  it('comes back when nothing is heard: 32 s after the acceptance, 180 s while it rings', async () => {
    const silent = await transferring();
    silent.clock.advance(31_999);
    await settle();
    expect(silent.call.snapshot.transfer?.state).to.equal('accepted');
    silent.clock.advance(1);
    expect(await silent.outcome).to.equal('transfer-failed 408');
    expect(silent.call.state).to.equal('active');
    const ringing = await transferring();
    ringing.session.tellTransfer(180);
    ringing.clock.advance(179_999);
    await settle();
    expect(ringing.call.snapshot.transfer?.state).to.equal('ringing');
    ringing.clock.advance(1);
    expect(await ringing.outcome).to.equal('transfer-failed 408');
  });

  it('waits a moment for the good-bye when the far end says no more', async () => {
    const gone = await transferring();
    gone.session.tellTransfer(0, '', true);
    gone.session.hangup();
    expect(await gone.outcome).to.equal('resolved');
    const stays = await transferring();
    stays.session.tellTransfer(0, '', true);
    stays.clock.advance(4000);
    expect(await stays.outcome).to.equal('transfer-failed 408');
  });

  it('a stack that ends the subscription with its first news is heard on', async () => {
    const {session, clock, outcome} = await transferring();
    session.tellTransfer(100, 'Trying', true);
    clock.advance(59_000);
    session.tellTransfer(200, 'OK');
    expect(await outcome).to.equal('resolved');
  });

  it('can be taken back: we talk again, and nothing is shown of it', async () => {
    const {call, session, outcome, states} = await transferring();
    session.tellTransfer(180);
    call.takeBack();
    expect(await outcome).to.equal('transfer-failed 487');
    expect(call.state).to.equal('active');
    expect(call.snapshot.transfer).to.equal(null);
    expect(states().at(-1)).to.equal(null);
    session.tellTransfer(200);
    await settle();
    expect(call.state).to.equal('active');
  });

  it('one at a time, to an address, out of a conversation', async () => {
    const {call, phone} = await transferring();
    const refusal = (work: Promise<void>) => work.catch((error: unknown) => (error as SipError).code);
    expect(await refusal(call.transfer('dave'))).to.equal('invalid-state');
    const other = await talking();
    expect(await refusal(other.call.transfer('two words'))).to.equal('invalid-address');
    expect(await refusal(other.call.transfer(other.call))).to.equal('invalid-argument');
    expect(other.call.state).to.equal('active');
    expect(await refusal(phone.createCall('erin').transfer('dave'))).to.equal('invalid-state');
  });
});

describe('an attended transfer', () => {
  it('connects the far ends of two calls, which both end', async () => {
    const {call, session, carol, carolSession} = await consulting();
    const transfer = call.transfer(carol);
    await settle();
    expect(session.log.at(-1)).to.equal(`transfer ${carolSession.id}`);
    expect(call.snapshot.transfer).to.include({target: CAROL, attended: true, state: 'accepted'});
    carolSession.hangup();
    session.tellTransfer(200);
    await transfer;
    expect(call.snapshot.end?.by).to.equal('local');
    expect(carol.snapshot.end?.by).to.equal('remote');
  });

  it('hangs the other one up too, where the far ends leave that to us', async () => {
    const {call, session, carol} = await consulting();
    const transfer = call.transfer(carol);
    await settle();
    session.tellTransfer(200);
    await transfer;
    expect(carol.snapshot.end).to.include({by: 'local', cause: 'hangup'});
  });

  it('leaves both as they were when it fails', async () => {
    const {call, session, carol} = await consulting();
    const transfer = call.transfer(carol);
    await settle();
    session.tellTransfer(486, 'Busy Here');
    expect(await transfer.catch((error: unknown) => (error as SipError).status)).to.equal(486);
    expect([call.state, carol.state]).to.deep.equal(['held', 'active']);
    const back = carol.transfer(call);
    await settle();
    session.hold(false);
    expect(carol.state).to.equal('held');
    carol.takeBack();
    await back.catch(() => undefined);
    expect([call.state, carol.state]).to.deep.equal(['held', 'active']);
  });

  it('needs two conversations', async () => {
    const {call, phone} = await talking();
    const ringing = phone.dial('carol');
    await settle();
    await call.unhold();
    expect(await call.transfer(ringing).catch((error: unknown) => (error as SipError).code)).to.equal('invalid-state');
    expect(call.state).to.equal('active');
  });
});
