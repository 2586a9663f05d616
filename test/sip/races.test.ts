import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

describe('requests that overtake the answer', () => {
  it('BYE: the call ends, and nobody keeps a ghost of it', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const body = await call.far.answer(call.invite.body);
    line.server.respond(call.invite, 200, {body});
    call.request('BYE', 1);
    await line.server.next('200 BYE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(call.log.events.filter((event) => event === 'ended')).to.have.length(1);
    expect(line.media.liveTracks).to.equal(0);
    await call.session.end({status: 486});
    expect(line.server.count('BYE')).to.equal(0);
  });

  it('re-INVITE: it is answered, and so is the one after it', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    const body = await call.far.answer(call.invite.body);
    const offer = await call.far.offer();
    line.server.respond(call.invite, 200, {body});
    call.request('INVITE', 1, offer);
    const ok = await line.server.next('200 INVITE');
    await call.far.take(ok.body);
    call.request('ACK', 1);
    call.request('INVITE', 2, await call.far.offer());
    await line.server.next('200 INVITE');
    expect(call.log.events).to.include('established');
  });

  it('INFO: its digit is told', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    call.request('INFO', 1, 'Signal=7\r\nDuration=160\r\n', [], 'application/dtmf-relay');
    await line.server.next('200 INFO');
    await until(() => call.log.digits.length > 0, 'a digit');
    expect(call.log.digits).to.deep.equal(['7 info']);
  });

  it('of a call that fails after all are answered 481', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {body: 'v=0\r\nnonsense\r\n'});
    call.request('INFO', 1);
    await line.server.next('481 INFO');
    expect(await call.log.end()).to.include({cause: 'bad-session-description'});
  });
});

describe('listeners that throw', () => {
  it('stop neither the session nor the connection', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    for (const name of ['trying', 'ringing', 'established', 'mediaChanged'] as const) {
      call.log[name] = () => {
        throw new Error(`from ${name}`);
      };
    }
    call.log.onEnded = () => {
      throw new Error('from ended');
    };
    line.server.respond(call.invite, 180);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await line.server.next('ACK');
    call.request('BYE', 1);
    await line.server.next('200 BYE');
    await call.log.end();
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures.join()).to.include('from established').and.include('from ended');
    const next = await answered(line);
    expect(next.log.events).to.include('established');
  });

  it('of an incoming call leave no phone ringing', async () => {
    const line = await PhoneLine.connected({unattended: true});
    line.incoming.push = () => {
      throw new Error('from incoming');
    };
    line.server.request('INVITE', {
      callId: 'c',
      cseq: 1,
      from: '<sip:bob@example.com>;tag=x',
      to: '<sip:alice@example.com>',
      body: await line.farEnd().offer(),
    });
    await line.server.next('480 INVITE');
    expect(line.failures.join()).to.include('from incoming');
  });
});

describe('hanging up', () => {
  it('twice ends once', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const both = Promise.all([call.session.end({status: 486}), call.session.end({status: 486})]);
    line.server.respond(await line.server.next('BYE'), 200);
    await both;
    await call.session.end({status: 486});
    expect(call.log.ends).to.have.length(1);
    expect(line.server.count('BYE')).to.equal(1);
  });

  it('before anything happened sends nothing', async () => {
    const line = await PhoneLine.connected();
    const {session, log} = line.dial();
    await session.end({status: 486});
    expect(log.ends).to.have.length(1);
    expect(line.server.summaries()).to.deep.equal([]);
    expect(await failure(session.invite())).to.include({code: 'invalid-state'});
  });

  it('offline ends the call here', async () => {
    const line = await PhoneLine.connected();
    const established = await answered(line);
    const calling = await ringing(line);
    const inbound = await called(line);
    line.server.drop();
    await until(() => line.lost.length === 1, 'the loss');
    for (const {session, log} of [established, calling, inbound]) {
      const ending = session.end({status: 486});
      await log.end();
      line.clock.advance(2000);
      await ending;
      expect(log.ends).to.have.length(1);
    }
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures).to.deep.equal([]);
  });

  it('has told and stopped everything before end() resolves', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    let live = -1;
    call.log.onEnded = () => {
      live = line.media.liveTracks;
    };
    const ending = call.session.end({status: 486}).then(() => call.log.ends.length);
    line.server.respond(await line.server.next('BYE'), 200);
    expect(await ending).to.equal(1);
    expect(live).to.equal(0);
  });

  it('puts BYE on the wire before it returns: a page that closes has no later', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const socket = line.server.sockets[0]!;
    const sent: string[] = [];
    const send = socket.send.bind(socket);
    socket.send = (text) => {
      sent.push(text.split(' ')[0]!);
      send(text);
    };
    void call.session.end({status: 480});
    expect(sent).to.deep.equal(['BYE']);
  });

  it('a BYE that is challenged is sent again with credentials', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const ending = call.session.end({status: 486});
    const first = await line.server.next('BYE');
    line.server.respond(first, 407, {headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"']});
    const second = await line.server.next('BYE');
    expect(second.header('proxy-authorization')).to.match(/^Digest /);
    line.server.respond(second, 200);
    await ending;
  });

  it('a BYE without an answer keeps nobody waiting for more than two seconds', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const ending = call.session.end({status: 486});
    await line.server.next('BYE');
    await call.log.end();
    line.clock.advance(2000);
    await ending;
  });
});

