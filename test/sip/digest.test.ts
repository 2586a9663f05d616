import {expect} from '@open-wc/testing';
import {Registerer, SessionState} from 'sip.js';
import type {SessionDialog} from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {CredentialsQuestion, CredentialsSource} from '../../src/core/config/credentials.js';
import {sha256} from '../../src/sip/authentication/hashes.js';
import {answer, answers} from './harness/digest-answer.js';
import {failure} from './harness/failure.js';
import {answered, closeLines, PhoneLine, ringing, type LineOptions} from './harness/phone-line.js';
import type {ScriptedServer} from './harness/scripted-server.js';
import type {SipMessage} from './harness/sip-message.js';
import {closeStockPhones, StockPhone, stockAnswered, stockRinging} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(async () => {
  await closeStockPhones();
  await closeLines();
});

const WWW = 'WWW-Authenticate: ';
const PROXY = 'Proxy-Authenticate: ';
const MD5 = 'Digest realm="r", nonce="n-md5", algorithm=MD5, qop="auth"';
const SHA = 'Digest realm="r", nonce="n-sha", algorithm=SHA-256, qop="auth"';

/** Registers; returns the second REGISTER, which follows a 401 with these challenges. */
async function challenged(headers: readonly string[], options: LineOptions = {}) {
  const line = await PhoneLine.connected(options);
  const registered = line.engine.register();
  // A test that cares about the result awaits it; in the others the rejection must not count as unhandled.
  registered.catch(() => undefined);
  const first = await line.server.next('REGISTER');
  line.server.respond(first, 401, {headers: headers.map((value) => WWW + value), contact: null});
  const second = await line.server.next('REGISTER');
  return {line, registered, first, second};
}

function accept(line: PhoneLine, request: SipMessage, headers: readonly string[] = []): void {
  const contact = /<[^>]+>/.exec(request.header('contact'))?.[0] ?? '';
  line.server.respond(request, 200, {contact: `${contact};expires=600`, headers});
}

/** Returns plain SIP.js, which has sent a REGISTER. */
async function stockRegistering(): Promise<StockPhone> {
  const stock = await StockPhone.connected();
  void new Registerer(stock.agent).register();
  return stock;
}

/** Returns the second REGISTER of plain SIP.js, which follows a 401 with these challenges. */
async function stockRegister(headers: readonly string[]): Promise<SipMessage | undefined> {
  const stock = await stockRegistering();
  stock.server.respond(await stock.server.next('REGISTER'), 401, {headers: headers.map((value) => WWW + value)});
  await turn();
  await turn();
  return stock.server.log[1];
}

