import {userOf} from '../core/address.js';
import type {Identity} from '../core/call/call-state.js';
import type {
  CallMemo,
  InviteOptions,
  SavedCall,
  SipEngine,
  SipEngineFactory,
  SipEngineOptions,
} from '../core/engine/sip-engine.js';
import {SipError} from '../core/errors.js';
import type {RequestOptions, SipAnswer} from '../core/engine/sip-message.js';
import {FakeSession} from './fake-session.js';

export interface FakeCaller {
  readonly name?: string;
  readonly uri?: string;
  /** Whether the caller offers a picture. */
  readonly video?: boolean;
  /** Header fields of the INVITE. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The session whose place this one takes. */
  readonly replaces?: FakeSession;
  /** Whether a trusted server vouches for the caller's identity. */
  readonly asserted?: boolean;
}

/**
 * A SIP engine without a network. It connects and registers at once; the test plays the server and the far ends.
 *
 * ```js
 * const engine = new FakeEngine();
 * const phone = createPhone(options, {engine: engine.factory, media: new FakeMedia().factory});
 * ```
 */
export class FakeEngine implements SipEngine {
  /** The errors of `connect()` and `register()`; undefined lets them succeed. */
  connectFailure: SipError | undefined;
  registerFailure: SipError | undefined;
  /** The error of `request()`; undefined lets it succeed. */
  requestFailure: SipError | undefined;
  /** The options of the last session. */
  lastOptions: Partial<InviteOptions> = {};
  /** All sessions until now, oldest first. */
  readonly sessions: FakeSession[] = [];
  /** Everything that the phone asked of the engine, in order. */
  readonly log: string[] = [];
  /** The index of the server that `connect()` finds. */
  serverIndex = 0;
  /** The calls that the page before left; fill it before the phone starts. */
  readonly saved: Partial<CallMemo>[] = [];
  connected = false;
  registered = false;
  destroyed = false;

  #options: SipEngineOptions | undefined;

  /** Hand this to `createPhone` or to `<sip-phone>.ports`. */
  readonly factory: SipEngineFactory = (options) => {
    this.#options = options;
    this.destroyed = false;
    return Promise.resolve(this);
  };

  /** The newest session. */
  get last(): FakeSession {
    const session = this.sessions.at(-1);
    if (!session) throw new SipError('invalid-state', 'There has been no session yet.');
    return session;
  }

  /** The configured server at `serverIndex`; null without a connection. */
  get server(): string | null {
    return this.connected ? (this.#options?.config.servers[this.serverIndex]?.url ?? null) : null;
  }

  // What the phone asks.

  connect(): Promise<void> {
    this.log.push('connect');
    if (this.connectFailure) return Promise.reject(this.connectFailure);
    this.connected = true;
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    this.log.push('disconnect');
    this.connected = false;
    this.registered = false;
    return Promise.resolve();
  }

  register(): Promise<void> {
    this.log.push('register');
    if (this.registerFailure) return Promise.reject(this.registerFailure);
    this.registered = true;
    return Promise.resolve();
  }

  unregister(): Promise<void> {
    this.log.push('unregister');
    this.registered = false;
    return Promise.resolve();
  }

  createSession(target: string, options: InviteOptions): FakeSession {
    const {media, headers, caller} = options;
    this.lastOptions = options;
    this.log.push(`invite ${target}`);
    const remoteIdentity: Identity = {
      name: '',
      uri: target,
      user: userOf(target),
    };
    const session = new FakeSession({
      direction: 'outbound',
      media: this.#opened().media,
      wanted: media,
      headers,
      remoteIdentity,
      localIdentity: caller && {name: caller.name, uri: caller.uri, user: userOf(caller.uri)},
    });
    this.sessions.push(session);
    return session;
  }

  request(method: string, target: string, {body = ''}: RequestOptions): Promise<SipAnswer> {
    this.log.push(`${method} ${target} ${body}`.trim());
    if (this.requestFailure) return Promise.reject(this.requestFailure);
    return Promise.resolve({status: 200, reason: 'OK', headers: [], body: ''});
  }

  prewarm(): void {
    this.log.push('prewarm');
  }

  restore(): readonly SavedCall[] {
    return this.saved.splice(0).map((saved, index) => {
      const memo: CallMemo = {
        id: `saved-${String(index)}`,
        startTime: 0,
        muted: {audio: false, video: false},
        deaf: false,
        held: false,
        video: false,
        remoteVideo: false,
        ...saved,
      };
      const session = new FakeSession({
        direction: 'inbound',
        media: this.#opened().media,
        wanted: {audio: true, video: memo.video},
        remoteIdentity: {name: '', uri: 'sip:caller@example.com', user: 'caller'},
        restored: true,
      });
      this.sessions.push(session);
      return {memo, session};
    });
  }

  async leave(): Promise<void> {
    const kept = this.sessions.flatMap((session) => (session.over ? [] : (session.memo ?? [])));
    if (!kept.length) {
      await this.destroy();
      return;
    }
    this.log.push('leave');
    for (const session of this.sessions) session.part();
    this.saved.push(...kept);
    this.destroyed = true;
    this.connected = false;
    this.registered = false;
  }

  async destroy(): Promise<void> {
    this.log.push('destroy');
    this.destroyed = true;
    this.connected = false;
    this.registered = false;
    await Promise.all(this.sessions.filter((session) => !session.over).map((session) => session.end({status: 480})));
  }

  // What the server does.

  /** Somebody calls. */
  ring({
    name = '',
    uri = 'sip:caller@example.com',
    video = false,
    headers,
    replaces,
    asserted,
  }: FakeCaller = {}): FakeSession {
    const session = new FakeSession({
      direction: 'inbound',
      media: this.#opened().media,
      wanted: {audio: true, video},
      remoteIdentity: {name, uri, user: userOf(uri)},
      videoOffered: video,
      headers,
      replaces,
      asserted,
    });
    this.sessions.push(session);
    this.#opened().listener.incoming(session);
    return session;
  }

  /** Somebody sends a message outside of calls. Returns whether the phone accepted it. */
  message(text: string, uri = 'sip:caller@example.com'): boolean {
    const from = {name: '', uri, user: userOf(uri)};
    return this.#opened().listener.message({from, text, contentType: 'text/plain'});
  }

  /** The connection is lost. */
  loseConnection(): void {
    this.connected = false;
    this.registered = false;
    this.#opened().listener.connectionLost(new SipError('connection-lost', 'The connection to the server was lost.'));
  }

  /** The network is back, or the page has woken up. */
  wake(): void {
    this.#opened().listener.awake();
  }

  /** A better server than the present one can be reached again. */
  offerServer(index: number): void {
    this.serverIndex = index;
    this.#opened().listener.preferredBack();
  }

  /** The registrar removes our binding. */
  loseRegistration(error = new SipError('registration-rejected', 'The server took the registration back.')): void {
    this.registered = false;
    this.#opened().listener.registrationLost(error);
  }

  #opened(): SipEngineOptions {
    if (!this.#options) throw new SipError('invalid-state', 'The phone has not been started yet.');
    return this.#options;
  }
}
