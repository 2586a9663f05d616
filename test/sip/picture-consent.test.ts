import {expect} from '@open-wc/testing';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

/** The far end has added a picture and waits while the page asks a person. */
async function asked(method: 'INVITE' | 'UPDATE' = 'INVITE') {
  const call = await answered(await PhoneLine.connected());
  const question: {over?: AbortSignal; answer: (granted: boolean) => void} = {answer: () => undefined};
  call.log.mayShow = (over) => {
    question.over = over;
    return new Promise((resolve) => {
      question.answer = resolve;
    });
  };
  const sdp = await call.far.offer(() => call.far.addVideo());
  call.request(method, 2, sdp);
  await until(() => question.over !== undefined, 'the question');
  await turn();
  return {call, question};
}

/** Waits for our answer to the re-INVITE, and applies it at the far end. */
async function agreed(call: OutboundCall): Promise<string> {
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', 2);
  await turn();
  return directions(ok.body);
}

describe('a picture that the far end adds, where a person is asked', () => {
  it('waits for the answer: the far end has a 100, and no more', async () => {
    const {call, question} = await asked();
    const {server, clock} = call.line;
    await server.next('100 INVITE');
    for (let seconds = 0; seconds < 24; seconds += 2) {
      clock.advance(2000);
      await turn();
    }
    expect(server.count('200 INVITE')).to.equal(0);
    question.answer(true);
    expect(await agreed(call)).to.equal('audio:sendrecv video:recvonly');
    expect(call.log.media).to.include({remoteVideo: true});
    expect(question.over!.aborted).to.equal(true);
  });

  it('stays out when they refuse, and the call goes on', async () => {
    const {call, question} = await asked();
    question.answer(false);
    expect(await agreed(call)).to.equal('audio:sendrecv video:inactive');
    expect(call.log.media).to.include({remoteVideo: false});
    expect(call.log.ends).to.deep.equal([]);
  });

  it('stays out when nobody answers within 25 seconds; the question is over', async () => {
    const {call, question} = await asked();
    call.line.clock.advance(25_000);
    expect(question.over!.aborted).to.equal(true);
    expect(await agreed(call)).to.equal('audio:sendrecv video:inactive');
    question.answer(true);
    await turn();
    expect(call.log.media).to.include({remoteVideo: false});
  });

  it('holds nothing up: a change of ours comes first, and the far end is to come again', async () => {
    const {call, question} = await asked();
    const {server} = call.line;
    const held = call.session.setHeld(true);
    await server.next('491 INVITE');
    expect(question.over!.aborted).to.equal(true);
    await call.far.pc.setLocalDescription({type: 'rollback'});
    const hold = await server.next('INVITE');
    expect(directions(hold.body)).to.equal('audio:sendonly');
    server.respond(hold, 200, {body: await call.far.answer(hold.body)});
    await held;
    call.log.mayShow = () => true;
    call.request('INVITE', 3, await call.far.offer());
    expect(directions((await server.next('200 INVITE')).body)).to.equal('audio:sendonly video:inactive');
  });

  it('is nothing to ask about any more when the far end hangs up: its offer is answered 487', async () => {
    const {call, question} = await asked();
    call.request('BYE', 3);
    await call.line.server.next('200 BYE');
    expect((await call.line.server.next('487 INVITE')).status).to.equal(487);
    expect(question.over!.aborted).to.equal(true);
    expect((await call.log.end()).by).to.equal('remote');
    expect(call.line.failures).to.deep.equal([]);
  });

  it('cannot come with an UPDATE, which does not wait: 504, and the far end can ask by re-INVITE', async () => {
    const {call, question} = await asked('UPDATE');
    expect(question.over!.aborted).to.equal(true);
    expect((await call.line.server.next('504 UPDATE')).status).to.equal(504);
    await call.far.pc.setLocalDescription({type: 'rollback'});
    call.log.mayShow = () => true;
    call.request('INVITE', 3, await call.far.offer());
    const ok = await call.line.server.next('200 INVITE');
    expect(directions(ok.body)).to.equal('audio:sendrecv video:recvonly');
  });
});
