import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const SECOND = 1000;

/** A call answered with these header fields. */
async function talking(headers: readonly string[], options: Parameters<typeof PhoneLine.connected>[0] = {}) {
  const line = await PhoneLine.connected(options);
  const call = await ringing(line);
  line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body), headers});
  await line.server.next('ACK');
  await flowing(call);
  return call;
}

/** Waits for media, so that only the session timer can end the call. */
async function flowing({log}: Pick<OutboundCall, 'log'>): Promise<void> {
  await until(() => log.media?.phase === 'flowing', 'media to flow');
}

/** Lets time pass in small steps, so that keep-alives get their pong and due messages are sent. */
async function pass({line}: {line: PhoneLine}, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 2) {
    line.clock.advance(Math.min(left, 2) * SECOND);
    for (let tick = 0; tick < 3; tick++) await Promise.resolve();
  }
  await turn();
}

function origin(sdp: string): string {
  return /^o=.*$/m.exec(sdp)?.[0] ?? '';
}

async function agree(call: OutboundCall, request: SipMessage, headers: readonly string[] = []): Promise<void> {
  const body = request.method === 'INVITE' ? await call.far.answer(request.body) : '';
  call.line.server.respond(request, 200, {body, headers});
  if (request.method === 'INVITE') await call.line.server.next('ACK');
  await turn();
}

