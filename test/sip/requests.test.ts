import {expect} from '@open-wc/testing';
import type {DigitOptions} from '../../src/core/call/digits.js';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import {until} from './harness/until.js';

afterEach(closeLines);

const AUDIO = {audio: true, video: false};

async function digits(call: OutboundCall, text: string, options: DigitOptions): Promise<string[]> {
  const sent: string[] = [];
  await call.session.sendDigits(text, options, (digit, via) => sent.push(`${digit} ${via}`));
  return sent;
}

describe('requests inside a call', () => {
  it('go out with their header fields and body, and bring the answer', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    const asked = session.request('INFO', {
      headers: {'X-Key': 'a\r\nVia: evil'},
      body: '<a/>',
      contentType: 'application/xml',
    });
    const info = await line.server.next('INFO');
    expect(info.header('x-key')).to.equal('a Via: evil');
    expect(info.header('content-type')).to.equal('application/xml');
    expect(info.body).to.equal('<a/>');
    expect(info.tag('to')).to.equal('peer');
    line.server.respond(info, 200, {phrase: 'Fine', headers: ['X-Back: yes'], body: 'done'});
    const answer = await asked;
    expect(answer).to.include({status: 200, reason: 'Fine', body: 'done'});
    expect(answer.headers).to.deep.include({name: 'X-Back', value: 'yes'});
  });

  it('are refused with the status of the far end, and the call goes on', async () => {
    const line = await PhoneLine.connected();
    const {session, log} = await answered(line);
    const asked = failure(session.request('MESSAGE', {body: 'hello'}));
    const message = await line.server.next('MESSAGE');
    expect(message.header('content-type')).to.equal('text/plain');
    line.server.respond(message, 415, {phrase: 'No'});
    expect(await asked).to.include({code: 'request-refused', status: 415});
    expect(log.ends).to.deep.equal([]);
  });

  it('fail when nobody answers, or the call is over', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const silent = failure(call.session.request('OPTIONS', {}));
    await line.server.next('OPTIONS');
    line.clock.advance(32_000);
    expect(await silent).to.include({code: 'timeout'});
    const cut = failure(call.session.request('INFO', {}));
    await line.server.next('INFO');
    call.request('BYE', 1);
    expect(await cut).to.include({code: 'call-failed'});
  });

  it('are not sent before the answer, nor if they are the phone’s own', async () => {
    const line = await PhoneLine.connected();
    const {session} = await ringing(line);
    expect(await failure(session.request('INFO', {}))).to.include({code: 'invalid-state'});
    for (const method of ['BYE', 'INVITE', 'info', 'A B', '']) {
      expect(await failure(session.request(method, {})), method).to.include({code: 'invalid-argument'});
    }
    const other = await answered(line);
    for (const options of [{headers: {Via: 'x'}}, {body: 'a', contentType: 'nonsense'}]) {
      expect(await failure(other.session.request('INFO', options))).to.include({code: 'invalid-argument'});
    }
  });
});

describe('requests outside of calls', () => {
  it('go out, and bring the answer', async () => {
    const line = await PhoneLine.connected();
    const asked = line.engine.request('MESSAGE', 'sip:bob@example.com', {body: 'hello'});
    const message = await line.server.next('MESSAGE');
    expect(message.startLine).to.equal('MESSAGE sip:bob@example.com SIP/2.0');
    expect(message.header('from')).to.contain('<sip:alice@example.com>');
    expect(message.body).to.equal('hello');
    line.server.respond(message, 202);
    expect(await asked).to.include({status: 202});
  });

  it('fail as they should', async () => {
    const line = await PhoneLine.connected();
    const asked = failure(line.engine.request('OPTIONS', 'sip:example.com', {}));
    line.server.respond(await line.server.next('OPTIONS'), 404);
    expect(await asked).to.include({code: 'request-refused', status: 404});
    expect(await failure(line.engine.request('OPTIONS', 'nonsense', {}))).to.include({code: 'invalid-address'});
    const cut = failure(line.engine.request('OPTIONS', 'sip:example.com', {}));
    await line.server.next('OPTIONS');
    line.server.drop();
    expect(await cut).to.include({code: 'connection-lost'});
  });
});

