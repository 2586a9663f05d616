import {expect} from '@open-wc/testing';
import type {Credentials} from '../../src/core/config/credentials.js';
import {failure} from './harness/failure.js';
import {answer, answers} from './harness/digest-answer.js';
import {closeLines, PhoneLine, ringing, type LineOptions, type OutboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn} from './harness/until.js';

afterEach(closeLines);

/** Anybody whom we call can answer 401 or 407 (RFC 3261 section 22), but only the server may get our secrets. */

const WSS = 'wss://sip.test/ws';
const password = {password: 'secret'};
const token = {token: 'abc.def'};

const sha = (realm: string, nonce: string) =>
  `Digest realm="${realm}", nonce="${nonce}", algorithm=SHA-256, qop="auth"`;
const bearer = (realm: string) => `Bearer realm="${realm}", scope="sip"`;
const field = (status: 401 | 407) => (status === 401 ? 'WWW-Authenticate: ' : 'Proxy-Authenticate: ');

/** A phone whose registrar challenged once: by 401, in the realm `home`, for a digest with SHA-256. */
async function registered(challenge: string, options: LineOptions, edge?: string): Promise<PhoneLine> {
  const line = await PhoneLine.connected(options);
  const done = line.engine.register();
  let request = await line.server.next('REGISTER');
  if (edge) {
    line.server.respond(request, 407, {headers: [field(407) + edge], contact: null});
    request = await line.server.next('REGISTER');
  }
  line.server.respond(request, 401, {headers: [field(401) + challenge], contact: null});
  const second = await line.server.next('REGISTER');
  const contact = /<[^>]+>/.exec(second.header('contact'))?.[0] ?? '';
  line.server.respond(second, 200, {contact: `${contact};expires=600`});
  await done;
  return line;
}

/** An INVITE of ours that somebody answers, through a proxy with Record-Route unless the server itself answers. */
async function talking(line: PhoneLine, behindProxy = true): Promise<OutboundCall> {
  const call = await ringing(line);
  const headers = behindProxy ? ['Record-Route: <sip:proxy.test;lr>'] : [];
  line.server.respond(call.invite, 200, {headers, body: await call.far.answer(call.invite.body)});
  await line.server.next('ACK');
  await call.log.until('established');
  return call;
}

type Asking = (line: PhoneLine) => Promise<{request: SipMessage; after?: () => void}>;

/** Requests that reach a far end; each function resolves with the next one that is sent. */
const outside: Record<string, Asking> = {
  INVITE: async (line) => ({request: (await ringing(line)).invite}),
  MESSAGE: async (line) => {
    void failure(line.engine.request('MESSAGE', 'sip:bob@example.com', {body: 'x'}));
    return {request: await line.server.next('MESSAGE')};
  },
  OPTIONS: async (line) => {
    void failure(line.engine.request('OPTIONS', 'sip:bob@example.com', {}));
    return {request: await line.server.next('OPTIONS')};
  },
};
const inside: Record<string, (line: PhoneLine, call: OutboundCall) => Promise<SipMessage>> = {
  BYE: async (line, {session}) => {
    void session.end({status: 480});
    return line.server.next('BYE');
  },
  'INVITE again': async (line, {session}) => {
    void failure(session.setHeld(true));
    return line.server.next('INVITE');
  },
  INFO: async (line, {session}) => {
    void failure(session.request('INFO', {body: 'x'}));
    return line.server.next('INFO');
  },
  MESSAGE: async (line, {session}) => {
    void failure(session.request('MESSAGE', {body: 'x'}));
    return line.server.next('MESSAGE');
  },
};

/**
 * Expects that after a stranger's challenge the phone sent no digest, on which passwords could be tried, and no token.
 */
async function expectSilence(line: PhoneLine, method: string, count: number): Promise<void> {
  await turn();
  await turn();
  const requests = line.server.log.filter((message) => message.method === method && !message.status);
  expect(requests.length, `${method} on the wire`).to.equal(count);
  for (const message of line.server.log.filter(({method}) => method !== 'REGISTER')) {
    const given = [...message.all('authorization'), ...message.all('proxy-authorization')];
    expect(given, message.summary).to.deep.equal([]);
  }
}