describe('list B: digest', () => {
  const cases: Record<string, [string[], string, string]> = {
    MD5: [[MD5], 'MD5', 'auth'],
    'no algorithm and no qop': [['Digest realm="r", nonce="n"'], 'MD5', ''],
    'SHA-256 alone': [[SHA], 'SHA-256', 'auth'],
    'SHA-256 in small letters': [[SHA.replace('SHA', 'sha')], 'sha-256', 'auth'],
    'MD5, then SHA-256': [[MD5, SHA], 'SHA-256', 'auth'],
    'SHA-256, then MD5': [[SHA, MD5], 'SHA-256', 'auth'],
    'both in one header field': [[`${MD5}, ${SHA}`], 'SHA-256', 'auth'],
    'MD5-sess': [[MD5.replace('MD5', 'MD5-sess')], 'MD5-sess', 'auth'],
    'SHA-256-sess': [[SHA.replace('SHA-256', 'SHA-256-sess')], 'SHA-256-sess', 'auth'],
    'SHA-512-256, which we do not have, then MD5': [[SHA.replace('SHA-256', 'SHA-512-256'), MD5], 'MD5', 'auth'],
    'AKA before MD5': [['Digest realm="r", nonce="n", algorithm=AKAv1-MD5', MD5], 'MD5', 'auth'],
    'auth-int alone': [[MD5.replace('"auth"', '"auth-int"')], 'MD5', 'auth-int'],
    'auth-int before auth': [[MD5.replace('"auth"', '"auth-int, auth"')], 'MD5', 'auth'],
    'qop without quotes': [[MD5.replace('"auth"', 'auth')], 'MD5', 'auth'],
    'a qop that nobody knows beside one that we do': [[MD5.replace('"auth"', '"x,auth"')], 'MD5', 'auth'],
    'a scheme that is none of ours before': [['Basic realm="r"', 'NTLM', MD5], 'MD5', 'auth'],
  };
  for (const [what, [headers, algorithm, qop]] of Object.entries(cases)) {
    it(`answers ${what}`, async () => {
      const {line, registered, second} = await challenged(headers);
      const given = answer(second, 'authorization');
      expect(given.get('algorithm')).to.equal(algorithm);
      expect(given.get('qop')).to.equal(qop);
      expect(given.get('username')).to.equal('alice');
      expect(given.isBy('secret')).to.equal(true);
      accept(line, second);
      await registered;
    });
  }

  it('gives back what is opaque, and nothing that was not there', async () => {
    const {second} = await challenged([`${MD5}, opaque="o=1,2"`]);
    expect(answer(second, 'authorization').get('opaque')).to.equal('o=1,2');
    const other = await challenged([MD5]);
    expect(other.second.header('authorization')).not.to.contain('opaque');
  });

  it('covers the real body with auth-int', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5.replace('"auth"', '"auth-int"')]});
    const second = await line.server.next('INVITE');
    expect(second.body).to.include('m=audio');
    const given = answer(second, 'proxy-authorization');
    expect(given.get('qop')).to.equal('auth-int');
    expect(given.isBy('secret')).to.equal(true);
  });

  it('takes the user of the credentials before that of the address, and escapes it', async () => {
    const {second} = await challenged([MD5], {credentials: {username: 'a"b', password: 'p'}});
    expect(second.header('authorization')).to.include('username="a\\"b"');
  });

  it('takes HA1 in the place of a password, for its own algorithm only', async () => {
    const ha1 = sha256('alice:r:secret');
    const {second} = await challenged([MD5, SHA], {credentials: {ha1, algorithm: 'SHA-256'}});
    expect(answer(second, 'authorization').isBy('secret')).to.equal(true);
    const line = await PhoneLine.connected({credentials: {ha1, algorithm: 'SHA-256'}});
    const registered = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [WWW + MD5]});
    expect(await registered).to.include({code: 'wrong-credentials'});
  });

  it('leaves alone what it cannot answer', async () => {
    for (const value of ['Basic realm="r"', 'Digest realm="r"', MD5.replace('"auth"', '"other"'), 'x"\\']) {
      const line = await PhoneLine.connected();
      const registered = failure(line.engine.register());
      line.server.respond(await line.server.next('REGISTER'), 401, {headers: [WWW + value]});
      expect(await registered, value).to.include({code: 'wrong-credentials', status: 401});
      expect(line.server.count('REGISTER')).to.equal(1);
    }
  });

  it('stock SIP.js has no SHA-256, keeps the last of two challenges, and drops a 401 with MD5-sess', async () => {
    for (const headers of [[SHA], [MD5, SHA], [MD5.replace('MD5', 'MD5-sess')]]) {
      expect(await stockRegister(headers)).to.equal(undefined);
    }
    expect((await stockRegister([MD5]))?.header('authorization')).to.match(/^Digest /);
  });

  it('stock SIP.js makes auth-int of an empty body', async () => {
    const {phone, invite} = await stockRinging(await StockPhone.connected());
    phone.server.respond(invite, 407, {headers: [PROXY + MD5.replace('"auth"', '"auth-int"')]});
    const given = answer(await phone.server.next('INVITE'), 'proxy-authorization');
    expect(given.isBy('secret')).to.equal(false);
  });
});

