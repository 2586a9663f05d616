import {expect} from '@open-wc/testing';
import {SIP_GROUPS} from '../../src/sip/groups.js';
import {directions} from './harness/far-end.js';
import {failure} from './harness/failure.js';
import {LateGroup} from './harness/late-group.js';
import {MEMO} from './harness/memo.js';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

beforeEach(() => sessionStorage.clear());
afterEach(closeLines);

type Late = LateGroup<Awaited<ReturnType<typeof SIP_GROUPS.conversation.need>>>;

/** An answered call for whose conversation the modules have not come. */
async function early(): Promise<{late: Late; call: OutboundCall}> {
  const late = new LateGroup(SIP_GROUPS.conversation);
  const line = await PhoneLine.connected({groups: {conversation: late.group}});
  const call = await answered(line);
  return {late, call};
}

describe('what a conversation needs', () => {
  it('is fetched as soon as the INVITE is on the wire, and as soon as somebody rings', async () => {
    const late = new LateGroup(SIP_GROUPS.conversation);
    const line = await PhoneLine.open({groups: {conversation: late.group}});
    expect(late.asked).to.equal(0);
    await line.engine.connect();
    await ringing(line);
    await until(() => late.asked === 1, 'the fetch');

    const other = new LateGroup(SIP_GROUPS.conversation);
    await called(await PhoneLine.connected({groups: {conversation: other.group}}));
    await until(() => other.asked === 1, 'the fetch');
  });

  it('is waited for by requests of the far end, which are answered in their order', async () => {
    const {late, call} = await early();
    const {server} = call.line;
    call.request('INVITE', 2, await call.far.offer(() => call.far.setDirection('audio', 'sendonly')));
    call.request('UPDATE', 3);
    await turn();
    expect(server.count('200 INVITE') + server.count('200 UPDATE')).to.equal(0);
    await late.arrive();
    const ok = await server.next('200 INVITE');
    expect(directions(ok.body)).to.equal('audio:recvonly');
    call.request('ACK', 2);
    await server.next('200 UPDATE');
    expect(call.line.failures).to.deep.equal([]);
  });

  it('makes the far end come again if it cannot be fetched, and is there for the next one', async () => {
    const {late, call} = await early();
    const {server} = call.line;
    const offer = await call.far.offer();
    call.request('INVITE', 2, offer);
    await turn();
    late.fail();
    const refusal = await server.next('500 INVITE');
    expect(Number(refusal.header('retry-after'))).to.be.within(0, 10);
    call.request('ACK', 2);
    await until(() => late.clock.pending > 0, 'the next attempt');
    late.clock.advance(1000);
    await late.arrive();
    call.request('INVITE', 3, offer);
    await server.next('200 INVITE');
    call.request('ACK', 3);
  });

  it('makes the far end come again if it does not come in ten seconds', async () => {
    const {call} = await early();
    call.request('UPDATE', 2);
    await turn();
    call.line.clock.advance(9999);
    await turn();
    expect(call.line.server.count('500 UPDATE')).to.equal(0);
    call.line.clock.advance(1);
    await call.line.server.next('500 UPDATE');
  });

  it('keeps nobody waiting when the call ends', async () => {
    const {call} = await early();
    const held = failure(call.session.setHeld(true));
    call.request('INVITE', 2, await call.far.offer());
    await turn();
    call.request('BYE', 3);
    await call.line.server.next('200 BYE');
    await call.line.server.next('487 INVITE');
    expect((await held).code).to.equal('call-failed');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
  });

  it('is why a change of ours fails that cannot be made, and the call goes on', async () => {
    const {late, call} = await early();
    const held = failure(call.session.setHeld(true));
    await turn();
    late.fail();
    const error = await held;
    expect(error.code).to.equal('server-unreachable');
    expect(error.message).to.contain('could not be fetched');
    expect(call.log.ends).to.deep.equal([]);
  });

  it('repairs a call as soon as it is there', async () => {
    const {late, call} = await early();
    const repaired = call.session.repair();
    await turn();
    late.fail();
    await until(() => late.clock.pending > 0, 'the next attempt');
    late.clock.advance(1000);
    await late.arrive();
    const invite = await call.line.server.next('INVITE');
    call.line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await repaired;
  });

  it('saves the call for the next page when it is there; until then a page that closes hangs up', async () => {
    const {late, call} = await early();
    call.session.remember(MEMO);
    const {call: other} = await early();
    other.session.remember(MEMO);
    const left = other.line.engine.leave();
    other.line.server.respond(await other.line.server.next('BYE'), 200);
    await left;

    await late.arrive();
    await turn();
    void call.line.engine.leave();
    expect(call.line.server.count('BYE')).to.equal(0);
    const next = await PhoneLine.open();
    expect(next.engine.restore().map(({memo}) => memo.id)).to.deep.equal(['call-1']);
  });

  it('is fetched first by a page that finds calls of the page before it', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    session.remember(MEMO);
    void line.engine.leave();
    const late = new LateGroup(SIP_GROUPS.conversation);
    const opening = PhoneLine.open({groups: {conversation: late.group}});
    await until(() => late.asked === 1, 'the fetch');
    await late.arrive();
    expect((await opening).engine.restore()).to.have.length(1);
  });
});

describe('what lets calls come in', () => {
  it('is there before REGISTER goes out', async () => {
    const late = new LateGroup(SIP_GROUPS.incoming);
    const line = await PhoneLine.connected({groups: {incoming: late.group}});
    expect(late.asked, 'with the engine').to.equal(1);
    const registered = line.engine.register();
    await turn();
    expect(line.server.count('REGISTER')).to.equal(0);
    await late.arrive();
    line.server.respond(await line.server.next('REGISTER'), 200);
    await registered;
  });

  it('is why a phone does not register that cannot fetch it', async () => {
    const late = new LateGroup(SIP_GROUPS.incoming);
    const line = await PhoneLine.connected({groups: {incoming: late.group}});
    const registering = failure(line.engine.register());
    late.fail();
    expect((await registering).code).to.equal('server-unreachable');
    expect(line.server.count('REGISTER')).to.equal(0);
  });

  it('is waited for by an INVITE, which then rings', async () => {
    const late = new LateGroup(SIP_GROUPS.incoming);
    const line = await PhoneLine.connected({groups: {incoming: late.group}});
    const call = called(line);
    await line.server.next('100 INVITE');
    expect(line.incoming).to.deep.equal([]);
    await late.arrive();
    expect((await call).session.direction).to.equal('inbound');
  });

  it('keeps no caller waiting who has left, nor for more than ten seconds', async () => {
    const late = new LateGroup(SIP_GROUPS.incoming);
    const line = await PhoneLine.connected({groups: {incoming: late.group}});
    const parts = {from: '<sip:bob@example.com>;tag=far', to: '<sip:alice@example.com>', cseq: 1};
    line.server.request('INVITE', {...parts, callId: 'one', branch: 'z9hG4bKone'});
    await line.server.next('100 INVITE');
    line.server.request('CANCEL', {...parts, callId: 'one', branch: 'z9hG4bKone'});
    await line.server.next('487 INVITE');
    line.server.request('INVITE', {...parts, callId: 'two', branch: 'z9hG4bKtwo'});
    await line.server.next('100 INVITE');
    await turn();
    line.clock.advance(10_000);
    await line.server.next('500 INVITE');
    await late.arrive();
    await turn();
    expect(line.incoming).to.deep.equal([]);
  });
});