const count = (line: PhoneLine, method: string) =>
  line.server.log.filter((message) => message.method === method && !message.status).length;

interface Stranger {
  readonly status: 401 | 407;
  readonly challenge: string;
}

describe('a stranger’s challenge is not answered', () => {
  const digests: Record<string, Stranger> = {
    'a 401 in a realm of its own': {status: 401, challenge: sha('evil', 'e')},
    'a 407 in a realm of its own': {status: 407, challenge: sha('evil', 'e')},
    'MD5 without qop, in a realm of its own': {status: 401, challenge: 'Digest realm="evil", nonce="e"'},
    'the realm in other letters': {status: 407, challenge: sha('HOME', 'e')},
    'the realm with a blank': {status: 407, challenge: sha('home ', 'e')},
    'no realm': {status: 407, challenge: 'Digest nonce="e", algorithm=SHA-256, qop="auth"'},
    'the server’s realm, with MD5': {status: 407, challenge: 'Digest realm="home", nonce="e", qop="auth"'},
    'the server’s realm, without qop': {status: 407, challenge: 'Digest realm="home", nonce="e", algorithm=SHA-256'},
    'several at once': {status: 401, challenge: `${sha('evil', 'e')}, Digest realm="home", nonce="e"`},
  };
  const tokens: Record<string, Stranger> = {
    'a 401 in a realm of its own': {status: 401, challenge: bearer('evil')},
    'a 407 in a realm of its own': {status: 407, challenge: bearer('evil')},
    'a 401 in the server’s realm': {status: 401, challenge: bearer('home')},
    'no realm': {status: 407, challenge: 'Bearer'},
    'an error': {status: 401, challenge: `${bearer('home')}, error="invalid_token"`},
  };
  const copied: Record<string, Stranger> = {
    'a 401 with the server’s realm, from behind a proxy': {status: 401, challenge: sha('home', 'e')},
    'a 407 with the server’s realm, where no proxy has asked before': {status: 407, challenge: sha('home', 'e')},
  };
  const kinds: [string, Credentials, string, Record<string, Stranger>, Record<string, Stranger>][] = [
    ['digest', password, sha('home', 'n'), digests, copied],
    ['token', token, bearer('home'), tokens, {'a 407 in the server’s realm': {status: 407, challenge: bearer('home')}}],
  ];

  for (const [kind, credentials, own, strangers, inDialogs] of kinds) {
    for (const [what, {status, challenge}] of Object.entries(strangers)) {
      it(`${kind}: ${what}`, async () => {
        const line = await registered(own, {server: WSS, credentials});
        for (const [name, ask] of Object.entries(outside)) {
          const {request} = await ask(line);
          const before = count(line, name);
          line.server.respond(request, status, {headers: [field(status) + challenge]});
          await expectSilence(line, name, before);
        }
      });
    }

    for (const [what, {status, challenge}] of Object.entries({...strangers, ...inDialogs})) {
      it(`${kind}, in a dialog: ${what}`, async () => {
        for (const [name, ask] of Object.entries(inside)) {
          const line = await registered(own, {server: WSS, credentials});
          const request = await ask(line, await talking(line));
          const {method} = request;
          const before = count(line, method);
          line.server.respond(request, status, {headers: [field(status) + challenge]});
          await expectSilence(line, method, before);
          expect(line.failures, name).to.deep.equal([]);
        }
      });
    }

    it(`${kind}: after somebody has rung, whatever the realm`, async () => {
      for (const rings of [180, 183, 199]) {
        const line = await registered(own, {server: WSS, credentials});
        const {invite} = await ringing(line);
        line.server.respond(invite, rings);
        line.server.respond(invite, 407, {headers: [field(407) + own]});
        await expectSilence(line, 'INVITE', 1);
      }
    });
  }

  it('from someone who waits until the proxy has had its answer', async () => {
    for (const [status, challenge] of [
      [407, sha('home', 'e')],
      [407, `${sha('home', 'e')}, stale=true`],
      [401, sha('home', 'e')],
      [401, `${sha('home', 'e')}, stale=true`],
      [407, sha('evil', 'e')],
    ] as const) {
      const line = await registered(sha('home', 'n'), {credentials: password});
      const {invite} = await ringing(line);
      line.server.respond(invite, 407, {headers: [field(407) + sha('home', 'p')]});
      const second = await line.server.next('INVITE');
      expect(answer(second, 'proxy-authorization').get('nonce')).to.equal('p');
      line.server.respond(second, status, {headers: [field(status) + challenge]});
      await turn();
      await turn();
      expect(count(line, 'INVITE'), challenge).to.equal(2);
    }
  });

  it('and the page is not asked for other secrets', async () => {
    const questions: string[] = [];
    const line = await registered(sha('home', 'n'), {
      credentials: ({reason}) => {
        questions.push(reason);
        return {password: 'secret'};
      },
    });
    const {invite} = await ringing(line);
    line.server.respond(invite, 401, {headers: [field(401) + sha('evil', 'e')]});
    await expectSilence(line, 'INVITE', 1);
    expect(questions).to.deep.equal(['start']);
  });

  it('and the log says why, and what to do if it was the server after all', async () => {
    const line = await registered(sha('home', 'n'), {credentials: password});
    const {invite, log} = await ringing(line);
    line.server.respond(invite, 407, {headers: [field(407) + sha('another', 'e')]});
    expect(await log.end()).to.include({cause: 'wrong-credentials', code: 407});
    const warnings = line.logged.filter((entry) => entry.startsWith('warn') && entry.includes('"another"'));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('realms').and.not.contain('secret');
  });
});