describe('A10: two realms', () => {
  const EDGE = 'Digest realm="edge", nonce="e", algorithm=SHA-256, qop="auth"';

  it('a 407 and then a 401: the third INVITE answers both', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [PROXY + EDGE]});
    const second = await line.server.next('INVITE');
    line.server.respond(second, 401, {headers: [WWW + MD5]});
    const third = await line.server.next('INVITE');
    for (const field of ['proxy-authorization', 'authorization'] as const) {
      expect(answer(third, field).isBy('secret'), field).to.equal(true);
    }
    expect([call.invite.cseq, second.cseq, third.cseq]).to.deep.equal([1, 2, 3]);
    line.server.respond(third, 200, {body: await call.far.answer(third.body)});
    await call.log.until('established');
  });

  it('two proxies, in one response or one after the other', async () => {
    for (const together of [true, false]) {
      const line = await PhoneLine.connected();
      const call = await ringing(line);
      const headers = [PROXY + EDGE, PROXY + MD5];
      line.server.respond(call.invite, 407, {headers: together ? headers : headers.slice(0, 1)});
      let last = await line.server.next('INVITE');
      if (!together) {
        line.server.respond(last, 407, {headers: headers.slice(1)});
        last = await line.server.next('INVITE');
      }
      const given = answers(last, 'proxy-authorization');
      expect(given.map((each) => [each.get('realm'), each.isBy('secret')])).to.deep.equal([
        ['edge', true],
        ['r', true],
      ]);
    }
  });

  it('stock SIP.js takes the second for a loop', async () => {
    const {phone, inviter, invite} = await stockRinging(await StockPhone.connected());
    phone.server.respond(invite, 407, {headers: [PROXY + MD5.replace('"r"', '"edge"')]});
    phone.server.respond(await phone.server.next('INVITE'), 401, {headers: [WWW + MD5]});
    await until(() => inviter.state === SessionState.Terminated, 'the end of the call');
    expect(phone.server.count('INVITE')).to.equal(2);
  });
});

describe('A9: CSeq in a dialog', () => {
  it('grows by one with every request, challenged or not', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const held = call.session.setHeld(true);
    const first = await line.server.next('INVITE');
    line.server.respond(first, 407, {headers: [PROXY + MD5]});
    const second = await line.server.next('INVITE');
    await line.server.next('ACK');
    line.server.respond(second, 200, {body: await call.far.answer(second.body)});
    const ack = await line.server.next('ACK');
    await held;
    void call.session.end({status: 480});
    const bye = await line.server.next('BYE');
    expect([first, second, ack, bye].map(({cseq}) => cseq)).to.deep.equal([2, 3, 3, 4]);
    line.server.respond(bye, 401, {headers: [WWW + SHA.replace('"r"', '"x"')]});
    const last = await line.server.next('BYE');
    expect(last.cseq).to.equal(5);
    line.server.respond(last, 200);
  });

  it('of an INFO is not given out again: stock SIP.js does so, 2 - 3 - 3', async () => {
    const body = {contentDisposition: 'render', contentType: 'text/plain', content: 'x'};
    const cseqs = async (info: () => unknown, server: ScriptedServer) => {
      void info();
      const first = await server.next('INFO');
      server.respond(first, 407, {headers: [PROXY + MD5]});
      const second = await server.next('INFO');
      server.respond(second, 200);
      await turn();
      void info();
      return [first.cseq, second.cseq, (await server.next('INFO')).cseq];
    };
    const stock = await stockAnswered(await StockPhone.connected());
    expect(await cseqs(() => stock.inviter.info({requestOptions: {body}}), stock.phone.server)).to.deep.equal([
      2, 3, 3,
    ]);
    await closeStockPhones();
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const dialog = call.session.native as SessionDialog;
    expect(await cseqs(() => dialog.info(undefined, {body}), line.server)).to.deep.equal([2, 3, 4]);
  });
});