describe('messages that come in', () => {
  const outside = {callId: 'm1', cseq: 1, from: '"Bob" <sip:bob@example.com>;tag=m', to: '<sip:alice@example.com>'};

  it('are refused unless they are wanted', async () => {
    const line = await PhoneLine.connected();
    line.server.request('MESSAGE', {...outside, body: 'hi', contentType: 'text/plain'});
    expect((await line.server.next('405 MESSAGE')).header('allow')).to.not.equal('');
    expect(line.messages).to.deep.equal([]);
  });

  it('are told as text, whatever they are', async () => {
    const line = await PhoneLine.connected({messages: true});
    const body = '<b>hi</b>\r\n\u0000you';
    line.server.request('MESSAGE', {...outside, body, contentType: 'text/html; charset=utf-8'});
    await line.server.next('200 MESSAGE');
    expect(line.messages).to.deep.equal([
      {
        from: {name: 'Bob', uri: 'sip:bob@example.com', user: 'bob'},
        text: '<b>hi</b>\r\nyou',
        contentType: 'text/html; charset=utf-8',
      },
    ]);
  });

  it('are refused when they are too long', async () => {
    const line = await PhoneLine.connected({messages: true});
    line.server.request('MESSAGE', {...outside, body: 'x'.repeat(70_000), contentType: 'text/plain'});
    await line.server.next('413 MESSAGE');
    expect(line.messages).to.deep.equal([]);
  });

  it('belong to their call', async () => {
    const line = await PhoneLine.connected({messages: true});
    const call = await answered(line);
    call.request('MESSAGE', 1, 'hi', [], 'text/plain');
    await line.server.next('200 MESSAGE');
    call.log.welcome = false;
    call.request('MESSAGE', 2, 'hi again', [], 'text/plain');
    await line.server.next('603 MESSAGE');
    expect(call.log.messages.map(({text}) => text)).to.deep.equal(['hi', 'hi again']);
    expect(line.messages).to.deep.equal([]);
  });
});

describe('digits by INFO', () => {
  it('wait for the answer to each, and for the gap', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const sending = digits(call, '5#', {via: 'info', duration: 200, gap: 300, headers: {'X-Key': 'k'}});
    const first = await line.server.next('INFO');
    expect(first.body).to.equal('Signal=5\r\nDuration=200\r\n');
    expect(first.header('content-type')).to.equal('application/dtmf-relay');
    expect(first.header('x-key')).to.equal('k');
    line.server.respond(first, 200);
    const waiting = line.clock.pending;
    await until(() => line.clock.pending !== waiting, 'the gap');
    line.clock.advance(499);
    expect(line.server.count('INFO')).to.equal(1);
    line.clock.advance(1);
    const second = await line.server.next('INFO');
    expect(second.body).to.equal('Signal=#\r\nDuration=200\r\n');
    line.server.respond(second, 200);
    expect(await sending).to.deep.equal(['5 info', '# info']);
  });

  it('are what auto means where the far end does not know RFC 4733', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const answer = await call.far.answer(call.invite.body);
    const body = answer.replace(/^a=(rtpmap|fmtp):\d+ (telephone-event|0-1[56]).*\r\n/gm, '');
    line.server.respond(call.invite, 200, {body});
    await line.server.next('ACK');
    await call.log.until('established');
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    const sending = digits(call, '1', {via: 'auto'});
    line.server.respond(await line.server.next('INFO'), 200);
    expect(await sending).to.deep.equal(['1 info']);
  });

  it('go both ways at once if that is wanted', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const sending = digits(call, '1', {via: 'both'});
    line.server.respond(await line.server.next('INFO'), 200);
    expect((await sending).sort()).to.deep.equal(['1 info', '1 rtp']);
  });

  it('say what the far end made of them', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const sending = failure(digits(call, '12', {via: 'info'}));
    line.server.respond(await line.server.next('INFO'), 415);
    expect(await sending).to.include({code: 'request-refused', status: 415});
    expect(line.server.count('INFO')).to.equal(1);
  });
});

