import type {UserAgentCoreDelegate} from './sip-js.js';
import type {
  InviteOptions,
  SavedCall,
  SipEngine,
  SipEngineListener,
  SipEngineOptions,
  SipSession,
} from '../core/engine/sip-engine.js';
import {SipError, toSipError} from '../core/errors.js';
import type {RequestOptions, SipAnswer} from '../core/engine/sip-message.js';
import {makeAgent, type Agent} from './agent.js';
import type {Account} from './authentication/account.js';
import {installAuthentication} from './authentication/authentication.js';
import {CodecPreferences} from './negotiation/codec-preferences.js';
import {Connectivity} from './recovery/connectivity.js';
import {Flow} from './transport/flow.js';
import {writeHeaderLines} from './messages/header-lines.js';
import {guarded} from './guarded.js';
import type {SipGroups} from './groups.js';
import {IncomingCalls} from './session/incoming-calls.js';
import {sessionInbox} from './session/inbox.js';
import type {Instance} from './recovery/instance-id.js';
import {Notifier, type News, type Reply} from './notifier.js';
import {outOfDialogDelegate, sendOutOfDialog} from './out-of-dialog.js';
import {keepForNextConnection} from './transport/outbox.js';
import {outboundSession} from './session/outbound.js';
import type {PageChange} from './recovery/page-change.js';
import {PastSessions} from './session/past-sessions.js';
import {PeerConnections} from './media/peer-connections.js';
import {installReceiver} from './messages/receiving.js';
import type {Registration} from './registration/registration.js';
import type {SessionContext} from './session/session-context.js';
import type {InviteSession} from './session/session.js';
import {allowUpdate} from './messages/allow.js';
import {ServerList} from './transport/server-list.js';
import {within} from './waiting.js';

/** How long the end of all calls may take, in milliseconds. */
const FAREWELL = 2000;

export interface UserAgentParts {
  readonly account: Account;
  readonly instance: Instance;
  readonly groups: SipGroups;
}

/** A SIP user agent on SIP.js. */
export class UserAgent implements SipEngine {
  readonly #options: SipEngineOptions;
  readonly #agent: Agent;
  readonly #flow: Flow;
  readonly #groups: SipGroups;
  readonly #incoming: IncomingCalls;
  readonly #notifier: Notifier;
  readonly #connections: PeerConnections;
  readonly #context: SessionContext;
  readonly #sessions = new Map<string, InviteSession>();
  readonly #past = new PastSessions();
  readonly #account: Account;
  readonly #instance: Instance;
  readonly #gone = new AbortController();
  /** Undefined for a phone that does not register. */
  #registration: Registration | undefined;
  #pageChange: PageChange | undefined;
  #ahead = false;
  #destroyed: Promise<void> | undefined;