describe('A3: cancelled before the challenge', () => {
  it('nobody is called any more', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    void call.session.end({status: 487});
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5]});
    await call.log.end();
    await turn();
    expect(line.server.summaries()).to.deep.equal(['INVITE', 'ACK']);
  });

  it('after a 100 the CANCEL goes out, and a challenge that crosses it is not answered', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 100);
    await call.log.until('trying');
    void call.session.end({status: 487});
    await line.server.next('CANCEL');
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5]});
    await call.log.end();
    await turn();
    expect(line.server.count('INVITE')).to.equal(1);
  });

  it('while the page looks for other credentials', async () => {
    let give: (value: {password: string}) => void = () => undefined;
    const credentials: CredentialsSource = ({reason}) =>
      reason === 'start' ? {password: 'old', realms: ['r']} : new Promise((resolve) => (give = resolve));
    const line = await PhoneLine.connected({credentials});
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5]});
    line.server.respond(await line.server.next('INVITE'), 407, {headers: [PROXY + MD5]});
    await line.server.next('ACK');
    await turn();
    void call.session.end({status: 487});
    expect((await call.log.end()).cause).to.equal('canceled');
    give({password: 'new'});
    await turn();
    expect(line.server.count('INVITE')).to.equal(2);
  });

  it('stock SIP.js calls again, and never takes that back', async () => {
    const {phone, inviter, invite} = await stockRinging(await StockPhone.connected());
    void inviter.cancel();
    phone.server.respond(invite, 407, {headers: [PROXY + MD5]});
    phone.server.respond(await phone.server.next('INVITE'), 180);
    await turn();
    expect(phone.server.count('CANCEL')).to.equal(0);
  });
});

describe('list B: stale', () => {
  const nonce = (n: number, stale = 'stale=true') =>
    `${WWW}Digest realm="r", nonce="n${String(n)}", qop="auth", ${stale}`;

  it('is answered with the new nonce, more than once, quoted or not', async () => {
    const {line, registered, second} = await challenged([MD5]);
    line.server.respond(second, 401, {headers: [nonce(2, 'stale="TRUE"')]});
    const third = await line.server.next('REGISTER');
    line.server.respond(third, 401, {headers: [nonce(3)]});
    const fourth = await line.server.next('REGISTER');
    const given = answer(fourth, 'authorization');
    expect([given.get('nonce'), given.get('nc'), given.isBy('secret')]).to.deep.equal(['n3', '00000001', true]);
    accept(line, fourth);
    await registered;
  });

  it('ends at some time', async () => {
    const line = await PhoneLine.connected();
    let count = 0;
    line.server.auto = (message) => {
      if (message.method === 'REGISTER') line.server.respond(message, 401, {headers: [nonce(++count)]});
      return message.method === 'REGISTER';
    };
    expect(await failure(line.engine.register())).to.include({code: 'wrong-credentials'});
    expect(count).to.be.below(10);
  });

  it('is not what a wrong password gets: that is final at once', async () => {
    const {line, registered, second} = await challenged([MD5]);
    const failed = failure(registered);
    line.server.respond(second, 401, {headers: [nonce(2, 'stale=false')]});
    expect(await failed).to.include({code: 'wrong-credentials', status: 401});
    expect(line.server.count('REGISTER')).to.equal(2);
  });

  it('stock SIP.js gives up at the second, and does not read it in quotes', async () => {
    for (const stale of [
      ['stale=true', 'stale=true'],
      ['stale=false', 'stale="true"'],
    ]) {
      const stock = await stockRegistering();
      stock.server.respond(await stock.server.next('REGISTER'), 401, {headers: [nonce(1, stale[0])]});
      stock.server.respond(await stock.server.next('REGISTER'), 401, {headers: [nonce(2, stale[1])]});
      await turn();
      await turn();
      expect(stock.server.count('REGISTER')).to.equal(2);
    }
  });
});

