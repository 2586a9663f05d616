import {expect} from '@open-wc/testing';
import {FAULTS, FORMS, lines, type Dialect} from './harness/dialects.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import {until} from './harness/until.js';

afterEach(closeLines);

async function talking(): Promise<OutboundCall> {
  return answered(await PhoneLine.connected());
}

/** A hold or its end that the far end answers well. */
async function changes({session, line, far}: OutboundCall, held: boolean): Promise<void> {
  const done = session.setHeld(held);
  const invite = await line.server.next('INVITE');
  expect(directions(invite.body)).to.match(held ? /^audio:sendonly/ : /^audio:sendrecv/);
  line.server.respond(invite, 200, {body: await far.answer(invite.body)});
  await done;
}

/** The far end changes something as browsers do. */
async function reinvites(call: OutboundCall, cseq: number): Promise<void> {
  call.request('INVITE', cseq, await call.far.offer());
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', cseq);
}

async function goesOn(call: OutboundCall, cseq: number): Promise<void> {
  await changes(call, true);
  await changes(call, false);
  await reinvites(call, cseq);
  expect(call.log.ends).to.deep.equal([]);
  call.request('BYE', cseq + 1);
  await call.line.server.next('200 BYE');
  expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
  expect(call.line.media.liveTracks).to.equal(0);
  expect(call.line.failures).to.deep.equal([]);
}

describe('an answer to our offer whose form browsers refuse is mended', () => {
  for (const [name, dialect] of Object.entries(FORMS)) {
    it(name, async () => {
      const call = await ringing(await PhoneLine.connected());
      const {server} = call.line;
      server.respond(call.invite, 200, {body: dialect(await call.far.answer(call.invite.body))});
      await call.log.until('established');
      await until(() => call.log.media?.phase === 'flowing', 'media to flow');
      const held = call.session.setHeld(true);
      const invite = await server.next('INVITE');
      server.respond(invite, 200, {body: dialect(await call.far.answer(invite.body))});
      await held;
      expect(call.log.ends).to.deep.equal([]);
    });
  }
});

describe('an answer to a hold of ours never ends the call', () => {
  const HELD: Readonly<Record<string, Dialect>> = {
    'RFC 3264 6.1: sendrecv': lines(/^a=recvonly/, 'a=sendrecv'),
    'RFC 3264 6.1: sendonly': lines(/^a=recvonly/, 'a=sendonly'),
    'RFC 3264 6.1: no direction': lines(/^a=recvonly\r\n/, ''),
    'RFC 8842 5.3: the roles of DTLS turned': (sdp) =>
      sdp.replace(/^a=setup:(\w+)/gm, (_, role: string) => `a=setup:${role === 'active' ? 'passive' : 'active'}`),
    'RFC 3264 6: a section too many': (sdp) => `${sdp}m=image 5000 udptl t38\r\n`,
    'RFC 9143 7: an identification of its own': (sdp) => sdp.replace(/^a=mid:.*$/gm, 'a=mid:sound'),
  };
  for (const [name, dialect] of Object.entries(HELD)) {
    it(`${name}: it is held`, async () => {
      const call = await talking();
      const held = call.session.setHeld(true);
      const invite = await call.line.server.next('INVITE');
      call.line.server.respond(invite, 200, {body: dialect(await call.far.answer(invite.body))});
      await held;
      await changes(call, false);
      await goesOn(call, 1);
    });
  }

  for (const [name, dialect] of Object.entries(FAULTS)) {
    if (name.includes('the sound rejected')) continue;
    it(`${name}: the hold is refused`, async () => {
      const call = await talking();
      const held = failure(call.session.setHeld(true));
      const invite = await call.line.server.next('INVITE');
      call.line.server.respond(invite, 200, {body: dialect(await call.far.answer(invite.body))});
      expect(await held).to.include({code: 'renegotiation-refused', name: 'SipError'});
      await goesOn(call, 1);
    });
  }
});

describe('a re-INVITE that cannot be used is answered 488, and leaves everything as it was', () => {
  const CHANGES: Readonly<Record<string, Dialect>> = {
    ...FAULTS,
    'RFC 8842 5.3: the roles of DTLS turned': lines(/^a=setup:actpass/, 'a=setup:passive'),
  };
  for (const [name, dialect] of Object.entries(CHANGES)) {
    for (const method of ['INVITE', 'UPDATE']) {
      it(`${name}, in ${method}`, async () => {
        const call = await talking();
        const offer = await call.far.offer();
        await call.far.pc.setLocalDescription({type: 'rollback'});
        call.request(method, 1, dialect(offer));
        await call.line.server.next(`488 ${method}`);
        expect(call.log.media?.phase).to.equal('flowing');
        await goesOn(call, 2);
      });
    }
  }
});
