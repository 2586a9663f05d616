import {resolveConfig} from '../../../src/core/config/phone-config.js';
import type {PhoneOptions} from '../../../src/core/config/phone-options.js';
import type {InviteOptions, SipEngine, SipEngineListener, SipSession} from '../../../src/core/engine/sip-engine.js';
import type {SipError} from '../../../src/core/errors.js';
import {createLogger} from '../../../src/core/logger.js';
import type {TextMessage} from '../../../src/core/engine/sip-message.js';
import {sipEngineFactory} from '../../../src/sip/create-engine.js';
import {SIP_GROUPS, type SipGroups} from '../../../src/sip/groups.js';
import {FakeClock} from '../../../src/testing/fake-clock.js';
import {FakeMedia} from '../../../src/testing/fake-media.js';
import {FarEnd} from './far-end.js';
import {installFakeWebSocket, restoreWebSocket} from './fake-web-socket.js';
import {ScriptedServer, unique} from './scripted-server.js';
import {SessionLog} from './session-log.js';
import type {SipMessage} from './sip-message.js';
import {until} from './until.js';

export interface LineOptions extends Partial<PhoneOptions> {
  readonly media?: FakeMedia;
  /** Whether nobody takes incoming calls. */
  readonly unattended?: boolean;
  /** Groups of modules that may be late; by default all are there, as they are once a phone has been idle. */
  readonly groups?: Partial<SipGroups>;
}

const lines: PhoneLine[] = [];

/** An engine on a scripted server, with all notices of the engine. */
export class PhoneLine {
  readonly server = new ScriptedServer();
  readonly clock = new FakeClock();
  readonly media: FakeMedia;
  readonly lost: SipError[] = [];
  readonly registrationLost: SipError[] = [];
  /** The other notices of the engine. */
  readonly notices: string[] = [];
  readonly incoming: {session: SipSession; log: SessionLog | undefined}[] = [];
  readonly messages: TextMessage[] = [];
  readonly logged: string[] = [];
  readonly farEnds: FarEnd[] = [];
  engine!: SipEngine;

  constructor(options: LineOptions) {
    this.media = options.media ?? new FakeMedia();
  }

  static async open({media, unattended = false, groups = {}, ...options}: LineOptions = {}): Promise<PhoneLine> {
    const line = new PhoneLine({...(media && {media})});
    installFakeWebSocket(line.server);
    const listener: SipEngineListener = {
      connectionLost: (error) => line.lost.push(error),
      awake: () => line.notices.push('awake'),
      preferredBack: () => line.notices.push('preferredBack'),
      message: (message) => line.messages.push(message) > 0,
      registrationLost: (error) => line.registrationLost.push(error),
      incoming: (session) => {
        line.incoming.push({session, log: unattended ? undefined : new SessionLog(session)});
        session.ring();
      },
    };
    const logger = createLogger((level, name, message, cause) => {
      line.logged.push(`${level} ${name} ${message} ${cause instanceof Error ? cause.message : ''}`);
    });
    const config = resolveConfig({
      server: 'ws://sip.test/ws',
      uri: 'sip:alice@example.com',
      // The realms with which tests challenge a phone that has not registered.
      credentials: {password: 'secret', realms: ['r', 'x', 'edge']},
      clock: line.clock,
      logger,
      ...options,
    });
    await Promise.all([SIP_GROUPS.incoming.need(), SIP_GROUPS.conversation.need()]);
    line.engine = await sipEngineFactory({...SIP_GROUPS, ...groups})({config, media: line.media, listener});
    lines.push(line);
    return line;
  }

  static async connected(options: LineOptions = {}): Promise<PhoneLine> {
    const line = await PhoneLine.open(options);
    await line.engine.connect();
    return line;
  }

  dial(
    target = 'sip:bob@example.com',
    media = {audio: true, video: false},
    options: Partial<InviteOptions> = {},
  ): {session: SipSession; log: SessionLog} {
    const session = this.engine.createSession(target, {media, headers: {}, ...options});
    return {session, log: new SessionLog(session)};
  }