describe('list B: nonce reuse', () => {
  it('a refreshed registration needs no challenge', async () => {
    const {line, registered, second} = await challenged([SHA]);
    accept(line, second);
    await registered;
    const again = line.engine.register();
    const refresh = await line.server.next('REGISTER');
    const given = answer(refresh, 'authorization');
    expect([given.get('nonce'), given.get('nc'), given.isBy('secret')]).to.deep.equal(['n-sha', '00000002', true]);
    accept(line, refresh);
    await again;
    const gone = line.engine.unregister();
    const last = await line.server.next('REGISTER');
    expect(answer(last, 'authorization').get('nc')).to.equal('00000003');
    accept(line, last);
    await gone;
  });

  /** A call that a proxy has challenged and then let through. */
  async function admitted(challenge = MD5) {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [PROXY + challenge]});
    const invite = await line.server.next('INVITE');
    return {line, call, invite};
  }

  it('the second call goes through at once, and so does all that belongs to the first', async () => {
    const {line, call, invite} = await admitted();
    line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    const ack = await line.server.next('ACK');
    expect(ack.all('proxy-authorization')).to.deep.equal([]);
    await call.log.until('established');
    const held = call.session.setHeld(true);
    const hold = await line.server.next('INVITE');
    line.server.respond(hold, 200, {body: await call.far.answer(hold.body)});
    await held;
    void call.session.end({status: 480});
    const bye = await line.server.next('BYE');
    line.server.respond(bye, 200);
    const next = await ringing(line);
    const counts = [invite, hold, bye, next.invite].map((message) => {
      const given = answer(message, 'proxy-authorization');
      expect(given.isBy('secret'), message.summary).to.equal(true);
      return given.get('nc');
    });
    expect(counts).to.deep.equal(['00000001', '00000002', '00000003', '00000004']);
  });

  it('what is told to the registrar is not told to the proxy, nor the other way round', async () => {
    const {line, registered, second} = await challenged([MD5]);
    accept(line, second);
    await registered;
    const call = await ringing(line);
    expect([...call.invite.all('authorization'), ...call.invite.all('proxy-authorization')]).to.deep.equal([]);
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5]});
    await line.server.next('INVITE');
    const again = line.engine.register();
    const third = await line.server.next('REGISTER');
    expect(third.all('proxy-authorization')).to.deep.equal([]);
    expect(answer(third, 'authorization').get('nc')).to.equal('00000002');
    accept(line, third);
    await again;
  });

  it('a CANCEL carries none', async () => {
    const {line, call, invite} = await admitted();
    line.server.respond(invite, 180);
    await call.log.until('ringing 180');
    void call.session.end({status: 487});
    const cancel = await line.server.next('CANCEL');
    expect(cancel.all('proxy-authorization')).to.deep.equal([]);
    line.server.respond(invite, 487);
  });

  it('a nonce that is refused is replaced, stale or not', async () => {
    for (const stale of ['true', 'false']) {
      const {line, call, invite} = await admitted();
      line.server.respond(invite, 486);
      await call.log.end();
      const next = await ringing(line);
      expect(answer(next.invite, 'proxy-authorization').get('nc')).to.equal('00000002');
      line.server.respond(next.invite, 407, {
        headers: [`${PROXY}Digest realm="r", nonce="new", qop="auth", stale=${stale}`],
      });
      const given = answer(await line.server.next('INVITE'), 'proxy-authorization');
      expect([given.get('nonce'), given.get('nc'), given.isBy('secret')]).to.deep.equal(['new', '00000001', true]);
    }
  });

  it('a nonce that is given out again is counted on', async () => {
    const {line, call, invite} = await admitted();
    line.server.respond(invite, 486);
    await call.log.end();
    const next = await ringing(line);
    line.server.respond(next.invite, 407, {headers: [PROXY + MD5]});
    expect(answer(await line.server.next('INVITE'), 'proxy-authorization').get('nc')).to.equal('00000003');
  });

  it('a refused password is not offered again', async () => {
    const {line, call, invite} = await admitted();
    line.server.respond(invite, 407, {headers: [PROXY + MD5]});
    await call.log.end();
    const next = await ringing(line);
    expect(next.invite.all('proxy-authorization')).to.deep.equal([]);
  });

  it('nextnonce of Authentication-Info is used next', async () => {
    const {line, registered, second} = await challenged([MD5]);
    accept(line, second, ['Authentication-Info: nextnonce="later", qop=auth']);
    await registered;
    const again = line.engine.register();
    const third = await line.server.next('REGISTER');
    const given = answer(third, 'authorization');
    expect([given.get('nonce'), given.get('nc'), given.isBy('secret')]).to.deep.equal(['later', '00000001', true]);
    accept(line, third);
    await again;
  });

  it('a 401 of somebody who was called stays with that host and that dialog', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 401, {headers: [WWW + MD5]});
    const invite = await line.server.next('INVITE');
    line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
    await call.log.until('established');
    const other = line.dial('sip:carol@elsewhere.example');
    await other.session.invite();
    await line.server.next('ACK');
    const elsewhere = await line.server.next('INVITE');
    expect(elsewhere.all('authorization')).to.deep.equal([]);
    void call.session.end({status: 480});
    const bye = await line.server.next('BYE');
    expect(answer(bye, 'authorization').get('nc')).to.equal('00000002');
    line.server.respond(bye, 200);
  });

  it('stock SIP.js is challenged for every request', async () => {
    const stock = await StockPhone.connected();
    for (const count of [1, 2]) {
      const {invite} = await stockRinging(stock);
      expect(invite.all('proxy-authorization'), String(count)).to.deep.equal([]);
      stock.server.respond(invite, 407, {headers: [PROXY + MD5]});
      const second = await stock.server.next('INVITE');
      expect(answer(second, 'proxy-authorization').get('nc')).to.equal('00000001');
      stock.server.respond(second, 486);
      await turn();
    }
  });
});

