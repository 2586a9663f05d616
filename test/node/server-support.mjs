// User agents for tests of the demo's SIP server: SIP.js in Node, with `ws` for WebSocket. Session descriptions are
// plain text, because nothing here sends media.
import {once} from 'node:events';
import {Inviter, Registerer, SessionState, UserAgent} from 'sip.js';
import WebSocket from 'ws';
import {startDemoServer} from '../../demo/server/index.js';

globalThis.WebSocket = WebSocket;

/** Starts a server that closes with the test `t`; records its log. */
export async function serve(t, options = {}) {
  const lines = [];
  const waiting = new Set();
  const log = (line) => {
    lines.push(line);
    for (const check of waiting) check();
  };
  const server = await startDemoServer({...options, log});
  const agents = [];
  t.after(async () => {
    await Promise.all(agents.map((agent) => agent.close()));
    await server.close();
  });
  const logged = (pattern) =>
    new Promise((resolve) => {
      const check = () => {
        const line = lines.find((each) => pattern.test(each));
        if (line === undefined) return;
        waiting.delete(check);
        resolve(line);
      };
      waiting.add(check);
      check();
    });
  return {...server, agents, lines, logged, sip: `ws://127.0.0.1:${server.port}/sip`};
}

/** A session description handler without media: offer and answer name their sender. */
class TextDescriptions {
  constructor(name) {
    this.name = name;
    this.seen = [];
    this.made = 0;
  }
  close() {}
  hasDescription(contentType) {
    return contentType === 'application/sdp';
  }
  async getDescription() {
    this.made += 1;
    return {body: `v=0\r\no=${this.name} ${this.made} ü€\r\n`, contentType: 'application/sdp'};
  }
  async setDescription(text) {
    this.seen.push(text);
  }
  sendDtmf() {
    return false;
  }
}

/** A SIP.js user agent; it closes before its server. */
export class Agent {
  incoming = [];
  messages = [];
  #waiting = [];

  static async start(server, user, {password = `${user}-secret`, uri = `sip:${user}@demo.invalid`} = {}) {
    const agent = new Agent();
    agent.name = user;
    agent.ua = new UserAgent({
      uri: UserAgent.makeURI(uri),
      displayName: `Agent ${user} Ü`,
      authorizationUsername: user,
      authorizationPassword: password,
      transportOptions: {server: server.sip, connectionTimeout: 5},
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactory: () => (agent.descriptions = new TextDescriptions(user)),
      delegate: {
        onInvite: (invitation) => agent.#arrived(invitation),
        onMessage: (message) => {
          agent.messages.push(message.request.body);
          void message.accept();
        },
      },
    });
    await agent.ua.start();
    server.agents.push(agent);
    return agent;
  }

  /** Registers; resolves with the status of the final response. */
  register(options = {}) {
    this.registerer ??= new Registerer(this.ua, {expires: 300, ...options});
    return finalStatus((requestDelegate) => this.registerer.register({requestDelegate}));
  }

  unregister() {
    return finalStatus((requestDelegate) => this.registerer.unregister({requestDelegate}));
  }

  /** Resolves with the next inbound INVITE. */
  invitation() {
    const {promise, resolve} = deferred();
    this.#waiting.push(resolve);
    this.#deliver();
    return promise;
  }

  /** Calls; `answered` resolves with the status of the final response. */
  call(target, {extraHeaders = []} = {}) {
    const inviter = new Inviter(this.ua, UserAgent.makeURI(target), {extraHeaders});
    const ringing = deferred();
    const answered = finalStatus((requestDelegate) =>
      inviter.invite({
        requestDelegate: {...requestDelegate, onProgress: ({message}) => ringing.resolve(message.statusCode)},
      }),
    );
    return {inviter, ringing: ringing.promise, answered};
  }

  /** Closes without any SIP message: `ua.stop()` would wait for the end of all transactions. */
  async close() {
    this.registerer?.clearTimers();
    await Promise.all(Object.values(this.ua._sessions).map((session) => session.dispose()));
    this.ua.userAgentCore.dispose();
    await this.ua.transport.dispose();
  }

  /** Cuts the connection as a network failure does, without any SIP message. */
  drop() {
    this.ua.transport.delegate = undefined;
    this.ua.transport._ws.terminate();
  }

  #arrived(invitation) {
    this.incoming.push(invitation);
    this.#deliver();
  }

  #deliver() {
    while (this.#waiting.length > 0 && this.incoming.length > 0) this.#waiting.shift()(this.incoming.shift());
  }
}

/** Makes two registered agents in a call. */
export async function talking(server, {from = 'alice', to = 'bob'} = {}) {
  const [caller, callee] = await Promise.all([Agent.start(server, from), Agent.start(server, to)]);
  await Promise.all([caller.register(), callee.register()]);
  const call = caller.call(`sip:${to}@demo.invalid`);
  const invitation = await callee.invitation();
  await Promise.all([accept(invitation), call.answered]);
  return {caller, callee, call, invitation};
}

/** Answers and waits for the ACK; before that a re-INVITE would be refused. */
export function accept(invitation) {
  return new Promise((resolve, reject) => {
    invitation.delegate = {onAck: resolve};
    invitation.accept().catch(reject);
  });
}

export function reached(session, state) {
  return new Promise((resolve) => {
    if (session.state === state) return resolve();
    return session.stateChange.addListener((now) => now === state && resolve());
  });
}

/** Opens a bare WebSocket, for messages that SIP.js never sends. */
export async function rawSocket(t, url, {protocols = ['sip'], ...options} = {}) {
  const socket = new WebSocket(url, protocols, options);
  const received = [];
  socket.on('message', (data) => received.push(data.toString()));
  await once(socket, 'open');
  t.after(() => socket.terminate());
  return {
    socket,
    received,
    until: async (pattern) => {
      while (!received.some((text) => pattern.test(text))) await once(socket, 'message');
      return received.find((text) => pattern.test(text));
    },
    ask: async (text) => {
      const answer = once(socket, 'message');
      socket.send(text);
      return (await answer)[0].toString();
    },
  };
}

/** Returns a request as text; `headers` follow the mandatory header fields. */
export function rawRequest(
  method,
  uri,
  {headers = [], from = 'sip:guest@elsewhere.invalid', to = uri, branch = 'z9hG4bKraw1', maxForwards = 70} = {},
) {
  return [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/WS raw.invalid;branch=${branch}`,
    `Max-Forwards: ${maxForwards}`,
    `From: <${from}>;tag=raw`,
    `To: <${to}>`,
    'Call-ID: raw-call',
    `CSeq: 1 ${method}`,
    'Contact: <sip:raw@raw.invalid;transport=ws>',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function finalStatus(send) {
  const {promise, resolve, reject} = deferred();
  const settle = ({message}) => resolve(message.statusCode);
  Promise.resolve(send({onAccept: settle, onReject: settle})).catch(reject);
  return promise;
}

function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, {resolve, reject}));
  return parts;
}

export {SessionState};
