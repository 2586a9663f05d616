import {expect} from '@open-wc/testing';
import {Registerer, RegistererState, TransportState, type UserAgent} from 'sip.js';
import {createLogger} from '../../src/core/logger.js';
import {resolveServers} from '../../src/core/config/server-address.js';
import {ServerList} from '../../src/sip/transport/server-list.js';
import {SipTransport} from '../../src/sip/transport/transport.js';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {failure} from './harness/failure.js';
import {installFakeWebSocket, type FakeWebSocket} from './harness/fake-web-socket.js';
import {answered, closeLines, PhoneLine} from './harness/phone-line.js';
import {ScriptedServer} from './harness/scripted-server.js';
import {closeStockPhones, StockPhone} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

interface Bench {
  readonly transport: SipTransport;
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  readonly errors: string[];
  readonly trace: string[];
}

/** The transport alone. */
function bench(server = 'ws://sip.test/ws'): Bench {
  const scripted = new ScriptedServer();
  installFakeWebSocket(scripted);
  const clock = new FakeClock();
  const errors: string[] = [];
  const trace: string[] = [];
  const logger = createLogger((level, _name, _message, cause) => {
    if (level === 'error') errors.push((cause as Error).message);
  });
  const stack = {log: (text: string) => trace.push(text)} as unknown as ReturnType<UserAgent['getLogger']>;
  const servers = new ServerList(resolveServers(server), clock);
  return {transport: new SipTransport(stack, {servers, clock, logger}), server: scripted, clock, errors, trace};
}

const fail = (name: string) => () => {
  throw new Error(name);
};

describe('A7: the loss of the socket', () => {
  it('A7 stock SIP.js: leaves the registerer registered, and nothing registers on the next connection', async () => {
    const phone = await StockPhone.connected();
    const registerer = new Registerer(phone.agent);
    await registerer.register();
    const register = await phone.server.next('REGISTER');
    const contact = /<[^>]+>/.exec(register.header('contact'))![0];
    phone.server.respond(register, 200, {contact: `${contact};expires=600`});
    await until(() => registerer.state === RegistererState.Registered, 'the binding');
    phone.server.drop();
    await until(() => !phone.agent.isConnected(), 'the loss');
    expect(registerer.state).to.equal(RegistererState.Registered);
    await phone.agent.reconnect();
    await turn();
    expect(phone.server.count('REGISTER')).to.equal(1);
  });

  it('A7: is told, takes the binding with it, and a call goes on over the next connection', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    expect(line.engine.server).to.equal(null);
    expect(call.log.ends).to.deep.equal([]);
    await line.engine.connect();
    const registered = line.engine.register();
    line.server.respond(await line.server.next('REGISTER'), 200);
    await registered;
    call.request('BYE', 1);
    await line.server.next('200 BYE');
  });
});

describe('A8: exceptions in what the transport calls', () => {
  it('A8 stock SIP.js: leave it in the middle of a change of state, for ever', async () => {
    const {agent} = await StockPhone.connected();
    const listener = fail('listener');
    agent.transport.stateChange.addListener(listener);
    expect(() => agent.transport.disconnect()).to.throw('listener');
    agent.transport.stateChange.removeListener(listener);
    expect((await failure(agent.transport.connect())).message).to.equal('Loop detected.');
  });

  it('A8: are logged, and change nothing', async () => {
    const {transport, server, errors} = bench();
    transport.onConnect = fail('onConnect');
    transport.onDisconnect = fail('onDisconnect');
    transport.onMessage = fail('onMessage');
    transport.onLife = fail('onLife');
    const listener = fail('stateChange');
    transport.stateChange.addListener(listener);
    for (const round of [1, 2]) {
      await transport.connect();
      server.sockets.at(-1)!.deliver('OPTIONS sip:a SIP/2.0\r\n\r\n');
      server.drop();
      expect(transport.state).to.equal(TransportState.Disconnected);
      expect(server.sockets).to.have.length(round);
    }
    const round = ['stateChange', 'stateChange', 'onConnect', 'onLife', 'onMessage', 'stateChange', 'onDisconnect'];
    expect(errors).to.deep.equal([...round, ...round]);
  });
});