describe('other credentials', () => {
  /** Makes a source that gives one credential after the other, and records the questions. */
  function source(...all: (object | undefined)[]) {
    const questions: CredentialsQuestion[] = [];
    const credentials: CredentialsSource = (question) => {
      questions.push(question);
      return Promise.resolve(all[Math.min(questions.length, all.length) - 1] as never);
    };
    return {questions, credentials};
  }

  it('are asked for once when the server refuses, and used from then on', async () => {
    const {questions, credentials} = source({password: 'old'}, {password: 'secret'});
    const {line, registered, second} = await challenged([MD5], {credentials});
    expect(answer(second, 'authorization').isBy('old')).to.equal(true);
    line.server.respond(second, 401, {headers: [WWW + MD5.replace('n-md5', 'other')]});
    const third = await line.server.next('REGISTER');
    expect(answer(third, 'authorization').isBy('secret')).to.equal(true);
    expect(third.cseq).to.equal(second.cseq + 1);
    accept(line, third);
    await registered;
    expect(questions).to.deep.equal([{reason: 'start'}, {reason: 'refused', realm: 'r'}]);
  });

  it('that are wrong too, the same, or not there end it', async () => {
    for (const [next, count] of [
      [{password: 'wrong too'}, 3],
      [{password: 'old'}, 2],
      [undefined, 2],
    ] as const) {
      const {questions, credentials} = source({password: 'old'}, next);
      const line = await PhoneLine.connected({credentials});
      const registered = failure(line.engine.register());
      line.server.auto = (message) => {
        if (message.method === 'REGISTER') line.server.respond(message, 401, {headers: [WWW + MD5]});
        return message.method === 'REGISTER';
      };
      expect(await registered).to.include({code: 'wrong-credentials', status: 401});
      expect(line.server.count('REGISTER')).to.equal(count);
      expect(questions).to.have.length(2);
    }
  });

  it('are asked for once for two requests that are refused together', async () => {
    const {questions, credentials} = source({password: 'old'}, {password: 'secret'});
    const line = await PhoneLine.connected({credentials});
    const registered = line.engine.register();
    const call = await ringing(line);
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [WWW + MD5]});
    line.server.respond(call.invite, 407, {headers: [PROXY + MD5]});
    const [register, invite] = [await line.server.next('REGISTER'), await line.server.next('INVITE')];
    line.server.respond(register, 401, {headers: [WWW + MD5]});
    line.server.respond(invite, 407, {headers: [PROXY + MD5]});
    const last = await line.server.next('REGISTER');
    expect(answer(last, 'authorization').isBy('secret')).to.equal(true);
    expect(answer(await line.server.next('INVITE'), 'proxy-authorization').isBy('secret')).to.equal(true);
    expect(questions).to.have.length(2);
    accept(line, last);
    await registered;
  });

  it('that the page fails to find are no reason to wait', async () => {
    let asked = 0;
    const credentials: CredentialsSource = () => {
      if (asked++ > 0) throw new Error('No.');
      return {password: 'old'};
    };
    const {line, registered, second} = await challenged([MD5], {credentials});
    const failed = failure(registered);
    line.server.respond(second, 401, {headers: [WWW + MD5]});
    expect(await failed).to.include({code: 'wrong-credentials'});
    expect(asked).to.equal(2);
  });

  it('of no known shape are refused without repeating them', async () => {
    for (const value of [
      {},
      {password: 1},
      {ha1: 'hunter2'},
      {ha1: 'a'.repeat(64)},
      {token: 'hunter2\r\nX: y'},
      'hunter2',
    ]) {
      const error = await failure(PhoneLine.open({credentials: () => value as never}));
      expect(error).to.include({code: 'credentials-missing'});
      expect(error.message).not.to.contain('hunter2');
    }
  });
});