describe('what a proxy has told is not overwritten by a stranger', () => {
  it('by a nonce for next time in the answer of whoever was called', async () => {
    const line = await registered(sha('home', 'n'), {credentials: password});
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [field(407) + sha('home', 'p')]});
    const second = await line.server.next('INVITE');
    line.server.respond(second, 200, {
      headers: ['Proxy-Authentication-Info: nextnonce="evil"', 'Authentication-Info: nextnonce="evil"'],
      body: await call.far.answer(second.body),
    });
    await line.server.next('ACK');
    await call.log.until('established');
    const {invite} = await ringing(line);
    expect(answer(invite, 'proxy-authorization').get('nonce')).to.equal('p');
  });

  it('by a challenge within a dialog, which stays there', async () => {
    const line = await registered(sha('home', 'n'), {credentials: password});
    const call = await ringing(line);
    line.server.respond(call.invite, 407, {headers: [field(407) + sha('home', 'p')]});
    const second = await line.server.next('INVITE');
    line.server.respond(second, 200, {body: await call.far.answer(second.body)});
    await line.server.next('ACK');
    await call.log.until('established');
    void failure(call.session.request('INFO', {body: 'x'}));
    const info = await line.server.next('INFO');
    line.server.respond(info, 407, {headers: [`${field(407)}${sha('home', 'q')}, stale=true`]});
    expect(answer(await line.server.next('INFO'), 'proxy-authorization').get('nonce')).to.equal('q');
    void call.session.end({status: 480});
    expect(answer(await line.server.next('BYE'), 'proxy-authorization').get('nonce')).to.equal('q');
    const {invite} = await ringing(line);
    expect(answer(invite, 'proxy-authorization').get('nonce')).to.equal('p');
  });

  it('by a refusal, after which the registration is still known', async () => {
    const line = await registered(sha('home', 'n'), {credentials: password});
    const {invite, log} = await ringing(line);
    line.server.respond(invite, 401, {headers: [field(401) + sha('evil', 'e')]});
    await log.end();
    void line.engine.register();
    expect(answer(await line.server.next('REGISTER'), 'authorization').get('nonce')).to.equal('n');
  });
});

