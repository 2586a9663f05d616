import {expect} from '@open-wc/testing';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import {directions} from './harness/far-end.js';
import {failure} from './harness/failure.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

/** The connection breaks, and the phone opens another one. */
async function reconnect(line: PhoneLine): Promise<void> {
  const losses = line.lost.length;
  line.server.drop();
  await until(() => line.lost.length > losses, 'the loss');
  await line.engine.connect();
}

/** The far end accepts the next re-INVITE. */
async function agree(call: OutboundCall): Promise<string> {
  const invite = await call.line.server.next('INVITE');
  call.line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
  return invite.body;
}

describe('a call in conversation, after a reconnect', () => {
  it('list B: socket loss: is repaired by a re-INVITE with the Contact, which leaves media that flow alone', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    await reconnect(line);
    const repaired = call.session.repair();
    const invite = await line.server.next('INVITE');
    expect(invite.header('contact')).to.match(/^<sip:.+>/);
    expect(invite.tag('to')).to.equal('peer');
    const ufrag = (sdp: string) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    expect(ufrag(invite.body)).to.equal(ufrag(call.invite.body));
    expect(directions(invite.body)).to.equal('audio:sendrecv');
    line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await repaired;
    expect(call.log.events.slice(-2)).to.deep.equal(['recovering', 'recovered']);
    expect(call.log.media?.phase).to.equal('flowing');
  });

  it('that is held is repaired as held', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    await agree(call);
    await held;
    await reconnect(line);
    const repaired = call.session.repair();
    expect(directions(await agree(call))).to.equal('audio:sendonly');
    await repaired;
  });

  it('ends if the far end does not know it any more', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await reconnect(line);
    const repaired = call.session.repair();
    line.server.respond(await line.server.next('INVITE'), 481);
    expect(await call.log.end()).to.include({by: 'system', cause: 'dialog-gone', code: 481});
    await repaired;
  });

  it('goes on if it is refused for another reason, and it is tried again for half a minute', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await reconnect(line);
    const repaired = call.session.repair();
    for (const [attempt, pause] of [0, 1000, 2000, 4000, 8000, 16_000].entries()) {
      line.clock.advance(pause);
      line.server.respond(await line.server.next('INVITE'), 500);
      const refusals = () => line.logged.filter((text) => text.includes('could not be repaired'));
      await until(() => refusals().length > attempt, 'the refusal to be noted');
      await turn();
    }
    await repaired;
    expect(call.log.events.slice(-2)).to.deep.equal(['recovering', 'recovered']);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('goes on with sound if nobody answers in time', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    await reconnect(line);
    const repaired = call.session.repair();
    line.server.respond(await line.server.next('INVITE'), 408);
    await until(() => line.logged.some((text) => text.includes('could not be repaired')), 'the refusal to be noted');
    await turn();
    line.clock.advance(1000);
    await agree(call);
    await repaired;
    expect(call.log.ends).to.deep.equal([]);
  });

  it('that loses the next connection in the middle of the repair is repaired on the one after', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await reconnect(line);
    const first = call.session.repair();
    await line.server.next('INVITE');
    await reconnect(line);
    const second = call.session.repair();
    await agree(call);
    const again = line.server.next('INVITE');
    void again.then(async (invite) => {
      line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    });
    await Promise.all([first, second]);
    expect(call.log.events.filter((event) => event.startsWith('recover'))).to.deep.equal(['recovering', 'recovered']);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('takes over what was asked for in between', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    const held = call.session.setHeld(true);
    await turn();
    expect(line.server.count('INVITE')).to.equal(1);
    await line.engine.connect();
    expect(directions(await agree(call))).to.equal('audio:sendonly');
    await held;
  });

  it('repeats a change whose answer was lost', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    await line.server.next('INVITE');
    await reconnect(line);
    await agree(call);
    await held;
    expect(call.log.ends).to.deep.equal([]);
  });

  it('does not wait longer than ten seconds for the connection', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    const refused = failure(call.session.setHeld(true));
    line.clock.advance(10_000);
    expect(await refused).to.include({code: 'connection-lost'});
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('a call that rings, after a reconnect', () => {
  it('outbound: the INVITE is repeated, and the call goes on if the server says how things are', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    await reconnect(line);
    const repaired = call.session.repair();
    const again = await line.server.next('INVITE');
    expect(again.text).to.equal(call.invite.text);
    line.server.respond(call.invite, 180);
    await turn();
    line.clock.advance(4000);
    await repaired;
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await call.log.until('established');
  });

  it('outbound: is taken back after four seconds without a response', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    await reconnect(line);
    const repaired = call.session.repair();
    await line.server.next('INVITE');
    await turn();
    line.clock.advance(4000);
    await line.server.next('CANCEL');
    line.clock.advance(5000);
    expect(await call.log.end()).to.include({by: 'system', cause: 'connection-error'});
    expect(line.media.liveTracks).to.equal(0);
    await repaired;
  });

  it('outbound: an INVITE that never got through is answered as usual', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    await reconnect(line);
    const repaired = call.session.repair();
    const again = await line.server.next('INVITE');
    line.server.respond(again, 200, {body: await call.far.answer(again.body)});
    await call.log.until('established');
    line.clock.advance(4000);
    await repaired;
  });

  it('inbound: it can be answered over the new connection', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await reconnect(line);
    await call.session.repair();
    line.server.respond(await line.server.next('OPTIONS'), 200);
    const accepted = call.session.accept({audio: true, video: false});
    const ok = await line.server.next('200 INVITE');
    await call.far.take(ok.body);
    call.request('ACK', 1);
    await accepted;
    await call.log.until('established');
  });

  it('inbound: it stops ringing if the caller has given up meanwhile', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await reconnect(line);
    await call.session.repair();
    line.server.respond(await line.server.next('OPTIONS'), 481);
    expect(await call.log.end()).to.include({by: 'remote', cause: 'canceled'});
  });

  it('inbound: it rings on if the question is not understood', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    await reconnect(line);
    await call.session.repair();
    line.server.respond(await line.server.next('OPTIONS'), 405);
    await turn();
    expect(call.log.ends).to.deep.equal([]);
  });

  it('inbound: an answer that was given without a connection goes out over the next one', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    void call.session.accept({audio: true, video: false});
    await call.log.until('established');
    await line.engine.connect();
    const ok = await line.server.next('200 INVITE');
    await call.far.take(ok.body);
    call.request('ACK', 1);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
  });
});