describe('who calls, and how', () => {
  it('is as the call was dialled', async () => {
    const line = await PhoneLine.connected();
    const caller = {name: 'B"ob\r\n', uri: 'sip:2000@example.com', anonymous: false};
    const {session} = line.dial('sip:bob@example.com', AUDIO, {caller, headers: {'X-Ticket': '7'}});
    await session.invite();
    const invite = await line.server.next('INVITE');
    expect(invite.header('from')).to.match(/^"B\\"ob" <sip:2000@example\.com>;tag=/);
    expect(invite.header('x-ticket')).to.equal('7');
    expect(session.inviteRequest?.getHeader('X-TICKET')).to.equal('7');
    expect(session.inviteRequest?.getHeader('f')).to.equal(invite.header('from'));
    expect(session.inviteRequest?.body).to.equal(invite.body);
    expect(session.localIdentity).to.deep.equal({name: 'B"ob', uri: 'sip:2000@example.com', user: '2000'});
  });

  it('is nobody if that is wanted', async () => {
    const line = await PhoneLine.connected();
    const caller = {name: '', uri: 'sip:anonymous@anonymous.invalid', anonymous: true};
    const {session} = line.dial('sip:bob@example.com', AUDIO, {caller});
    await session.invite();
    const invite = await line.server.next('INVITE');
    expect(invite.header('from')).to.match(/<sip:anonymous@anonymous\.invalid>/);
    expect(invite.header('privacy')).to.equal('id');
    expect(invite.header('p-preferred-identity')).to.contain('sip:alice@example.com');
    expect(invite.header('contact')).to.not.contain('alice');
  });

  it('descriptions go through the modifiers, those of re-INVITEs too', async () => {
    const line = await PhoneLine.connected();
    const modifiers = [
      ({type, sdp = ''}: RTCSessionDescriptionInit) => ({type, sdp: `${sdp}a=first\r\n`}),
      ({type, sdp = ''}: RTCSessionDescriptionInit) => Promise.resolve({type, sdp: `${sdp}a=second:${type}\r\n`}),
    ];
    const {session, log} = line.dial('sip:bob@example.com', AUDIO, {modifiers});
    await session.invite();
    const invite = await line.server.next('INVITE');
    expect(invite.body).to.match(/a=first\r\na=second:offer\r\n$/);
    line.server.respond(invite, 200, {body: await line.farEnd().answer(invite.body)});
    await log.until('established');
    const held = failure(session.setHeld(true));
    const again = await line.server.next('INVITE');
    expect(again.body).to.match(/a=second:offer\r\n$/);
    line.server.respond(again, 488);
    expect(await held).to.include({code: 'renegotiation-refused'});
  });

  it('a modifier that fails ends the call, and says so', async () => {
    const line = await PhoneLine.connected();
    const modifiers = [() => Promise.reject(new Error('no'))];
    const {session, log} = line.dial('sip:bob@example.com', AUDIO, {modifiers});
    expect(await failure(session.invite())).to.include({code: 'invalid-argument'});
    await log.end();
    expect(line.server.count('INVITE')).to.equal(0);
  });

  it('the INVITE of a caller can be read as it came', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line, {headers: ['x-ticketId: 7', 'X-ticketId:  8 ']});
    expect(session.inviteRequest).to.include({method: 'INVITE', uri: 'sip:alice@example.com'});
    expect(session.inviteRequest?.headers).to.deep.include({name: 'x-ticketId', value: '7'});
    expect(session.inviteRequest?.headers).to.deep.include({name: 'X-ticketId', value: '8'});
    expect(session.inviteRequest?.body).to.match(/^v=0/);
    expect(session.inviteRequest).to.be.frozen;
  });
});
