import {
  Inviter,
  SessionState,
  UserAgent,
  type Invitation,
  type InviterOptions,
  type Session,
  type UserAgentOptions,
} from 'sip.js';
import {FarEnd} from './far-end.js';
import {installFakeWebSocket, restoreWebSocket} from './fake-web-socket.js';
import {ScriptedServer, unique, type RequestParts} from './scripted-server.js';
import type {SipMessage} from './sip-message.js';
import {turn, until} from './until.js';

const phones: StockPhone[] = [];

/**
 * Plain SIP.js on a scripted server: it shows that SIP.js has a defect, before a test shows that our phone does not.
 * Patches of SIP.js's modules or prototypes affect it, too. A test file about such a defect imports nothing of
 * `src/sip/`; the file beside it tests our phone.
 */
export class StockPhone {
  readonly server = new ScriptedServer();
  readonly invitations: Invitation[] = [];
  readonly farEnds: FarEnd[] = [];
  agent!: UserAgent;

  static async connected(options: Partial<UserAgentOptions> = {}): Promise<StockPhone> {
    const phone = new StockPhone();
    phones.push(phone);
    installFakeWebSocket(phone.server);
    phone.agent = new UserAgent({
      uri: UserAgent.makeURI('sip:alice@example.com')!,
      authorizationUsername: 'alice',
      authorizationPassword: 'secret',
      logBuiltinEnabled: false,
      // No STUN server, because no test uses the internet. SIP.js still waits for the end of gathering.
      sessionDescriptionHandlerFactoryOptions: {peerConnectionConfiguration: {iceServers: []}},
      delegate: {onInvite: (invitation) => void phone.invitations.push(invitation)},
      transportOptions: {server: 'ws://sip.test/ws'},
      ...options,
    });
    await phone.agent.start();
    return phone;
  }

  farEnd(): FarEnd {
    const far = new FarEnd();
    this.farEnds.push(far);
    return far;
  }

  async close(): Promise<void> {
    for (const far of this.farEnds) far.close();
    // This ends open transactions, too. One without an answer would time out half a minute later, during another test.
    this.agent.userAgentCore.reset();
    // After some defects SIP.js cannot disconnect, or waits for ever.
    const closed = (async () => this.agent.transport.disconnect())().catch(() => undefined);
    await Promise.race([closed, turn()]);
  }
}

/** For `afterEach`. */
export async function closeStockPhones(): Promise<void> {
  for (const phone of phones.splice(0)) await phone.close();
  restoreWebSocket();
}

export interface StockCall {
  readonly phone: StockPhone;
  readonly inviter: Inviter;
  readonly invite: SipMessage;
  readonly far: FarEnd;
  /** The states that the session went through. */
  readonly states: SessionState[];
  /** A request of the far end inside the dialog. */
  request(method: string, cseq: number, parts?: Partial<RequestParts>): void;
}

/** A call of SIP.js that waits for its answer. */
export async function stockRinging(phone: StockPhone, options: InviterOptions = {}): Promise<StockCall> {
  const inviter = new Inviter(phone.agent, UserAgent.makeURI('sip:bob@example.com')!, options);
  const states = statesOf(inviter);
  await inviter.invite();
  const invite = await phone.server.next('INVITE');
  return {
    phone,
    inviter,
    invite,
    far: phone.farEnd(),
    states,
    request: (method, cseq, parts = {}) => {
      phone.server.request(method, {
        callId: invite.header('call-id'),
        from: `${invite.header('to')};tag=peer`,
        to: invite.header('from'),
        cseq,
        ...parts,
      });
    },
  };
}

/** A call of SIP.js that has been answered. */
export async function stockAnswered(phone: StockPhone): Promise<StockCall> {
  const call = await stockRinging(phone);
  phone.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
  await phone.server.next('ACK');
  await until(() => call.inviter.state === SessionState.Established, 'the session to be established');
  return call;
}

/** Somebody calls SIP.js; resolves when it rings. */
export async function stockCalled(
  phone: StockPhone,
  parts: Partial<RequestParts> = {},
): Promise<{invitation: Invitation; far: FarEnd; callId: string}> {
  const far = phone.farEnd();
  const callId = unique('call');
  const before = phone.invitations.length;
  phone.server.request('INVITE', {
    callId,
    from: '<sip:bob@example.com>;tag=far',
    to: '<sip:alice@example.com>',
    cseq: 1,
    body: await far.offer(),
    ...parts,
  });
  await phone.server.next('180 INVITE');
  await until(() => phone.invitations.length > before, 'the invitation');
  return {invitation: phone.invitations.at(-1)!, far, callId};
}

function statesOf(session: Session): SessionState[] {
  const states: SessionState[] = [];
  session.stateChange.addListener((state) => void states.push(state));
  return states;
}
