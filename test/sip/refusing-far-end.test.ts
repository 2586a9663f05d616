import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import type {SipErrorCode} from '../../src/core/errors.js';
import {Phone} from '../../src/core/phone/phone.js';
import {createSipEngine} from '../../src/sip/index.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {FakeMedia} from '../../src/testing/fake-media.js';
import {failure} from './harness/failure.js';
import {FarEnd} from './harness/far-end.js';
import {installFakeWebSocket, restoreWebSocket} from './harness/fake-web-socket.js';
import {ScriptedServer} from './harness/scripted-server.js';
import {until} from './harness/until.js';

type Method = {
  [K in keyof Call]: Call[K] extends (...parts: never[]) => Promise<unknown> ? K : never;
}[keyof Call];

interface Row {
  readonly act: (call: Call) => Promise<unknown>;
  /** The code of the rejection if the far end refuses everything; without it the far end is not asked. */
  readonly rejects?: SipErrorCode;
  /** The request that the far end refuses. */
  readonly asks?: string;
}

/** During a conversation there is nothing to answer or to reject. */
const outOfPlace = (act: Row['act']): Row => ({act, rejects: 'invalid-state'});
const asksNobody = (act: Row['act']): Row => ({act});
const change = (act: Row['act']): Row => ({act, asks: 'INVITE', rejects: 'renegotiation-refused'});
const request = (asks: string, act: Row['act']): Row => ({act, asks, rejects: 'request-refused'});
/** These end the call, whatever the far end answers: see below. */
const ENDS_THE_CALL = null;

/** Every method of a call that returns a promise; the compiler reports a missing one. */
const METHODS: Readonly<Record<Method, Row | typeof ENDS_THE_CALL>> = {
  connect: outOfPlace((call) => call.connect()),
  answer: outOfPlace((call) => call.answer()),
  progress: outOfPlace((call) => call.progress()),
  reply: outOfPlace((call) => call.reply(486)),
  reject: outOfPlace((call) => call.reject(603)),
  redirect: outOfPlace((call) => call.redirect('1002')),
  hold: change((call) => call.hold()),
  unhold: asksNobody((call) => call.unhold()),
  setHeld: change((call) => call.setHeld(true)),
  toggleHold: change((call) => call.toggleHold()),
  setVideo: change((call) => call.setVideo(true)),
  setScreen: change((call) => call.setScreen(true)),
  restartMedia: change((call) => call.restartMedia()),
  mute: asksNobody((call) => call.mute().then(() => call.unmute())),
  unmute: asksNobody((call) => call.unmute()),
  setMuted: asksNobody((call) => call.setMuted('audio', true).then(() => call.setMuted('audio', false))),
  toggleMute: asksNobody((call) => call.toggleMute().then(() => call.toggleMute())),
  setMicrophone: asksNobody((call) => call.setMicrophone(null)),
  setCamera: asksNobody((call) => call.setCamera(null)),
  setSpeaker: asksNobody((call) => call.setSpeaker(null)),
  startRecording: asksNobody((call) => call.startRecording().then(() => call.stopRecording())),
  setRecording: asksNobody(async (call) => {
    await call.setRecording(true);
    await call.setRecording(false);
  }),
  stopRecording: outOfPlace((call) => call.stopRecording()),
  sendDigits: request('INFO', (call) => call.sendDigits('5', {via: 'info'})),
  request: request('OPTIONS', (call) => call.request('OPTIONS')),
  sendMessage: request('MESSAGE', (call) => call.sendMessage('hello')),
  transfer: {act: (call) => call.transfer('1002'), asks: 'REFER', rejects: 'transfer-failed'},
  hangup: ENDS_THE_CALL,
};

interface Conversation {
  readonly call: Call;
  readonly server: ScriptedServer;
  close(): Promise<void>;
}

/** A conversation whose far end refuses everything from now on. */
async function conversation(): Promise<Conversation> {
  const server = new ScriptedServer();
  installFakeWebSocket(server);
  const far = new FarEnd();
  const phone = new Phone(
    {server: 'ws://sip.test/ws', uri: 'sip:alice@example.com', register: false, clock: new FakeClock()},
    {engine: createSipEngine, media: new FakeMedia().factory},
  );
  await phone.start();
  const call = phone.dial('bob');
  const invite = await server.next('INVITE');
  server.respond(invite, 200, {body: await far.answer(invite.body)});
  await server.next('ACK');
  await until(() => call.snapshot.timings.firstPacket !== undefined, 'the first packet');
  server.auto = (message) => {
    if (message.status || message.method === 'ACK') return false;
    server.respond(message, message.method === 'INVITE' ? 488 : 603);
    return true;
  };
  const close = async () => {
    await phone.destroy();
    far.close();
    restoreWebSocket();
  };
  return {call, server, close};
}

/** What a person sees of a call, without the traces of the attempt and without measurements. */
function seen(call: Call): object {
  return {...call.snapshot, error: null, prevState: null, transfer: null, quality: null};
}

describe('a far end that refuses everything', () => {
  /** One call serves all tests, because each attempt must leave it unchanged. */
  let talk: Conversation;
  before(async () => {
    talk = await conversation();
  });
  after(() => talk.close());

  for (const [name, row] of Object.entries(METHODS)) {
    if (!row) continue;
    const {act, rejects, asks} = row;
    it(`${name}(): ${rejects ? `rejects with ${rejects}` : 'asks nobody'}, and the call is as it was`, async () => {
      const {call, server} = talk;
      const before = seen(call);
      const sent = server.log.length;
      if (rejects) {
        const error = await failure(act(call));
        expect(error.code).to.equal(rejects);
        if (asks) expect(error.status).to.equal(asks === 'INVITE' ? 488 : 603);
      } else {
        await act(call);
      }
      expect(seen(call)).to.deep.equal(before);
      const asked = server.log.slice(sent).map(({summary}) => summary);
      if (asks) expect(asked).to.include(asks);
      else expect(asked).to.deep.equal([]);
      expect(asked).not.to.include('BYE');
    });
  }

  it('hangup(): ends the call all the same', async () => {
    const {call, server} = talk;
    await call.hangup();
    expect(server.count('BYE')).to.equal(1);
    expect(call.snapshot.end).to.include({by: 'local', cause: 'hangup'});
  });
});
