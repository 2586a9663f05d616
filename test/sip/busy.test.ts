import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {Phone} from '../../src/core/phone/phone.js';
import {createSipEngine} from '../../src/sip/index.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {FakeMedia} from '../../src/testing/fake-media.js';
import {FarEnd} from './harness/far-end.js';
import {installFakeWebSocket, restoreWebSocket} from './harness/fake-web-socket.js';
import {called, closeLines, PhoneLine} from './harness/phone-line.js';
import {ScriptedServer, unique} from './harness/scripted-server.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  restoreWebSocket();
  await closeLines();
});

interface Bench {
  readonly server: ScriptedServer;
  readonly phone: Phone;
  /** Sends the INVITE of a caller. */
  readonly call: () => void;
}

/** Starts a whole phone, not only an engine, on a scripted server. */
async function bench(options: Partial<PhoneOptions> = {}): Promise<Bench> {
  const server = new ScriptedServer();
  installFakeWebSocket(server);
  const phone = new Phone(
    {server: 'ws://sip.test/ws', uri: 'sip:alice@example.com', register: false, clock: new FakeClock(), ...options},
    {engine: createSipEngine, media: new FakeMedia().factory},
  );
  const far = new FarEnd();
  ends.push(async () => {
    await phone.destroy();
    far.close();
  });
  await phone.start();
  const body = await far.offer();
  const call = () => {
    const from = '<sip:bob@example.com>;tag=bob';
    server.request('INVITE', {callId: unique('busy'), cseq: 1, from, to: '<sip:alice@example.com>', body});
  };
  return {server, phone, call};
}

describe('on the wire', () => {
  it('a phone rings for whom it takes, and for nobody before it has decided that', async () => {
    const {server, phone, call} = await bench();
    let before: string[] = [];
    phone.on('sip-incoming', () => {
      before = server.summaries();
    });
    call();
    await server.next('180 INVITE');
    expect(before).to.deep.equal(['100 INVITE']);
  });

  it('a phone that is not to be disturbed is busy without having rung', async () => {
    const {server, call} = await bench({dnd: true});
    call();
    await server.next('486 INVITE');
    expect(server.summaries()).to.deep.equal(['100 INVITE', '486 INVITE']);
  });

  it('a phone that has as many calls as it may is busy without having rung', async () => {
    const {server, call} = await bench({maxCalls: 1});
    call();
    await server.next('180 INVITE');
    call();
    await server.next('486 INVITE');
    expect(server.count('180 INVITE')).to.equal(1);
  });

  it('a phone whose page does not want a call is busy without having rung', async () => {
    const {server, phone, call} = await bench();
    phone.on('sip-incoming', (event) => event.preventDefault());
    call();
    await server.next('486 INVITE');
    expect(server.count('180 INVITE')).to.equal(0);
  });

  it('nothing rings any more when the caller has left', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    call.request('CANCEL', 1, '', [], call.branch);
    await call.log.end();
    call.session.ring();
    expect(line.server.summaries()).to.deep.equal(['100 INVITE', '180 INVITE', '200 CANCEL', '487 INVITE']);
  });
});
