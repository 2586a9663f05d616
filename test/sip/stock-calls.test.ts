import {expect} from '@open-wc/testing';
import {Registerer, SessionState} from 'sip.js';
import type {FarEnd} from './harness/far-end.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import type {ScriptedServer} from './harness/scripted-server.js';
import type {SipMessage} from './harness/sip-message.js';
import {closeStockPhones, stockAnswered, stockCalled, StockPhone, stockRinging} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(async () => {
  await closeStockPhones();
  await closeLines();
});

/** Voice-mail plays early media, and then the desk answers. */
async function forked(
  call: {readonly invite: SipMessage; readonly far: FarEnd},
  {server, farEnd}: {readonly server: ScriptedServer; readonly farEnd: () => FarEnd},
  early: () => Promise<void>,
): Promise<void> {
  server.respond(call.invite, 183, {tag: 'voicemail', body: await call.far.answer(call.invite.body)});
  await early();
  server.respond(call.invite, 200, {tag: 'desk', body: await farEnd().answerUnreached(call.invite.body)});
  await server.next('ACK');
}

describe('list B: early media', () => {
  it('stock SIP.js: loses the call when another phone of a fork answers', async () => {
    const phone = await StockPhone.connected();
    const call = await stockRinging(phone, {earlyMedia: true});
    await forked(call, {server: phone.server, farEnd: () => phone.farEnd()}, async () => {
      await until(() => call.inviter.sessionDescriptionHandler !== undefined, 'early media');
    });
    expect((await phone.server.next('BYE')).tag('to')).to.equal('desk');
    expect(call.inviter.state).to.equal(SessionState.Terminated);
  });

  it('the call goes on with the phone that answered, whose media come by re-INVITE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    await forked(call, {server: line.server, farEnd: () => line.farEnd()}, () => call.log.until('early'));
    await call.log.until('established');
    const again = await line.server.next('INVITE');
    expect(again.tag('to')).to.equal('desk');
    line.server.respond(again, 200, {body: await line.farEnd().answer(again.body)});
    await line.server.next('ACK');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('list B: forking', () => {
  it('the second phone that answers is hung up on, and the call goes on with the first', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.respond(call.invite, 200, {tag: 'second', body: await line.farEnd().answerUnreached(call.invite.body)});
    expect((await line.server.next('BYE')).tag('to')).to.equal('second');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('list B: incoming INVITE', () => {
  it('stock SIP.js: ends a call that nobody takes, and says nothing of why', async () => {
    const phone = await StockPhone.connected({noAnswerTimeout: 0.1});
    const {invitation} = await stockCalled(phone);
    const told: string[] = [];
    invitation.delegate = {onCancel: () => void told.push('cancel'), onBye: () => void told.push('bye')};
    await phone.server.next('480 INVITE');
    await until(() => invitation.state === SessionState.Terminated, 'the end');
    expect(told).to.deep.equal([]);
  });

  it('ends a call that nobody takes, as not answered', async () => {
    const line = await PhoneLine.connected({answerTimeout: 20});
    const call = await called(line);
    line.clock.advance(20_000);
    await line.server.next('480 INVITE');
    expect(await call.log.end()).to.include({cause: 'no-answer'});
  });
});

describe('list B: instance id', () => {
  const instance = (message: SipMessage) => /\+sip\.instance="([^"]+)"/.exec(message.header('contact'))?.[1];

  it('stock SIP.js: has another one after each reload, and does not register it', async () => {
    const ids: string[] = [];
    for (let page = 0; page < 2; page++) {
      const {agent, server} = await StockPhone.connected();
      ids.push((agent as unknown as {_instanceId: string})._instanceId);
      void new Registerer(agent).register();
      expect(instance(await server.next('REGISTER'))).to.equal(undefined);
    }
    expect(ids[0]).to.match(/./).and.not.to.equal(ids[1]);
  });

  it('is registered, and the same after a reload', async () => {
    const ids: (string | undefined)[] = [];
    for (let page = 0; page < 2; page++) {
      const line = await PhoneLine.connected();
      void line.engine.register().catch(() => undefined); // Nobody answers this REGISTER.
      ids.push(instance(await line.server.next('REGISTER')));
      await closeLines();
    }
    expect(ids[0])
      .to.match(/^<urn:uuid:/)
      .and.to.equal(ids[1]);
  });
});

describe('list B: unload', () => {
  it('stock SIP.js: waits for the registrar before it hangs up, which is too late', async () => {
    const phone = await StockPhone.connected();
    const call = await stockAnswered(phone);
    const registerer = new Registerer(phone.agent);
    await registerer.register();
    const register = await phone.server.next('REGISTER');
    phone.server.respond(register, 200, {contact: `${/<[^>]+>/.exec(register.header('contact'))![0]};expires=600`});
    await turn();
    void phone.agent.stop();
    await turn();
    expect(call.inviter.state).to.equal(SessionState.Established);
    expect(phone.server.summaries().slice(-1)).to.deep.equal(['REGISTER']);
  });

  it('all is said in the same turn', async () => {
    const line = await PhoneLine.connected({recover: false});
    await answered(line);
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200);
    await registered;
    const before = line.server.log.length;
    void line.engine.leave();
    await turn();
    expect(line.server.summaries().slice(before).sort()).to.deep.equal(['BYE', 'REGISTER']);
  });
});

describe('list B: ACK with routes', () => {
  const ROUTES = ['<sip:edge.example.com;lr>', '<sip:home.example.com;lr>'];
  async function acknowledged(server: ScriptedServer, invite: SipMessage): Promise<string> {
    expect(invite.all('route').join()).to.equal(ROUTES.join());
    server.respond(invite, 486);
    return (await server.next('ACK')).all('route').join();
  }

  it('stock SIP.js: has the first only', async () => {
    const phone = await StockPhone.connected({preloadedRouteSet: ROUTES});
    const {invite} = await stockRinging(phone);
    expect(await acknowledged(phone.server, invite)).to.equal(ROUTES[0]);
  });

  it('has all of them (RFC 3261 section 17.1.1.3)', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    const register = await line.server.next('REGISTER');
    line.server.respond(register, 200, {headers: [`Service-Route: ${ROUTES.join(', ')}`]});
    await registered;
    const {invite} = await ringing(line);
    expect(await acknowledged(line.server, invite)).to.equal(ROUTES.join());
  });
});