describe('list B: session timers, as the caller', () => {
  it('are asked for in the INVITE', async () => {
    const line = await PhoneLine.connected();
    const {invite} = await ringing(line);
    expect(invite.header('session-expires')).to.equal('1800');
    expect(invite.header('min-se')).to.equal('90');
    expect(invite.header('supported')).to.match(/\btimer\b/);
  });

  it('can be done without', async () => {
    const call = await talking([], {sessionExpires: 0});
    expect(call.invite.header('session-expires')).to.equal('');
    expect(call.invite.header('supported')).not.to.match(/\btimer\b/);
    await pass(call, 3600);
    expect(call.line.server.count('INVITE')).to.equal(1);
  });

  it('refresh at half time by UPDATE where the far end allows it', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac', 'Allow: INVITE, ACK, BYE, UPDATE']);
    await pass(call, 299);
    expect(call.line.server.count('UPDATE')).to.equal(0);
    await pass(call, 1);
    const update = await call.line.server.next('UPDATE');
    expect(update.body).to.equal('');
    expect(update.header('session-expires')).to.equal('600;refresher=uac');
    await agree(call, update, ['Session-Expires: 600;refresher=uac']);
    await pass(call, 300);
    await agree(call, await call.line.server.next('UPDATE'));
    expect(call.log.ends).to.deep.equal([]);
    expect(call.line.server.count('INVITE')).to.equal(1);
  });

  it('refresh by a re-INVITE with the description of last time, and touch no media', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac']);
    const {media} = call.log;
    await pass(call, 300);
    const invite = await call.line.server.next('INVITE');
    expect(origin(invite.body)).to.equal(origin(call.invite.body));
    await agree(call, invite, ['Session-Expires: 600;refresher=uac']);
    expect(call.log.media).to.equal(media);
    const held = call.session.setHeld(true);
    const change = await call.line.server.next('INVITE');
    expect(origin(change.body)).not.to.equal(origin(call.invite.body));
    await agree(call, change);
    await held;
  });

  it('refresh also where the far end knows nothing of them', async () => {
    const call = await talking([]);
    await pass(call, 900);
    await agree(call, await call.line.server.next('INVITE'));
    await pass(call, 900);
    await agree(call, await call.line.server.next('INVITE'));
  });

  it('count any other re-INVITE as a refresh', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac']);
    await pass(call, 200);
    const held = call.session.setHeld(true);
    const invite = await call.line.server.next('INVITE');
    expect(invite.header('session-expires')).to.equal('600;refresher=uac');
    await agree(call, invite, ['Session-Expires: 600;refresher=uac']);
    await held;
    await pass(call, 299);
    expect(call.line.server.count('INVITE')).to.equal(2);
    await pass(call, 1);
    await agree(call, await call.line.server.next('INVITE'));
  });

  it('end the call when the far end does not refresh', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uas']);
    await pass(call, 567);
    expect(call.log.ends).to.deep.equal([]);
    await pass(call, 1);
    await call.line.server.next('BYE');
    expect(await call.log.end()).to.include({cause: 'session-expired', by: 'system', failed: true});
  });

  it('go on when the far end refreshes', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uas']);
    await pass(call, 300);
    call.request('UPDATE', 1, '', ['Session-Expires: 600;refresher=uac', 'Supported: timer']);
    const ok = await call.line.server.next('200 UPDATE');
    expect(ok.header('session-expires')).to.equal('600;refresher=uac');
    expect(ok.header('require')).to.equal('timer');
    await pass(call, 567);
    expect(call.log.ends).to.deep.equal([]);
    call.request('INVITE', 2, await call.far.offer(), ['Session-Expires: 600;refresher=uac', 'Supported: timer']);
    const answer = await call.line.server.next('200 INVITE');
    expect(answer.header('session-expires')).to.equal('600;refresher=uac');
    call.request('ACK', 2);
    await pass(call, 568);
    expect(await call.log.end()).to.include({cause: 'session-expired'});
  });

  for (const status of [408, 481]) {
    it(`a refresh that is answered ${String(status)} ends the call`, async () => {
      const call = await talking(['Session-Expires: 600;refresher=uac']);
      await pass(call, 300);
      call.line.server.respond(await call.line.server.next('INVITE'), status);
      expect(await call.log.end()).to.include({cause: status === 481 ? 'dialog-gone' : 'timeout', by: 'system'});
      await call.line.server.next('BYE');
    });
  }

  it('a refresh that is refused otherwise leaves the call alone, and is tried again', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac']);
    await pass(call, 300);
    call.line.server.respond(await call.line.server.next('INVITE'), 488);
    await call.line.server.next('ACK');
    await turn();
    expect(call.log.ends).to.deep.equal([]);
    await pass(call, 300);
    await agree(call, await call.line.server.next('INVITE'));
  });

  it('a refresh without any answer ends the call after 32 seconds', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac']);
    await pass(call, 300);
    await call.line.server.next('INVITE');
    await pass(call, 32);
    expect(await call.log.end()).to.include({cause: 'timeout', by: 'system'});
  });

  it('a refresh due while the connection is down is made up for', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac', 'Allow: UPDATE']);
    call.line.server.drop();
    await until(() => call.line.lost.length > 0, 'the loss');
    await pass(call, 400);
    expect(call.log.ends).to.deep.equal([]);
    await call.line.engine.connect();
    await agree(call, await call.line.server.next('UPDATE'));
  });

  it('no session expires while the connection is down: it is asked for afterwards', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uas', 'Allow: UPDATE']);
    call.line.server.drop();
    await until(() => call.line.lost.length > 0, 'the loss');
    await pass(call, 700);
    expect(call.log.ends).to.deep.equal([]);
    await call.line.engine.connect();
    call.line.server.respond(await call.line.server.next('UPDATE'), 481);
    expect(await call.log.end()).to.include({cause: 'dialog-gone'});
  });

  it('422 to the INVITE is answered with a longer interval', async () => {
    const line = await PhoneLine.connected({sessionExpires: 120});
    const call = await ringing(line);
    expect(call.invite.header('session-expires')).to.equal('120');
    line.server.respond(call.invite, 422, {headers: ['Min-SE: 700']});
    await line.server.next('ACK');
    const again = await line.server.next('INVITE');
    expect(again.header('session-expires')).to.equal('700');
    expect(again.header('min-se')).to.equal('700');
    expect(again.header('call-id')).to.equal(call.invite.header('call-id'));
    expect(again.cseq).to.equal(call.invite.cseq + 1);
    line.server.respond(again, 200, {body: await call.far.answer(again.body)});
    await call.log.until('established');
  });

  it('422 again and again is the end', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    let {invite} = call;
    for (let round = 1; round <= 4; round++) {
      line.server.respond(invite, 422, {headers: [`Min-SE: ${String(1800 + round)}`]});
      if (round < 4) invite = await line.server.next('INVITE');
    }
    expect(await call.log.end()).to.include({code: 422, failed: true});
  });

  it('422 to a refresh is answered with a longer interval', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uac']);
    await pass(call, 300);
    call.line.server.respond(await call.line.server.next('INVITE'), 422, {headers: ['Min-SE: 900']});
    await turn();
    call.line.clock.advance(0);
    const again = await call.line.server.next('INVITE');
    expect(again.header('session-expires')).to.equal('900;refresher=uac');
    await agree(call, again);
  });
});