describe('the server’s challenge is answered', () => {
  const habits: Record<string, {status: 401 | 407; realm?: string; edge?: boolean; inDialog?: boolean}> = {
    'a proxy that asks by 407 in the realm of the registrar': {status: 407},
    'a server that is the other end of every call, by 401': {status: 401},
    'the same within the dialog': {status: 401, inDialog: true},
    'a proxy with a realm of its own': {status: 407, realm: 'edge', edge: true},
    'such a proxy within the dialog': {status: 407, realm: 'edge', edge: true, inDialog: true},
    'a server behind such a proxy, within the dialog': {status: 401, edge: true, inDialog: true},
  };
  for (const [what, {status, realm = 'home', edge, inDialog}] of Object.entries(habits)) {
    it(what, async () => {
      const line = await registered(sha('home', 'n'), {credentials: password}, edge ? sha('edge', 'm') : undefined);
      const request = inDialog
        ? await inside.BYE!(line, await talking(line, edge ?? false))
        : (await ringing(line)).invite;
      line.server.respond(request, status, {headers: [field(status) + sha(realm, 'p')]});
      const second = await line.server.next(request.method);
      const [given] = answers(second, status === 401 ? 'authorization' : 'proxy-authorization').filter(
        (one) => one.get('realm') === realm,
      );
      expect([given?.get('nonce'), given?.isBy('secret')]).to.deep.equal(['p', true]);
    });
  }

  it('with a token, that a proxy asks for in the realm of the registrar', async () => {
    const line = await registered(bearer('home'), {server: WSS, credentials: token});
    const {invite} = await ringing(line);
    line.server.respond(invite, 407, {headers: [field(407) + bearer('home')]});
    expect((await line.server.next('INVITE')).all('proxy-authorization')).to.deep.equal(['Bearer abc.def']);
  });

  it('with the secret that the page replaces a wrong one by, before any registration', async () => {
    let asked = 0;
    const line = await PhoneLine.connected({
      credentials: () => ({password: asked++ ? 'secret' : 'old', realms: ['home']}),
    });
    const {invite} = await ringing(line);
    line.server.respond(invite, 407, {headers: [field(407) + sha('home', 'p')]});
    line.server.respond(await line.server.next('INVITE'), 407, {headers: [field(407) + sha('home', 'q')]});
    expect(answer(await line.server.next('INVITE'), 'proxy-authorization').isBy('secret')).to.equal(true);
  });

  it('in a realm that the page names', async () => {
    const line = await PhoneLine.connected({credentials: {...password, realms: ['asterisk']}});
    const {invite} = await ringing(line);
    line.server.respond(invite, 401, {headers: [field(401) + sha('asterisk', 'p')]});
    expect(answer(await line.server.next('INVITE'), 'authorization').isBy('secret')).to.equal(true);
  });

  it('in the realm of its own address, by a phone that does not register', async () => {
    for (const [realm, expected] of [
      ['example.com', 2],
      ['asterisk', 1],
    ] as const) {
      const line = await PhoneLine.connected({credentials: password, register: false});
      const {invite} = await ringing(line);
      line.server.respond(invite, 407, {headers: [field(407) + sha(realm, 'p')]});
      await turn();
      await turn();
      expect(count(line, 'INVITE'), realm).to.equal(expected);
    }
  });

  it('also if it overtakes that to the first REGISTER', async () => {
    const line = await PhoneLine.connected({credentials: password});
    const done = line.engine.register();
    const request = await line.server.next('REGISTER');
    const {invite} = await ringing(line);
    line.server.respond(invite, 401, {headers: [field(401) + sha('home', 'p')]});
    await line.server.next('ACK');
    await turn();
    expect(count(line, 'INVITE')).to.equal(1);
    line.server.respond(request, 401, {headers: [field(401) + sha('home', 'n')], contact: null});
    const second = await line.server.next('REGISTER');
    const contact = /<[^>]+>/.exec(second.header('contact'))?.[0] ?? '';
    line.server.respond(second, 200, {contact: `${contact};expires=600`});
    await done;
    expect(answer(await line.server.next('INVITE'), 'authorization').isBy('secret')).to.equal(true);
  });

  it('which a call waits for four seconds at most', async () => {
    const line = await PhoneLine.connected({credentials: password});
    void failure(line.engine.register());
    const {invite, log} = await ringing(line);
    line.server.respond(invite, 401, {headers: [field(401) + sha('home', 'p')]});
    await line.server.next('ACK');
    line.clock.advance(4000);
    expect(await log.end()).to.include({cause: 'wrong-credentials', code: 401});
  });
});

