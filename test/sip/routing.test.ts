import {expect} from '@open-wc/testing';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';

afterEach(closeLines);

/** Record-Route as the first proxy of ours sees it, the Request-URI of what we send, and its Route. */
const ROUTES: Record<string, [string, string, string]> = {
  'without brackets': ['sip:a.example;lr', 'TARGET', '<sip:a.example;lr>'],
  'without brackets, with blanks': ['sip:a.example ; lr', 'TARGET', '<sip:a.example;lr>'],
  'with a value of lr': ['<sip:a.example;lr=on>', 'TARGET', '<sip:a.example;lr=on>'],
  'with LR': ['<sip:a.example;LR>', 'TARGET', '<sip:a.example;LR>'],
  'with SIPS': ['<sips:a.example;lr>', 'TARGET', '<sips:a.example;lr>'],
  'with a quoted value': ['<sip:a.example;lr;x="a>b">', 'TARGET', '<sip:a.example;lr;x="a>b">'],
  'with lr as a header parameter': ['<sip:a.example>;lr', 'sip:a.example', '<TARGET>'],
  'of a strict router': ['<sip:127.0.0.1:5060;transport=tcp>', 'sip:127.0.0.1:5060;transport=tcp', '<TARGET>'],
  'of a strict router without brackets': ['sip:a.example', 'sip:a.example', '<TARGET>'],
  'of a strict router with method and headers': ['<sip:a.example;method=INVITE?a=b>', 'sip:a.example', '<TARGET>'],
};
const TARGET = 'sip:bob@192.0.2.7:5060';
const written = (text: string) => text.replace('TARGET', TARGET);

describe('Record-Route (RFC 3261 sections 12.2.1.1 and 20.34)', () => {
  for (const [name, [recorded, ruri, route]] of Object.entries(ROUTES)) {
    it(`${name}, in an answer, leads ACK, UPDATE and BYE`, async () => {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      const body = await call.far.answer(call.invite.body);
      line.server.respond(call.invite, 200, {body, contact: `<${TARGET}>`, headers: [`Record-Route: ${recorded}`]});
      const ack = await line.server.next('ACK');
      await call.log.until('established');
      void call.session.end({status: 480});
      for (const request of [ack, await line.server.next('BYE')]) {
        expect(request.startLine).to.equal(`${request.method} ${written(ruri)} SIP/2.0`);
        expect(request.all('route').join()).to.equal(written(route));
      }
    });

    it(`${name}, in a call to us, leads the BYE`, async () => {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers: [`Record-Route: ${recorded}`]});
      void call.session.accept({audio: true, video: false});
      await call.far.take((await line.server.next('200 INVITE')).body);
      call.request('ACK', 1);
      await call.log.until('established');
      void call.session.end({status: 480});
      const bye = await line.server.next('BYE');
      const target = 'sip:bob@peer.invalid;transport=ws';
      expect(bye.startLine).to.equal(`BYE ${ruri.replace('TARGET', target)} SIP/2.0`);
      expect(bye.all('route').join()).to.equal(route.replace('TARGET', target));
    });
  }

  it('of several: the strict one next to us, the others behind it, and the target last', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const body = await call.far.answer(call.invite.body);
    const headers = ['Record-Route: <sip:a.example;lr>, sip:b.example'];
    line.server.respond(call.invite, 200, {body, contact: `<${TARGET}>`, headers});
    const ack = await line.server.next('ACK');
    expect(ack.startLine).to.equal('ACK sip:b.example SIP/2.0');
    expect(ack.all('route').join()).to.equal(`<sip:a.example;lr>,<${TARGET}>`);
  });
});

describe('a target that moves (RFC 3261 sections 12.2.1.2 and 13.2.2.4)', () => {
  const MOVED = '<sip:bob@198.51.100.7:5070>';

  it('in the 200 to our re-INVITE gets the ACK, each repetition of it, and the BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    const hold = await line.server.next('INVITE');
    const ok = {contact: MOVED, body: await call.far.answer(hold.body)};
    line.server.respond(hold, 200, ok);
    await held;
    line.server.respond(hold, 200, ok);
    for (const ack of [await line.server.next('ACK'), await line.server.next('ACK')]) {
      expect(ack.startLine).to.equal('ACK sip:bob@198.51.100.7:5070 SIP/2.0');
    }
    void call.session.end({status: 480});
    expect((await line.server.next('BYE')).startLine).to.equal('BYE sip:bob@198.51.100.7:5070 SIP/2.0');
  });

  it('stays where it was if the 200 to our re-INVITE has no Contact', async () => {
    for (const contact of [null, 'nonsense >']) {
      const line = await PhoneLine.connected();
      const call = await answered(line);
      const held = call.session.setHeld(true);
      const hold = await line.server.next('INVITE');
      line.server.respond(hold, 200, {contact, body: await call.far.answer(hold.body)});
      await held;
      expect((await line.server.next('ACK')).startLine).to.equal('ACK sip:bob@peer.invalid;transport=ws SIP/2.0');
    }
  });
});

it('a SIPS address is called as such', async () => {
  const line = await PhoneLine.connected();
  const {session} = line.dial('sips:bob@example.com');
  await session.invite();
  expect((await line.server.next('INVITE')).startLine).to.equal('INVITE sips:bob@example.com SIP/2.0');
});
