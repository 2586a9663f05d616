import {expect} from '@open-wc/testing';
import {directions} from './harness/far-end.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

describe('list B: UPDATE', () => {
  it('is allowed, and says so everywhere', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    expect(call.invite.header('allow')).to.match(/\bUPDATE\b/);
    expect(call.invite.all('allow')).to.have.length(1);
    call.request('OPTIONS', 1);
    expect((await line.server.next('200 OPTIONS')).header('allow')).to.match(/\bUPDATE\b/);
    const inbound = await called(line);
    void inbound.session.accept({audio: true, video: false});
    expect((await line.server.next('200 INVITE')).header('allow')).to.match(/\bUPDATE\b/);
  });

  it('without an offer is answered, and moves the far end', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('UPDATE', 1);
    const ok = await line.server.next('200 UPDATE');
    expect(ok.body).to.equal('');
    expect(ok.header('contact')).to.contain('sip:');
  });

  it('with an offer is answered with our description', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const offer = await call.far.offer(() => {
      call.far.setDirection('audio', 'sendonly');
    });
    call.request('UPDATE', 1, offer);
    const ok = await line.server.next('200 UPDATE');
    expect(directions(ok.body)).to.equal('audio:recvonly');
    await call.far.take(ok.body);
    await until(() => call.log.media?.remoteHeld === true, 'the hold');
    call.request('INVITE', 2, await call.far.offer());
    await line.server.next('200 INVITE');
  });

  it('with an offer gets 491 while ours is open, and 488 if it cannot be used', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    const ours = await line.server.next('INVITE');
    call.request('UPDATE', 1, ours.body);
    await line.server.next('491 UPDATE');
    line.server.respond(ours, 200, {body: await call.far.answer(ours.body)});
    await held;
    call.request('UPDATE', 2, 'v=0\r\nnonsense\r\n');
    await line.server.next('488 UPDATE');
    expect(call.log.ends).to.deep.equal([]);
  });

  it('in an early dialog is answered without an offer, and gets 500 with Retry-After against an open offer', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.request('UPDATE', 2);
    await line.server.next('200 UPDATE');
    call.request('UPDATE', 3, await line.farEnd().offer());
    expect((await line.server.next('500 UPDATE')).header('retry-after')).to.match(/^\d+$/);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('in an early dialog with media changes them', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {
      body: await call.far.answer(call.invite.body),
      headers: ['Require: 100rel', 'RSeq: 1'],
    });
    line.server.respond(await line.server.next('PRACK'), 200);
    await call.log.until('early');
    call.request('UPDATE', 1, await call.far.offer());
    const ok = await line.server.next('200 UPDATE');
    await call.far.take(ok.body);
    line.server.respond(call.invite, 200);
    await line.server.next('ACK');
    await call.log.until('established');
  });

  it('for a call that we do not know is answered 481', async () => {
    const line = await PhoneLine.connected();
    line.server.request('UPDATE', {
      callId: 'nobody',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=a',
      to: '<sip:alice@example.com>;tag=b',
    });
    await line.server.next('481 UPDATE');
  });
});

describe('a stuck exchange', () => {
  it('A1: a re-INVITE whose answer the far end never acknowledges does not block the next one', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    for (let cseq = 1; cseq <= 3; cseq++) {
      call.request('INVITE', cseq, await call.far.offer());
      await call.far.take((await line.server.next('200 INVITE')).body);
    }
    const held = call.session.setHeld(true);
    await turn();
    line.clock.advance(2000);
    const ours = await line.server.next('INVITE');
    line.server.respond(ours, 200, {body: await call.far.answer(ours.body)});
    await held;
    expect(line.server.count('500 INVITE')).to.equal(0);
  });

  it('500 with Retry-After is tried again then', async () => {
    const line = await PhoneLine.connected({sessionExpires: 0});
    const call = await answered(line);
    const held = call.session.setHeld(true);
    line.server.respond(await line.server.next('INVITE'), 500, {headers: ['Retry-After: 2']});
    await line.server.next('ACK');
    await until(() => line.waiting > 0, 'the pause');
    line.clock.advance(2000);
    const again = await line.server.next('INVITE');
    line.server.respond(again, 200, {body: await call.far.answer(again.body)});
    await held;
  });

  it('ten quick clicks end in the last wish with at most two re-INVITEs', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const clicks = Array.from({length: 10}, (_, click) => call.session.setHeld(click % 2 === 0));
    for (const direction of ['audio:sendonly', 'audio:sendrecv']) {
      const invite = await line.server.next('INVITE');
      expect(directions(invite.body)).to.equal(direction);
      line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    }
    await Promise.all(clicks);
    await turn();
    expect(line.server.count('INVITE')).to.equal(3);
  });
});