describe('a bearer token', () => {
  const BEARER = 'Bearer realm="r", authz_server="https://as.example.com", scope="sip"';
  const EXPIRED = `${BEARER}, error="invalid_token"`;
  const server = 'wss://sip.test/ws';

  it('answers a Bearer challenge, then goes along unasked', async () => {
    const {line, registered, second} = await challenged([MD5, BEARER], {server, credentials: {token: 'abc.def'}});
    expect(second.all('authorization')).to.deep.equal(['Bearer abc.def']);
    accept(line, second);
    await registered;
    const again = line.engine.register();
    const refresh = await line.server.next('REGISTER');
    expect(refresh.all('authorization')).to.deep.equal(['Bearer abc.def']);
    accept(line, refresh);
    await again;
  });

  it('is not sent where it can be read, nor in answer to another challenge', async () => {
    for (const [address, challenge] of [
      ['ws://sip.test/ws', BEARER],
      ['ws://127.evil.example/ws', BEARER],
      [server, MD5],
    ] as const) {
      const line = await PhoneLine.connected({server: address, credentials: {token: 'abc'}});
      const registered = failure(line.engine.register());
      line.server.respond(await line.server.next('REGISTER'), 401, {headers: [WWW + challenge]});
      expect(await registered).to.include({code: 'wrong-credentials'});
      expect(line.server.count('REGISTER')).to.equal(1);
    }
    const {second} = await challenged([BEARER], {server: 'ws://127.0.0.1:8080/', credentials: {token: 'abc'}});
    expect(second.header('authorization')).to.equal('Bearer abc');
  });

  it('that the server calls expired is replaced by the page', async () => {
    const questions: CredentialsQuestion[] = [];
    const credentials: CredentialsSource = (question) => {
      questions.push(question);
      return {token: `token${String(questions.length)}`};
    };
    const {line, registered, second} = await challenged([BEARER], {server, credentials});
    accept(line, second);
    await registered;
    const again = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [WWW + EXPIRED]});
    const renewed = await line.server.next('REGISTER');
    expect(renewed.header('authorization')).to.equal('Bearer token2');
    expect(questions).to.deep.equal([{reason: 'start'}, {reason: 'expired', realm: 'r'}]);
    line.server.respond(renewed, 401, {headers: [WWW + EXPIRED]});
    expect(await again).to.include({code: 'wrong-credentials'});
  });

  it('is replaced before it expires', async () => {
    const questions: CredentialsQuestion[] = [];
    const credentials: CredentialsSource = (question) => {
      questions.push(question);
      return {token: `token${String(questions.length)}`, expires: 100};
    };
    const {line, registered, second} = await challenged([BEARER], {server, credentials});
    accept(line, second);
    await registered;
    line.clock.advance(89_000);
    await turn();
    expect(questions).to.have.length(1);
    line.clock.advance(1000);
    await until(() => questions.length === 2, 'the question');
    await turn();
    expect(questions[1]).to.deep.equal({reason: 'expired'});
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [PROXY + BEARER]});
    expect((await line.server.next('INVITE')).header('proxy-authorization')).to.equal('Bearer token2');
    const again = line.engine.register();
    const last = await line.server.next('REGISTER');
    expect(last.header('authorization')).to.equal('Bearer token2');
    accept(line, last);
    await again;
  });
});

