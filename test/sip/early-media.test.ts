import {expect} from '@open-wc/testing';
import {closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

describe('list B: early media', () => {
  it('an answer that differs from the announcement takes over by re-INVITE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {body: await call.far.answer(call.invite.body)});
    await call.log.until('early');
    line.server.respond(call.invite, 200, {body: await line.farEnd().answerUnreached(call.invite.body)});
    await line.server.next('ACK');
    const person = line.farEnd();
    const again = await line.server.next('INVITE');
    line.server.respond(again, 200, {body: await person.answer(again.body)});
    await line.server.next('ACK');
    // This is a new connection, whether or not the DTLS handshake with the announcement succeeded.
    await until(() => person.pc.connectionState === 'connected', 'the person to be connected');
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    expect(call.log.ends).to.deep.equal([]);
  });

  it('that cannot be used end the call, and the other phone does not go on ringing', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {body: 'v=0\r\nnonsense\r\n'});
    line.server.respond(await line.server.next('CANCEL'), 200);
    line.server.respond(call.invite, 487);
    await line.server.next('ACK');
    expect(await call.log.end()).to.include({cause: 'bad-session-description', failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('that cannot be used, and an answer all the same: ACK and BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {body: 'v=0\r\nnonsense\r\n'});
    line.server.respond(await line.server.next('CANCEL'), 200);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await line.server.next('ACK');
    line.server.respond(await line.server.next('BYE'), 200);
    expect(await call.log.end()).to.include({cause: 'bad-session-description', failed: true});
  });

  it('are not needed: 183 without a description is progress, and nothing else', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 183);
    await call.log.until('ringing 183');
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await call.log.until('established');
    await turn();
    expect(call.log.events).to.not.include('early');
    expect(line.server.count('INVITE')).to.equal(1);
  });

  it('INFO and MESSAGE that come with them are answered as in a conversation', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const body = await call.far.answer(call.invite.body);
    line.server.respond(call.invite, 183, {body});
    await call.log.until('early');
    call.request('INFO', 1, 'Signal=9\r\n', [], 'application/dtmf-relay');
    await line.server.next('200 INFO');
    call.request('MESSAGE', 2, 'hello', [], 'text/plain');
    await line.server.next('405 MESSAGE');
    await until(() => call.log.digits.length > 0, 'the digit');
    line.server.respond(call.invite, 200, {body});
    await call.log.until('established');
    expect(call.log.digits).to.deep.equal(['9 info']);
    expect(line.failures).to.deep.equal([]);
  });
});