describe('an algorithm is never weaker', () => {
  it('than that of an earlier round of the registration', async () => {
    const line = await PhoneLine.connected({credentials: password});
    const done = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [field(401) + sha('home', 'n')]});
    const second = await line.server.next('REGISTER');
    line.server.respond(second, 401, {headers: [`${field(401)}Digest realm="home", nonce="m", stale=true`]});
    expect(await done).to.include({code: 'wrong-credentials', status: 401});
    expect(count(line, 'REGISTER')).to.equal(2);
  });

  it('than the minimum of the credentials', async () => {
    const line = await PhoneLine.connected({credentials: {...password, minimum: 'SHA-256'}});
    const done = failure(line.engine.register());
    const md5 = 'Digest realm="home", nonce="n", qop="auth"';
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [field(401) + md5]});
    expect(await done).to.include({code: 'wrong-credentials', status: 401});
    expect(count(line, 'REGISTER')).to.equal(1);
  });
});

describe('credentials for certain servers', () => {
  const cases: Record<string, [string, string, boolean]> = {
    'the very server': ['wss://sip.test/ws', 'wss://sip.test/ws', true],
    'the server without a path': ['wss://sip.test', 'wss://sip.test/ws', true],
    'the server in capitals': ['WSS://SIP.TEST/ws', 'wss://sip.test/ws', true],
    'the port that goes without saying': ['wss://sip.test:443/ws', 'wss://sip.test/ws', true],
    'another host': ['wss://sip.test', 'wss://evil.test/ws', false],
    'a host that begins so': ['wss://sip.test', 'wss://sip.test.evil.example/ws', false],
    'a host that ends so': ['wss://sip.test', 'wss://evil-sip.test/ws', false],
    'a user part that looks so': ['wss://sip.test', 'wss://sip.test@evil.example/ws', false],
    'another port': ['wss://sip.test', 'wss://sip.test:8443/ws', false],
    'another path': ['wss://sip.test/ws', 'wss://sip.test/evil', false],
    'no encryption': ['wss://sip.test', 'ws://sip.test/ws', false],
  };
  for (const [what, [allowed, server, good]] of Object.entries(cases)) {
    it(`${good ? 'are given to' : 'are kept from'} ${what}`, async () => {
      const opening = PhoneLine.open({server, credentials: {...password, servers: [allowed]}});
      if (good) {
        await opening;
        return;
      }
      const error = await failure(opening);
      expect(error).to.include({code: 'credentials-missing'});
      expect(error.message).to.contain(allowed).and.contain(server).and.not.contain('secret');
    });
  }

  it('are kept from the second of two servers', async () => {
    const line = await PhoneLine.open({
      server: ['wss://evil.test/ws', 'wss://sip.test/ws'],
      credentials: {...token, servers: ['wss://sip.test']},
    });
    await line.engine.connect();
    expect(line.engine.server).to.equal('wss://evil.test/ws');
    const done = failure(line.engine.register());
    line.server.respond(await line.server.next('REGISTER'), 401, {headers: [field(401) + bearer('home')]});
    expect(await done).to.include({code: 'wrong-credentials', status: 401});
    expect(count(line, 'REGISTER')).to.equal(1);
  });

  it('are no obstacle to what is sent before there is a connection', async () => {
    const line = await PhoneLine.open({server: WSS, credentials: {...password, servers: [WSS]}});
    const {session, log} = line.dial();
    await session.invite();
    void session.end({status: 487});
    await log.end();
    expect(line.failures).to.deep.equal([]);
  });

  it('that cannot be read are refused, with what to write', async () => {
    for (const scope of [
      {servers: 'wss://sip.test'},
      {servers: ['sip.test']},
      {servers: [7]},
      {realms: 'home'},
      {minimum: 'SHA256'},
    ]) {
      const error = await failure(PhoneLine.open({credentials: () => ({...password, ...scope}) as never}));
      expect(error).to.include({code: 'credentials-missing'});
      expect(error.message).to.contain('wss://pbx.example.com');
    }
  });
});
