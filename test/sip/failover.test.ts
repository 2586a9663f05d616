import {expect} from '@open-wc/testing';
import {UserAgent} from 'sip.js';
import {ServerList} from '../../src/sip/transport/server-list.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {failure} from './harness/failure.js';
import {installFakeWebSocket} from './harness/fake-web-socket.js';
import {answered, closeLines, PhoneLine} from './harness/phone-line.js';
import {ScriptedServer} from './harness/scripted-server.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

interface Pair {
  readonly line: PhoneLine;
  readonly first: ScriptedServer;
  readonly second: ScriptedServer;
}

const A = 'ws://a.test/';
const B = 'ws://b.test/';

/** A phone with two servers, the first of which is preferred. */
async function pair(): Promise<Pair> {
  const line = await PhoneLine.open({server: `${A} ${B}`});
  const first = line.server;
  const second = new ScriptedServer();
  installFakeWebSocket((url) => (url === A ? first : second));
  return {line, first, second};
}

/** Connected to the second server, because the first one was unreachable. */
async function onSecond(): Promise<Pair> {
  const here = await pair();
  here.first.reachable = false;
  await here.line.engine.connect();
  expect(here.line.engine.server).to.equal(B);
  return here;
}

describe('list B: several servers', () => {
  it('stock SIP.js: knows one address only', () => {
    const options = {logBuiltinEnabled: false, transportOptions: {server: `${A} ${B}`}};
    expect(() => new UserAgent(options)).to.throw('Invalid WebSocket Server URL');
  });

  it('the next one is taken at once when one refuses', async () => {
    const {line, first, second} = await onSecond();
    expect([first.sockets, second.sockets].map(({length}) => length)).to.deep.equal([0, 1]);
    expect(line.lost).to.deep.equal([]);
  });

  it('the next one is taken after five seconds when one is silent', async () => {
    const {line, first} = await pair();
    first.frozen = true;
    const connected = line.engine.connect();
    await turn();
    line.clock.advance(5000);
    await connected;
    expect(line.engine.server).to.equal(B);
  });

  it('all being away, it says so and begins again with the first', async () => {
    const {line, first, second} = await pair();
    first.reachable = second.reachable = false;
    const error = await failure(line.engine.connect());
    expect(error).to.include({code: 'server-unreachable', message: `There is no connection to ${A}, ${B}.`});
    expect(line.engine.server).to.equal(null);
    first.reachable = second.reachable = true;
    line.clock.advance(60_000);
    await line.engine.connect();
    expect(line.engine.server).to.equal(A);
  });

  it('one that stood still is the last to be asked again', async () => {
    const {line, first} = await pair();
    await line.engine.connect();
    line.clock.advance(1000);
    first.frozen = true;
    line.clock.advance(18_000);
    await until(() => line.lost.length > 0, 'the loss');
    await line.engine.connect();
    expect(line.engine.server).to.equal(B);
  });

  it('one whose connection broke when the network changed is asked first again', async () => {
    const {line, first} = await pair();
    await line.engine.connect();
    first.sockets[0]!.halfOpen();
    window.dispatchEvent(new Event('online'));
    line.clock.advance(1500);
    await until(() => line.lost.length > 0, 'the loss');
    await line.engine.connect();
    expect(line.engine.server).to.equal(A);
  });

  it('one that answers 503 to REGISTER is left for the other, for as long as it says', async () => {
    const {line, first, second} = await pair();
    await line.engine.connect();
    const registered = failure(line.engine.register());
    first.respond(await first.next('REGISTER'), 503, {headers: ['Retry-After: 120']});
    expect(await registered).to.include({code: 'connection-lost'});
    await until(() => line.lost.length > 0, 'the loss');
    await line.engine.connect();
    expect(line.engine.server).to.equal(B);
    second.reachable = false;
    second.drop();
    await turn();
    line.clock.advance(60_000);
    second.reachable = true;
    await line.engine.connect();
    expect(line.engine.server).to.equal(B);
  });

  it('the last one is not left for a 503', async () => {
    const {line, second} = await onSecond();
    const registered = failure(line.engine.register());
    second.respond(await second.next('REGISTER'), 503, {headers: ['Retry-After: 120']});
    expect(await registered).to.include({code: 'registration-rejected', status: 503, retryAfter: 120});
    expect(line.engine.server).to.equal(B);
  });

  it('the preferred one is tried again after a while, and told when it works', async () => {
    const {line, first} = await onSecond();
    line.clock.advance(41_000);
    await turn();
    expect(line.notices).to.deep.equal([]);
    first.reachable = true;
    await until(() => {
      line.clock.advance(1000);
      return line.notices.includes('preferredBack');
    }, 'the news');
    await until(() => first.sockets[0]?.closed === true, 'the end of the trial');
    await line.engine.disconnect();
    await line.engine.connect();
    expect(line.engine.server).to.equal(A);
  });

  it('the preferred one is not even tried during a call', async () => {
    const {line, first, second} = await onSecond();
    first.reachable = true;
    const {session} = line.dial();
    await session.invite();
    await second.next('INVITE');
    line.clock.advance(60_000);
    await turn();
    expect(first.sockets).to.have.length(0);
  });

  it('leaves no timer and no socket behind', async () => {
    const {line, first} = await onSecond();
    first.reachable = true;
    line.clock.advance(60_000);
    await line.engine.destroy();
    expect(line.clock.pending).to.equal(0);
    await turn();
    expect(line.notices).to.deep.equal([]);
  });
});

describe('the order of servers', () => {
  it('is random among equals, and the same for as long as the phone lives', () => {
    const firsts = new Set<string>();
    for (let phone = 0; phone < 50; phone++) {
      const list = new ServerList(
        [A, B].map((url) => ({url, priority: 0})),
        new FakeClock(),
      );
      const [first = ''] = list.candidates;
      expect(list.candidates[0]).to.equal(first);
      expect(list.preferredTo(first === A ? B : A)).to.equal(undefined);
      firsts.add(first);
    }
    expect(firsts.size).to.equal(2);
  });

  it('has those last that failed lately, longer each time, ten minutes at most without being told', () => {
    const clock = new FakeClock();
    const list = new ServerList(
      [A, B].map((url, priority) => ({url, priority})),
      clock,
    );
    let before = 0;
    for (let failures = 0; failures < 8; failures++) {
      list.failed(A);
      expect(list.candidates).to.deep.equal([B, A]);
      const {wait = 0} = list.preferredTo(B) ?? {};
      expect(wait).to.be.within(Math.min(20_000 * 2 ** failures, 600_000), Math.min(40_000 * 2 ** failures, 1_200_000));
      before = wait;
    }
    clock.advance(before);
    expect(list.candidates).to.deep.equal([A, B]);
  });
});

it('a call goes on over the next server', async () => {
  const {line, first, second} = await pair();
  await line.engine.connect();
  const call = await answered(line);
  first.reachable = false;
  first.drop();
  await until(() => line.lost.length > 0, 'the loss');
  await line.engine.connect();
  expect(line.engine.server).to.equal(B);
  expect(call.log.ends).to.deep.equal([]);
  const ending = call.session.end({status: 480});
  second.respond(await second.next('BYE'), 200);
  await ending;
});