describe('list B: close handling', () => {
  it('stock SIP.js: waits for the closing handshake of a half-open socket', async () => {
    const {agent, server} = await StockPhone.connected();
    server.frozen = true;
    void agent.transport.disconnect();
    await turn();
    expect(agent.transport.state).to.equal(TransportState.Disconnecting);
  });

  it('leaves a half-open socket at once, and the next connection has nothing to do with it', async () => {
    const {transport, server} = bench();
    await transport.connect();
    const [old] = server.sockets as [FakeWebSocket];
    old.halfOpen();
    await transport.disconnect();
    expect(transport.state).to.equal(TransportState.Disconnected);
    await transport.connect();
    const heard: string[] = [];
    transport.onMessage = (message) => heard.push(message);
    old.deliver('late');
    old.drop();
    expect(heard).to.deep.equal([]);
    expect(transport.isConnected()).to.equal(true);
    expect(server.sockets).to.have.length(2);
  });

  it('stock SIP.js: cannot connect from inside the report of the loss', async () => {
    let again: Promise<unknown> | undefined;
    const {agent, server} = await StockPhone.connected({
      delegate: {onInvite: () => undefined, onDisconnect: () => void (again = failure(agent.transport.connect()))},
    });
    server.drop();
    expect(((await again) as Error).message).to.equal('Loop detected.');
  });

  it('can be followed by connecting from inside the report of the loss', async () => {
    const {transport, server} = bench();
    let again: Promise<void> | undefined;
    await transport.connect();
    transport.onDisconnect = () => void (again = transport.connect());
    server.drop();
    await again;
    expect(transport.isConnected()).to.equal(true);
  });

  it('while it connects ends the attempt, and the next one is a new one', async () => {
    const {transport, server} = bench();
    server.frozen = true;
    const first = failure(transport.connect());
    void transport.disconnect();
    expect((await first).message).to.equal('Connecting was given up.');
    server.frozen = false;
    await transport.connect();
    expect(server.sockets).to.have.length(1);
  });
});

describe('connecting', () => {
  it('is given up after five seconds, and leaves no timer', async () => {
    const {transport, server, clock} = bench();
    server.frozen = true;
    const connected = failure(transport.connect());
    clock.advance(5000);
    expect((await connected).message).to.equal('ws://sip.test/ws: no connection within 5 s');
    expect(transport.state).to.equal(TransportState.Disconnected);
    expect(clock.pending).to.equal(0);
  });

  it('fails where the page may not open such a socket', async () => {
    const {transport} = bench();
    globalThis.WebSocket = function () {
      throw new DOMException('ws: on a secure page', 'SecurityError');
    } as unknown as typeof WebSocket;
    expect((await failure(transport.connect())).name).to.equal('SecurityError');
  });

  it('names the protocol of the server in use', async () => {
    for (const [url, protocol] of Object.entries({'ws://a.test': 'WS', 'WSS://a.test': 'WSS'})) {
      const {transport} = bench(url);
      await transport.connect();
      expect(transport.protocol).to.equal(protocol);
    }
  });
});

describe('frames', () => {
  it('are text, or bytes in UTF-8; line ends before a message do not count', async () => {
    const {transport, server, trace} = bench();
    await transport.connect();
    const heard: string[] = [];
    transport.onMessage = (message) => heard.push(message);
    const [socket] = server.sockets as [FakeWebSocket];
    socket.deliver('INFO ü\r\n');
    socket.deliver(new TextEncoder().encode('INFO 😀\r\n'));
    socket.deliver('\r\n\r\nINFO x\r\n');
    socket.deliver('');
    expect(heard).to.deep.equal(['INFO ü\r\n', 'INFO 😀\r\n', 'INFO x\r\n']);
    expect(trace).to.deep.include('Received WebSocket text message:\n\nINFO 😀\r\n\n');
  });

  it('stock SIP.js: swallows the keep-alive of a server', async () => {
    const {server, agent} = await StockPhone.connected();
    server.sockets[0]!.deliver('\r\n\r\n');
    server.request('OPTIONS', {callId: 'x', cseq: 1, from: '<sip:b@b.test>;tag=1', to: '<sip:alice@example.com>'});
    await server.next('200 OPTIONS');
    expect(agent.isConnected()).to.equal(true);
    expect(server.lineEnds).to.deep.equal([]);
  });

  it('with the keep-alive of a server are answered (RFC 5626 section 3.5.1), and a pong is not', async () => {
    const {transport, server} = bench();
    await transport.connect();
    const life: boolean[] = [];
    transport.onLife = (pong) => life.push(pong);
    server.sockets[0]!.deliver('\r\n\r\n');
    server.sockets[0]!.deliver('\r\n');
    await until(() => server.lineEnds.length > 0, 'the pong');
    expect(server.lineEnds).to.deep.equal(['\r\n']);
    expect(life).to.deep.equal([false, true]);
  });

  it('are not sent on a socket that is closing', async () => {
    const {transport, server} = bench();
    await transport.connect();
    server.sockets[0]!.readyState = WebSocket.CLOSING;
    expect((await failure(transport.send('x'))).message).to.equal('The connection is not open.');
    expect((await failure(bench().transport.send('x'))).message).to.equal('Not connected.');
  });
});