describe('a lost connection', () => {
  it('is told once and ends no session; afterwards the session goes on over the new socket', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    await turn();
    expect(line.lost.map(({code}) => code)).to.deep.equal(['connection-lost']);
    expect(call.log.ends).to.deep.equal([]);
    expect(call.log.media?.phase).to.equal('flowing');
    await line.engine.connect();
    expect(line.server.sockets).to.have.length(2);
    const held = call.session.setHeld(true);
    const invite = await line.server.next('INVITE');
    line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await held;
    call.request('BYE', 1);
    await line.server.next('200 BYE');
    await call.log.end();
  });

  it('refuses a change of a session if it does not come back, and leaves it as it was', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    const refused = failure(call.session.setHeld(true));
    line.clock.advance(10_000);
    expect(await refused).to.include({code: 'connection-lost'});
    await line.engine.connect();
    const held = call.session.setHeld(true);
    const invite = await line.server.next('INVITE');
    line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await held;
  });

  it('takes the refreshing of the binding with it', async () => {
    const line = await PhoneLine.connected();
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200);
    await registered;
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    line.clock.advance(600_000);
    await turn();
    expect(line.registrationLost).to.deep.equal([]);
    expect(line.server.count('REGISTER')).to.equal(1);
  });
});

describe('the connection', () => {
  it('that cannot be made rejects with server-unreachable, and can be tried again', async () => {
    const line = await PhoneLine.open();
    line.server.reachable = false;
    expect(await failure(line.engine.connect())).to.include({code: 'server-unreachable'});
    line.server.reachable = true;
    await line.engine.connect();
    expect(line.lost).to.deep.equal([]);
  });

  it('is opened with the sub-protocol sip, closed by us without a report, and opened again', async () => {
    const line = await PhoneLine.connected();
    expect(line.server.sockets[0]).to.include({url: 'ws://sip.test/ws', protocol: 'sip'});
    await line.engine.disconnect();
    await line.engine.connect();
    expect(line.server.sockets).to.have.length(2);
    expect(line.lost).to.deep.equal([]);
  });

  it('that does not close is left behind at once', async () => {
    const line = await PhoneLine.connected();
    line.server.sockets[0]!.close = () => undefined;
    await line.engine.disconnect();
    await line.engine.connect();
    expect(line.server.sockets).to.have.length(2);
    const call = await answered(line);
    expect(call.log.events).to.include('established');
  });

  it('two callers get the same', async () => {
    const line = await PhoneLine.open();
    await Promise.all([line.engine.connect(), line.engine.connect()]);
    expect(line.server.sockets).to.have.length(1);
  });
});

describe('destroying the engine', () => {
  it('hangs up, unregisters, closes the connection and leaves no timer', async () => {
    const line = await PhoneLine.connected();
    line.server.auto = (message) => {
      if (message.method === 'REGISTER' || message.method === 'BYE') line.server.respond(message, 200);
      return message.method === 'REGISTER';
    };
    await line.engine.register();
    const call = await answered(line);
    const inbound = await called(line);
    await line.engine.destroy();
    expect(call.log.ends[0]).to.include({by: 'local', cause: 'hangup'});
    expect(inbound.log.ends).to.have.length(1);
    expect(line.server.summaries().slice(-3)).to.deep.equal(['BYE', '480 INVITE', 'REGISTER']);
    await until(() => line.server.sockets[0]?.closed === true, 'the socket to close');
    expect(line.media.liveTracks).to.equal(0);
    expect(line.clock.pending).to.equal(0);
    expect(line.lost).to.deep.equal([]);
    expect(await failure(line.engine.connect())).to.include({code: 'invalid-state'});
    expect(() => line.dial())
      .to.throw()
      .with.property('code', 'invalid-state');
  });

  it('has said all there is to say before it waits for the first answer, as a page that dies needs it', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200);
    await registered;
    const before = line.server.log.length;
    void line.engine.destroy();
    await turn();
    expect(line.server.summaries().slice(before).sort()).to.deep.equal(['BYE', 'REGISTER']);
    expect(line.server.log.at(-1)?.header('contact')).to.match(/;expires=0$/);
    expect(call.log.ends).to.have.length(1);
  });

  it('can be asked for twice and offline', async () => {
    const line = await PhoneLine.open();
    await Promise.all([line.engine.destroy(), line.engine.destroy()]);
    expect(line.clock.pending).to.equal(0);
  });
});

describe('requests inside a call', () => {
  it('MESSAGE is refused; NOTIFY and unknown INFO are taken, and do no harm', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('MESSAGE', 1, 'hello', [], 'text/plain');
    await line.server.next('405 MESSAGE');
    call.request('NOTIFY', 2, '', ['Event: refer', 'Subscription-State: active']);
    await line.server.next('200 NOTIFY');
    call.request('INFO', 3, '<media_control/>', [], 'application/media_control+xml');
    await line.server.next('200 INFO');
    expect(call.log.digits).to.deep.equal([]);
    expect(call.log.ends).to.deep.equal([]);
  });

  it('list B: INFO: digits come in both formats', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('INFO', 1, 'Signal= #\r\nDuration= 100\r\n', [], 'application/dtmf-relay');
    call.request('INFO', 2, '5', [], 'application/dtmf');
    call.request('INFO', 3, 'Signal=10', [], 'Application/DTMF-Relay');
    call.request('INFO', 4, 'Signal=hello', [], 'application/dtmf-relay');
    for (let answers = 0; answers < 4; answers++) await line.server.next('200 INFO');
    await turn();
    expect(call.log.digits).to.deep.equal(['# info', '5 info', '* info']);
  });
});
