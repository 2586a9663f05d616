import {expect} from '@open-wc/testing';
import type {FarEnd} from './harness/far-end.js';
import {closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

interface Branch {
  readonly tag: string;
  readonly far: FarEnd;
  readonly body: string;
}

/** Among the phones that the call rings, the one that our media reach. */
async function heard({line, invite}: OutboundCall, tag: string): Promise<Branch> {
  const far = line.farEnd();
  return {tag, far, body: await far.answer(invite.body)};
}

/** Another of these phones, which our media do not reach. */
async function unheard({line, invite}: OutboundCall, tag: string): Promise<Branch> {
  const far = line.farEnd();
  return {tag, far, body: await far.answerUnreached(invite.body)};
}

/** A call to two phones that both send early media before they answer. */
async function forked(headers: readonly string[] = []): Promise<OutboundCall & {desk: Branch; mobile: Branch}> {
  const line = await PhoneLine.connected();
  const call = await ringing(line);
  const desk = await heard(call, 'desk');
  const mobile = await unheard(call, 'mobile');
  for (const {tag, body} of [desk, mobile]) {
    line.server.respond(call.invite, 183, {tag, body, headers});
    await call.log.until('early');
  }
  return {...call, desk, mobile};
}

async function flows({log}: OutboundCall): Promise<void> {
  await log.until('established');
  await until(() => log.media?.phase === 'flowing', 'media to flow');
  expect(log.ends).to.deep.equal([]);
}

/** Plays the re-INVITE that connects us with the media of the phone that answered. */
async function moved(call: OutboundCall, tag: string): Promise<void> {
  const {line} = call;
  const again = await line.server.next('INVITE');
  expect(again.tag('to')).to.equal(tag);
  const far = line.farEnd();
  line.server.respond(again, 200, {body: await far.answer(again.body)});
  await line.server.next('ACK');
  await until(() => far.pc.connectionState === 'connected', 'the one that answered to be connected');
  await flows(call);
}

describe('list B: forking', () => {
  it('the phone whose early media are heard answers: nothing is renegotiated', async () => {
    const call = await forked();
    call.line.server.respond(call.invite, 200, {tag: 'desk', body: call.desk.body});
    expect((await call.line.server.next('ACK')).tag('to')).to.equal('desk');
    await flows(call);
    await turn();
    expect(call.line.server.count('INVITE')).to.equal(1);
  });

  it('the other one answers: its media come by re-INVITE', async () => {
    const call = await forked();
    call.line.server.respond(call.invite, 200, {tag: 'mobile', body: call.mobile.body});
    expect((await call.line.server.next('ACK')).tag('to')).to.equal('mobile');
    await moved(call, 'mobile');
  });

  it('both answer: the second one gets ACK and BYE, and the first stays', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const [first, second] = [await heard(call, 'first'), await unheard(call, 'second')];
    line.server.respond(call.invite, 200, first);
    line.server.respond(call.invite, 200, second);
    const acks = [await line.server.next('ACK'), await line.server.next('ACK')];
    expect(acks.map((ack) => ack.tag('to')).sort()).to.deep.equal(['first', 'second']);
    const bye = await line.server.next('BYE');
    expect(bye.tag('to')).to.equal('second');
    line.server.respond(bye, 200);
    await flows(call);
    const ending = call.session.end({status: 486});
    const own = await line.server.next('BYE');
    expect(own.tag('to')).to.equal('first');
    line.server.respond(own, 200);
    await ending;
  });

  it('both answer after early media, the one that was not heard first', async () => {
    const call = await forked();
    const {server} = call.line;
    server.respond(call.invite, 200, call.mobile);
    await server.next('ACK');
    server.respond(call.invite, 200, call.desk);
    await server.next('ACK');
    const bye = await server.next('BYE');
    expect(bye.tag('to')).to.equal('desk');
    server.respond(bye, 200);
    await moved(call, 'mobile');
  });
});

describe('list B: PRACK', () => {
  for (const winner of ['desk', 'mobile'] as const) {
    it(`each phone of a fork gets its own, and the ${winner} answers without saying its media again`, async () => {
      const call = await forked(['Require: 100rel', 'RSeq: 7']);
      const {server} = call.line;
      for (const tag of ['desk', 'mobile']) {
        const prack = await server.next('PRACK');
        expect(prack.tag('to')).to.equal(tag);
        expect(prack.header('rack')).to.equal(`7 ${String(call.invite.cseq)} INVITE`);
        server.respond(prack, 200);
      }
      server.respond(call.invite, 200, {tag: winner});
      await server.next('ACK');
      await (winner === 'mobile' ? moved(call, 'mobile') : flows(call));
    });
  }

  it('is owed however `100rel` is written, and not only for the first extension that is required', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const headers = ['Require: precondition', 'Require: 100REL', 'RSeq: 1'];
    line.server.respond(call.invite, 180, {headers});
    expect((await line.server.next('PRACK')).header('rack')).to.equal(`1 ${String(call.invite.cseq)} INVITE`);
  });
});