  /** Errors that our own code logged: a listener threw, a callback failed. */
  get failures(): string[] {
    return this.logged.filter((line) => line.startsWith('error'));
  }

  /** How many timers wait, apart from the timer of the next keep-alive. */
  get waiting(): number {
    return this.clock.pending - (this.engine.server ? 1 : 0);
  }

  farEnd(): FarEnd {
    const far = new FarEnd();
    this.farEnds.push(far);
    return far;
  }

  async close(): Promise<void> {
    this.server.auto = (message) => {
      if (!message.status && message.method !== 'ACK') this.server.respond(message, 200);
      return true;
    };
    const done = this.engine.destroy();
    // The far ends of half-finished calls no longer answer: only time limits end such calls.
    await until(() => {
      this.clock.advance(1000);
      return this.#isOver(done);
    }, 'the engine to close');
    for (const far of this.farEnds) far.close();
  }

  #over = false;
  #isOver(done: Promise<void>): boolean {
    void done.then(() => {
      this.#over = true;
    });
    return this.#over;
  }
}

/** For `afterEach`. */
export async function closeLines(): Promise<void> {
  for (const line of lines.splice(0)) await line.close();
  restoreWebSocket();
}

export interface OutboundCall {
  readonly line: PhoneLine;
  readonly session: SipSession;
  readonly log: SessionLog;
  readonly invite: SipMessage;
  readonly far: FarEnd;
  /** A request of the far end inside the dialog. */
  request(method: string, cseq: number, body?: string, headers?: readonly string[], contentType?: string): void;
}

/** A call that is ringing at the far end. */
export async function ringing(line: PhoneLine, media = {audio: true, video: false}): Promise<OutboundCall> {
  const {session, log} = line.dial('sip:bob@example.com', media);
  await session.invite();
  const invite = await line.server.next('INVITE');
  const far = line.farEnd();
  return {
    line,
    session,
    log,
    invite,
    far,
    request: (method, cseq, body = '', headers = [], contentType = 'application/sdp') => {
      line.server.request(method, {
        callId: invite.header('call-id'),
        from: `${invite.header('to')};tag=peer`,
        to: invite.header('from'),
        cseq,
        body,
        headers,
        contentType,
      });
    },
  };
}

/** A call that the far end has answered. */
export async function answered(line: PhoneLine, media = {audio: true, video: false}): Promise<OutboundCall> {
  const call = await ringing(line, media);
  line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
  await line.server.next('ACK');
  await call.log.until('established');
  await until(() => call.log.media?.phase === 'flowing', 'media to flow');
  return call;
}

export interface InboundCall {
  readonly line: PhoneLine;
  readonly session: SipSession;
  readonly log: SessionLog;
  readonly far: FarEnd;
  readonly callId: string;
  readonly branch: string;
  request(method: string, cseq: number, body?: string, headers?: readonly string[], branch?: string): void;
}

/** A call from the far end that rings here. */
export async function called(
  line: PhoneLine,
  {video = false, headers = [], from = '<sip:bob@example.com>', body}: Partial<CallerParts> = {},
): Promise<InboundCall> {
  const far = line.farEnd();
  if (video) await far.addVideo();
  const callId = unique('call');
  const branch = unique('z9hG4bK');
  const before = line.incoming.length;
  const common = {callId, from: `${from};tag=far`};
  line.server.request('INVITE', {
    ...common,
    to: '<sip:alice@example.com>',
    cseq: 1,
    branch,
    headers,
    body: body ?? (await far.offer()),
  });
  const ring = await line.server.next('180 INVITE');
  await until(() => line.incoming.length > before, 'an incoming session');
  const {session, log} = line.incoming.at(-1)!;
  return {
    line,
    session,
    log: log!,
    far,
    callId,
    branch,
    request: (method, cseq, text = '', extra = [], via) => {
      const to = `<sip:alice@example.com>;tag=${ring.tag('to')}`;
      line.server.request(method, {
        ...common,
        to,
        cseq,
        headers: extra,
        body: text,
        ...(via && {branch: via}),
      });
    },
  };
}

export interface CallerParts {
  readonly video: boolean;
  readonly headers: readonly string[];
  readonly from: string;
  readonly body: string;
}