  constructor(options: SipEngineOptions, {account, instance, groups}: UserAgentParts) {
    const {config, media, listener} = options;
    const servers = new ServerList(config.servers, config.clock);
    this.#options = options;
    this.#groups = groups;
    this.#account = account;
    this.#instance = instance;
    this.#notifier = new Notifier(config.logger);
    this.#agent = makeAgent({config, instance, servers});
    const {core, transport} = this.#agent;
    this.#connections = new PeerConnections(config);
    allowUpdate();
    writeHeaderLines(core);
    installAuthentication(this.#agent, account, config);
    const {logger} = config;
    const wasHere = (id: string) => this.#past.has(id);
    const inbox = sessionInbox({agent: this.#agent, logger, sessions: this.#sessions, wasHere});
    installReceiver(this.#agent, {logger, inbox});
    this.#flow = this.#makeFlow(servers);
    keepForNextConnection(this.#agent, config.clock, config.logger);
    core.delegate = this.#delegate();
    transport.onConnect = () => this.#flow.opened();
    transport.onDisconnect = (error) => this.#disconnected(error);
    this.#context = {
      config,
      media,
      agent: this.#agent,
      groups,
      connectivity: new Connectivity(transport, config.clock),
      notifier: this.#notifier,
      connections: this.#connections,
      codecs: new CodecPreferences(config),
      over: (id) => {
        this.#sessions.delete(id);
        this.#past.add(id);
        this.#pages?.save();
      },
      save: () => this.#pages?.save(),
    };
    this.#incoming = new IncomingCalls({
      context: this.#context,
      signal: this.#gone.signal,
      sessions: this.#sessions,
      keep: (session) => this.#keep(session),
      take: (session) => listener.incoming(session),
    });
    if (config.register) groups.incoming.load(this.#gone.signal);
  }

  get server(): string | null {
    return this.#flow.server;
  }

  async connect(): Promise<void> {
    this.#assertAlive();
    try {
      await this.#agent.transport.connect();
    } catch (cause) {
      const urls = this.#options.config.servers.map(({url}) => url).join(', ');
      throw new SipError('server-unreachable', `There is no connection to ${urls}.`, {cause});
    }
    this.#assertAlive();
    this.#fetchAhead();
  }

  disconnect(): Promise<void> {
    return this.#agent.transport.disconnect();
  }

  async register(): Promise<void> {
    this.#assertAlive();
    try {
      const {Registration} = await this.#groups.incoming.need();
      this.#assertAlive();
      this.#registration ??= this.#makeRegistration(Registration);
      await this.#registration.register();
    } catch (error) {
      throw this.#flow.leaveIfOverloaded(toSipError(error));
    }
  }

  async unregister(): Promise<void> {
    await this.#registration?.unregister();
  }

  createSession(target: string, options: InviteOptions): SipSession {
    this.#assertAlive();
    const session = outboundSession(this.#context, target, options);
    this.#keep(session);
    return session;
  }

  async request(method: string, target: string, options: RequestOptions): Promise<SipAnswer> {
    this.#assertAlive();
    const parts = {usage: {agent: this.#agent}, signal: this.#gone.signal, ...this.#options.config};
    return sendOutOfDialog(parts, method, target, options);
  }

  prewarm(): void {
    if (!this.#destroyed) void this.#connections.prewarm();
  }

  restore(): readonly SavedCall[] {
    const calls = this.#pages?.restore(this.#context) ?? [];
    for (const {session} of calls) this.#keep(session);
    return calls;
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#tearDown();
    return this.#destroyed;
  }

  leave(): Promise<void> {
    this.#destroyed ??= this.#tearDown(this.#pages?.leave());
    return this.#destroyed;
  }

  async #tearDown(keepsBinding = false): Promise<void> {
    const {clock} = this.#options.config;
    this.#gone.abort();
    // The messages that end the calls and the registration are sent before the first `await`: the code of a page that
    // is closing may run no further.
    const ends = [...this.#sessions.values()].map((session) => session.end({status: 480}));
    const gone = keepsBinding ? undefined : this.#registration?.unregister();
    await Promise.all([gone, within(clock, FAREWELL, Promise.all(ends))]);
    this.#flow.close();
    await this.disconnect();
    this.#connections.close();
    this.#agent.core.dispose();
    this.#pages?.close();
    this.#account.close();
    if (!keepsBinding) this.#instance.release();
  }

  /** Undefined where nothing is kept for the next page, and before there can be something. */
  get #pages(): PageChange | undefined {
    const {config} = this.#options;
    const {now} = this.#groups.conversation;
    if (!now || !config.recover || !this.#instance.exclusive) return undefined;
    return (this.#pageChange ??= new now.PageChange(this.#instance, config.clock, this.#sessions));
  }

  #makeRegistration(Class: typeof Registration): Registration {
    return new Class({
      agent: this.#agent,
      config: this.#options.config,
      instanceId: this.#instance.id,
      hasCredentials: this.#account.credentials !== undefined,
      keepAliveWithin: (seconds) => this.#flow.keepAliveWithin(seconds),
      leave: (error) => this.#flow.leaveIfOverloaded(error) !== error,
      lost: (error) => this.#tell('registrationLost', error),
    });
  }

  /** There is a connection: what may be needed later comes while the browser has nothing else to do. */
  #fetchAhead(): void {
    if (this.#ahead) return;
    this.#ahead = true;
    const {incoming, conversation} = this.#groups;
    for (const group of [incoming, conversation]) group.loadWhenIdle(this.#gone.signal);
  }

  #makeFlow(servers: ServerList): Flow {
    return new Flow({
      config: this.#options.config,
      agent: this.#agent,
      servers,
      busy: () => this.#sessions.size > 0,
      awake: () => this.#tell('awake'),
      preferredBack: () => this.#tell('preferredBack'),
    });
  }

  #keep(session: InviteSession): void {
    this.#sessions.set(session.id, session);
    this.#flow.pace();
  }

  #delegate(): UserAgentCoreDelegate {
    const {config} = this.#options;
    return {
      ...outOfDialogDelegate(config, (message, answer) => this.#ask(answer, 'message', message)),
      onInvite: guarded(config.logger, (request) => this.#incoming.invited(request)),
    };
  }

  /** The connection is closed. Without a `cause`, this phone closed it. */
  #disconnected(cause: Error | undefined): void {
    this.#flow.lost();
    this.#registration?.connectionLost();
    if (!cause) return;
    const error = new SipError('connection-lost', 'The connection to the server was lost.', {cause});
    this.#tell('connectionLost', error);
  }

  #tell<K extends keyof SipEngineListener>(...news: News<SipEngineListener, K>): void {
    this.#ask(() => undefined, ...news);
  }

  /** Tells the phone as `#tell()` does, and passes the phone's reply to `answer`. */
  #ask<K extends keyof SipEngineListener>(
    answer: (reply: Reply<SipEngineListener, K>) => void,
    ...news: News<SipEngineListener, K>
  ): void {
    this.#notifier.ask(() => (this.#destroyed ? undefined : this.#options.listener), answer, ...news);
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new SipError('invalid-state', 'This engine has been shut down.');
  }
}
