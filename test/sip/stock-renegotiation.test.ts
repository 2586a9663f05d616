import {expect} from '@open-wc/testing';
import {SessionState, type SessionInviteOptions} from 'sip.js';
import {failure} from './harness/failure.js';
import {directions} from './harness/far-end.js';
import {closeLines} from './harness/phone-line.js';
import {closeStockPhones} from './harness/stock-phone.js';
import {offer, ourTalk, stockTalk, type OurTalk, type StockTalk} from './harness/talk.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

const HOLD: SessionInviteOptions = {sessionDescriptionHandlerOptions: {hold: true} as object};

/** SIP.js asks for a hold, and is refused. */
async function stockRefused({call, server}: StockTalk, status: number): Promise<void> {
  const refused = new Promise<void>((resolve) => {
    void call.inviter.invite({...HOLD, requestDelegate: {onReject: () => resolve()}});
  });
  server.respond(await server.next('INVITE'), status);
  await refused;
}

/** Our phone asks for a hold, and is refused; resolves when the page knows. */
async function refused({call, server}: OurTalk, status: number): Promise<Error> {
  const held = failure(call.session.setHeld(true));
  server.respond(await server.next('INVITE'), status);
  return held;
}

/** A hold that is asked for and agreed on. */
async function hold({call, server, far}: OurTalk): Promise<void> {
  const held = call.session.setHeld(true);
  const invite = await server.next('INVITE');
  expect(directions(invite.body)).to.equal('audio:sendonly');
  server.respond(invite, 200, {body: await far.answer(invite.body)});
  await held;
}

describe('A1: a re-INVITE that is refused', () => {
  it('A1 stock SIP.js: there is never another one, and those of the far end are refused', async () => {
    const talk = await stockTalk();
    await stockRefused(talk, 488);
    expect((await failure(talk.call.inviter.invite())).message).to.match(/have-local-offer/);
    talk.send('INVITE', 1, await talk.far.offer());
    await talk.server.next('488 INVITE');
  });

  it('A1: leaves the call as it was, for changes of both sides', async () => {
    const talk = await ourTalk();
    expect(await refused(talk, 488)).to.include({code: 'renegotiation-refused', status: 488});
    expect(await offer(talk, 1, () => undefined)).to.equal('audio:sendrecv');
    await hold(talk);
  });
});

describe('list B: 3xx', () => {
  it('stock SIP.js: a re-INVITE that is redirected stays open for ever, and nobody is told', async () => {
    const {call, server} = await stockTalk();
    void call.inviter.invite(HOLD);
    server.respond(await server.next('INVITE'), 302);
    await server.next('ACK');
    await turn();
    expect((await failure(call.inviter.invite())).message).to.match(/in progress/);
  });

  it('a re-INVITE that is redirected is refused, and the next one works', async () => {
    const talk = await ourTalk();
    expect(await refused(talk, 302)).to.include({code: 'renegotiation-refused', status: 302});
    await hold(talk);
  });
});

describe('list B: 491/481/408', () => {
  for (const status of [481, 408]) {
    it(`stock SIP.js: stays in a call that the far end does not know any more (${String(status)})`, async () => {
      const talk = await stockTalk();
      await stockRefused(talk, status);
      expect(talk.call.inviter.state).to.equal(SessionState.Established);
    });

    it(`a call that the far end does not know any more ends (${String(status)})`, async () => {
      const talk = await ourTalk();
      await refused(talk, status);
      expect(await talk.call.log.end()).to.include({by: 'system', failed: true});
    });
  }

  it('stock SIP.js: does not try again after 491', async () => {
    const talk = await stockTalk();
    await stockRefused(talk, 491);
    expect((await failure(talk.call.inviter.invite(HOLD))).message).to.match(/have-local-offer/);
  });

  it('491 is tried again after the time of RFC 3261 section 14.1', async () => {
    const {call, server, far} = await ourTalk();
    const timers = call.line.waiting;
    const held = call.session.setHeld(true);
    server.respond(await server.next('INVITE'), 491);
    await until(() => call.line.waiting > timers, 'the delay');
    call.line.clock.advance(4000);
    const again = await server.next('INVITE');
    server.respond(again, 200, {body: await far.answer(again.body)});
    await held;
  });
});

describe('list B: glare', () => {
  it('stock SIP.js: has made its offer before it sees that one of the far end is open, and is stuck with it', async () => {
    const {call, server, far, send} = await stockTalk();
    send('INVITE', 1, await far.offer());
    const {body} = await server.next('200 INVITE');
    expect((await failure(call.inviter.invite(HOLD))).message).to.match(/ongoing re-INVITE server transaction/);
    await far.take(body);
    send('ACK', 1);
    await turn();
    expect((await failure(call.inviter.invite(HOLD))).message).to.match(/have-local-offer/);
  });

  it('our offer waits until that of the far end is done with', async () => {
    const talk = await ourTalk();
    talk.send('INVITE', 1, await talk.far.offer());
    const {body} = await talk.server.next('200 INVITE');
    const held = hold(talk);
    await turn();
    expect(talk.server.count('INVITE')).to.equal(1);
    await talk.far.take(body);
    talk.send('ACK', 1);
    await held;
  });
});
