import {expect} from '@open-wc/testing';
import type {SipMessage} from './harness/sip-message.js';
import {answered, called, closeLines, PhoneLine, ringing, type InboundCall} from './harness/phone-line.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};

/** Names a call of ours as its far end does: our tag is the one in From of our INVITE. */
function replaces(invite: SipMessage, suffix = ''): string {
  return `Replaces: ${invite.header('call-id')};to-tag=${invite.tag('from')};from-tag=peer${suffix}`;
}

async function answer(call: InboundCall): Promise<void> {
  const accepted = call.session.accept(AUDIO);
  await call.far.take((await call.line.server.next('200 INVITE')).body);
  call.request('ACK', 1);
  await accepted;
}

/** Sends an INVITE and expects an immediate refusal. */
async function refused(line: PhoneLine, header: string, summary: string): Promise<void> {
  line.server.request('INVITE', {
    callId: `replacing ${summary}`.replaceAll(' ', '-'),
    cseq: 1,
    from: '<sip:carol@example.com>;tag=carol',
    to: '<sip:alice@example.com>',
    headers: [header],
    body: await line.farEnd().offer(),
  });
  await line.server.next(summary);
}

describe('list B: Replaces in', () => {
  it('takes the place of a call in conversation, which gets BYE', async () => {
    const line = await PhoneLine.connected();
    const first = await answered(line);
    const second = await called(line, {headers: [replaces(first.invite)]});
    expect(first.log.ends).to.deep.equal([]);
    await answer(second);
    line.server.respond(await line.server.next('BYE'), 200);
    expect(await first.log.end()).to.include({by: 'remote', cause: 'hangup', failed: false});
    await second.log.until('established');
    expect(line.failures).to.deep.equal([]);
  });

  it('takes the place of a call of ours that still rings, which gets CANCEL', async () => {
    const line = await PhoneLine.connected();
    const first = await ringing(line);
    line.server.respond(first.invite, 180);
    await first.log.until('ringing 180');
    const second = await called(line, {headers: [replaces(first.invite, ';early-only')]});
    await answer(second);
    line.server.respond(await line.server.next('CANCEL'), 200);
    line.server.respond(first.invite, 487);
    expect(await first.log.end()).to.include({by: 'remote', cause: 'hangup', failed: false});
    await second.log.until('established');
    expect(second.log.ends).to.deep.equal([]);
    expect(line.failures).to.deep.equal([]);
  });

  it('that is turned down leaves the first call alone', async () => {
    const line = await PhoneLine.connected();
    const first = await answered(line);
    const second = await called(line, {headers: [replaces(first.invite)]});
    await second.session.end({status: 603});
    expect(first.log.ends).to.deep.equal([]);
    expect(line.server.count('BYE')).to.equal(0);
  });

  it('of a call that rings here is refused with 481: only its caller could take it back', async () => {
    const line = await PhoneLine.connected();
    const first = await called(line);
    const ring = line.server.log.find(({summary}) => summary === '180 INVITE')!;
    await refused(line, `Replaces: ${first.callId};to-tag=${ring.tag('to')};from-tag=far`, '481 INVITE');
    await answer(first);
    expect(line.incoming).to.have.length(1);
  });

  it('of a call that never was gets 481, of one that is over 603, of an answered one that had to ring 486', async () => {
    const line = await PhoneLine.connected();
    await refused(line, 'Replaces: nobody;to-tag=a;from-tag=b', '481 INVITE');
    const call = await answered(line);
    await refused(line, replaces(call.invite, ';early-only'), '486 INVITE');
    call.request('BYE', 1);
    await line.server.next('200 BYE');
    await call.log.end();
    await refused(line, replaces(call.invite), '603 INVITE');
    expect(line.incoming).to.deep.equal([]);
    expect(line.failures).to.deep.equal([]);
  });
});