it('no secret gets into the log', async () => {
  const {line, registered, second} = await challenged(['Bearer realm="r"'], {
    server: 'wss://sip.test/ws',
    credentials: {token: 'tell-nobody'},
  });
  accept(line, second);
  await registered;
  const call = await ringing(line);
  line.server.respond(call.invite, 407, {headers: [`${PROXY}Bearer realm="r"`]});
  await line.server.next('INVITE');
  const digest = await challenged([MD5]);
  const {registered: also, line: other} = digest;
  accept(other, digest.second);
  await also;
  const log = [...line.logged, ...other.logged].join('\n');
  expect(log).to.include('REGISTER sip:example.com').and.not.include('tell-nobody');
  expect(log).not.to.include(answer(digest.second, 'authorization').get('response'));
});

describe('list B: randomness', () => {
  const {random} = Math;
  afterEach(() => {
    Math.random = random;
  });

  /** Returns all identifiers that the phone makes in a registration, an outbound and an inbound call. */
  async function identifiers(line: PhoneLine): Promise<string[]> {
    const registered = line.engine.register();
    const register = await line.server.next('REGISTER');
    line.server.respond(register, 401, {headers: [WWW + MD5]});
    const second = await line.server.next('REGISTER');
    accept(line, second);
    await registered;
    const call = await answered(line);
    void call.session.end({status: 480});
    line.server.respond(await line.server.next('BYE'), 200);
    line.server.request('INVITE', {
      callId: 'incoming',
      from: '<sip:bob@example.com>;tag=bob',
      to: '<sip:alice@example.com>',
      cseq: 1,
      body: await line.farEnd().offer(),
    });
    const ring = await line.server.next('180 INVITE');
    line.server.request('BYE', {callId: 'none', from: '<sip:bob@example.com>;tag=b', to: '<sip:a@b.c>;tag=x', cseq: 1});
    await line.server.next('481 BYE');
    return [
      ...line.server.log.filter(({status}) => !status).flatMap((message) => message.all('via')),
      ...[register, call.invite].flatMap((message) => [message.header('call-id'), message.tag('from')]),
      answer(second, 'authorization').get('cnonce'),
      ring.tag('to'),
    ];
  }

  it('tags, Call-IDs, branches and cnonce come from the generator for secrets', async () => {
    Math.random = () => 0.5;
    const made = await identifiers(await PhoneLine.connected());
    expect(new Set(made).size).to.equal(made.length);
    for (const text of made) expect(text).to.match(/[0-9a-f]{24}/);
  });

  it('stock SIP.js makes all of them with Math.random', async () => {
    Math.random = () => 0.5;
    const stock = await StockPhone.connected();
    const [{invite: first}, {invite: second}] = [await stockRinging(stock), await stockRinging(stock)];
    expect(second.header('call-id')).to.equal(first.header('call-id'));
    expect(second.tag('from')).to.equal(first.tag('from'));
    expect(second.header('via')).to.equal(first.header('via'));
  });

  it('a request of our own that comes back is still known as such', async () => {
    const line = await PhoneLine.connected();
    const {invite} = await ringing(line);
    line.server.request('INVITE', {
      callId: invite.header('call-id'),
      from: invite.header('from'),
      to: invite.header('to'),
      cseq: invite.cseq,
      body: invite.body,
    });
    await line.server.next('482 INVITE');
    expect(line.incoming).to.deep.equal([]);
  });

  it('a session is found by the tag that is on the wire: INVITE with Replaces', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const {callId, localTag: fromTag} = call.session.native as SessionDialog;
    expect(call.session.id).to.equal(`${callId}${fromTag}`);
    expect(call.invite.tag('from')).to.equal(fromTag);
    line.server.request('INVITE', {
      callId: 'another',
      from: '<sip:carol@example.com>;tag=carol',
      to: '<sip:alice@example.com>',
      cseq: 1,
      headers: [`Replaces: ${callId};to-tag=${fromTag};from-tag=peer`, 'Require: replaces'],
      body: await line.farEnd().offer(),
    });
    await line.server.next('180 INVITE');
    await until(() => line.incoming.length === 1, 'the call');
    await line.incoming[0]!.session.accept({audio: true, video: false});
    const bye = await line.server.next('BYE');
    expect(bye.header('call-id')).to.equal(callId);
    line.server.respond(bye, 200);
    await call.log.end();
  });
});