describe('list B: session timers, as the called', () => {
  const cases: readonly (readonly [what: string, headers: readonly string[], answer: string])[] = [
    ['that asks for it refreshes', ['Supported: timer', 'Session-Expires: 600'], '600;refresher=uac'],
    ['may leave it to us', ['Supported: timer', 'Session-Expires: 600;refresher=uas'], '600;refresher=uas'],
    ['that knows of it and does not ask leaves it to us', ['Supported: timer'], '1800;refresher=uas'],
    ['that knows nothing of it leaves it to us', [], '1800;refresher=uas'],
    ['gets no more than we want', ['Supported: timer', 'Session-Expires: 7200'], '1800;refresher=uac'],
    ['gets what it needs', ['Supported: timer', 'Session-Expires: 7200', 'Min-SE: 3600'], '3600;refresher=uac'],
  ];
  for (const [what, headers, answer] of cases) {
    it(`a caller ${what}`, async () => {
      const line = await PhoneLine.connected();
      const call = await called(line, {headers});
      const accepting = call.session.accept({audio: true, video: false});
      const ok = await line.server.next('200 INVITE');
      expect(ok.header('session-expires')).to.equal(answer);
      expect(ok.header('require')).to.equal(answer.endsWith('uac') ? 'timer' : '');
      await accepting;
      await call.far.take(ok.body);
      call.request('ACK', 1);
      await flowing(call);
      const [seconds, role] = answer.split(';refresher=');
      await pass(call, Number(seconds) / 2);
      expect(line.server.count('INVITE')).to.equal(role === 'uas' ? 1 : 0);
    });
  }

  it('a caller that wants it too often is answered 422', async () => {
    const line = await PhoneLine.connected();
    line.server.request('INVITE', {
      callId: 'short',
      from: '<sip:bob@example.com>;tag=far',
      to: '<sip:alice@example.com>',
      cseq: 1,
      headers: ['Supported: timer', 'Session-Expires: 60'],
      body: await line.farEnd().offer(),
    });
    expect((await line.server.next('422 INVITE')).header('min-se')).to.equal('90');
    expect(line.incoming).to.have.length(0);
  });

  it('a caller that wants it too often and would not understand 422 gets it', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line, {headers: ['Session-Expires: 60']});
    void call.session.accept({audio: true, video: false});
    expect((await line.server.next('200 INVITE')).header('session-expires')).to.equal('60;refresher=uas');
  });

  it('a refresh that comes too often is answered 422, and the call goes on', async () => {
    const call = await talking(['Session-Expires: 600;refresher=uas']);
    call.request('INVITE', 1, await call.far.offer(), ['Supported: timer', 'Session-Expires: 30']);
    expect((await call.line.server.next('422 INVITE')).header('min-se')).to.equal('90');
    call.request('UPDATE', 2, '', ['Supported: timer', 'Session-Expires: 30']);
    await call.line.server.next('422 UPDATE');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('a call without an answer to its change', () => {
  it('list B: 491/481/408: silence for 32 seconds is the end of the call', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await flowing(call);
    const held = failure(call.session.setHeld(true));
    await line.server.next('INVITE');
    await pass(call, 32);
    expect(await held).to.include({code: 'renegotiation-refused', status: 408});
    expect(await call.log.end()).to.include({cause: 'timeout', by: 'system'});
    await line.server.next('BYE');
  });
});
