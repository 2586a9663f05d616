import type {SipSession} from '../../../src/core/engine/sip-engine.js';
import type {FakeClock} from '../../../src/testing/fake-clock.js';
import {PLAIN_OFFER, plainAnswer} from '../../contract/plain-sdp.js';
import type {PhoneLine} from './phone-line.js';
import {unique} from './scripted-server.js';
import type {SessionLog} from './session-log.js';
import type {SipMessage} from './sip-message.js';
import {turn, until} from './until.js';

type Random = (below: number) => number;
type Steps = readonly (() => void | Promise<void>)[];

/** In milliseconds: a call that a person hangs up has ended after this time. */
const HANGUP = 2000;
/** In milliseconds: every promise has settled; the longest wait is that of a re-INVITE which a person decides. */
const DEADLINE = 200_000;

/** The descriptions that a far end sends; all but the first are illegal. */
const BODIES = ['plain', 'v=0\r\nnonsense\r\n', 'm=audio 0 RTP/AVP 0\r\n', 'x', ''];
const STATUSES = [100, 180, 183, 199, 200, 202, 302, 401, 407, 422, 481, 486, 487, 491, 500, 503, 600, 699];

/**
 * One call in which person, far end and network do anything at any time, legal or not: messages come in no order, are
 * lost or doubled, and nobody keeps to RFC 3261. Only what a person relies on has to hold at its end.
 */
export class RandomWalk {
  /** What happened, in order. */
  readonly story: string[] = [];
  readonly #line: PhoneLine;
  readonly #timers: FakeClock;
  readonly #random: Random;
  readonly #callId = unique('walk');
  readonly #open = new Map<string, Promise<unknown>>();
  readonly #unanswered: SipMessage[] = [];
  readonly #late: (() => void)[] = [];
  #session!: SipSession;
  #log!: SessionLog;
  #invite: SipMessage | undefined;
  #ring: SipMessage | undefined;
  #cseq = 1;
  #faults: string[] = [];

  /** @param timers - The clock of those timers that SIP.js sets itself. */
  constructor(line: PhoneLine, timers: FakeClock, next: Random) {
    this.#line = line;
    this.#timers = timers;
    this.#random = next;
  }

  /** Returns what is wrong after the call. */
  async play(): Promise<readonly string[]> {
    const {server} = this.#line;
    server.auto = (message) => this.#received(message);
    await (this.#chance(2) ? this.#dial() : this.#called());
    if (!this.#chance(3)) await this.#answer();
    for (let steps = 1 + this.#random(12); steps > 0; steps -= 1) {
      await this.#one([...this.#ours(), ...this.#theirs(), ...this.#network()]);
      for (let turns = [0, 0, 1, 3][this.#random(4)]!; turns > 0; turns -= 1) await turn();
      if (this.#chance(6)) this.#pass(1 + this.#random(40_000));
    }
    await this.#hangUp();
    await this.#settle();
    return this.#faults;
  }

  async #dial(): Promise<void> {
    this.story.push('we call');
    const {session, log} = this.#line.dial();
    [this.#session, this.#log] = [session, log];
    this.#promise('invite', session.invite());
    if (this.#chance(10)) return;
    await until(() => this.#invite !== undefined || log.ends.length > 0, 'the INVITE');
  }

  async #called(): Promise<void> {
    this.story.push('they call');
    const {server, incoming} = this.#line;
    const before = incoming.length;
    server.request('INVITE', {
      callId: this.#callId,
      from: '<sip:bob@example.com>;tag=far',
      to: '<sip:alice@example.com>',
      cseq: 1,
      branch: this.#branch(1),
      body: this.#chance(4) ? '' : PLAIN_OFFER,
    });
    await until(() => incoming.length > before && this.#ring !== undefined, 'the call to come in');
    this.#session = incoming.at(-1)!.session;
    this.#log = incoming.at(-1)!.log!;
  }

  /** Most of what can go wrong goes wrong in a conversation. */
  async #answer(): Promise<void> {
    if (this.#invite) {
      this.story.push('they answer');
      this.#line.server.respond(this.#invite, 200, {body: plainAnswer(this.#invite.body)});
    } else if (this.#ring) {
      this.#promise('accept', this.#session.accept({audio: true, video: false}));
    }
    for (let turns = this.#random(12); turns > 0; turns -= 1) await turn();
    if (this.#ring && !this.#chance(5)) this.#acknowledge();
  }

  /** Confirms our answer as the caller should. */
  #acknowledge(): void {
    this.story.push('they: ACK');
    this.#line.server.request('ACK', {
      callId: this.#callId,
      from: '<sip:bob@example.com>;tag=far',
      to: `<sip:alice@example.com>;tag=${this.#ring!.tag('to')}`,
      cseq: 1,
    });
  }

  /** What the phone sends: it is lost, answered now, or answered by a later step. */
  #received(message: SipMessage): boolean {
    const {method, status} = message;
    if (status) {
      if (status > 100 && message.header('cseq') === '1 INVITE') this.#ring ??= message;
      return true;
    }
    if (method === 'INVITE') this.#invite ??= message;
    if (method === 'ACK') return true;
    this.story.push(`we: ${method}`);
    if (method === 'INVITE' && message === this.#invite) this.#unanswered.push(message);
    else if (this.#chance(4)) this.#unanswered.push(message);
    else if (!this.#chance(6)) this.#respond(message, this.#chance(3) ? this.#pick(STATUSES) : 200);
    return true;
  }

  #ours(): Steps {
    const session = this.#session;
    return [
      () => this.#promise('hold', session.setHeld(this.#chance(2))),
      () => this.#promise('video', session.setVideo(this.#chance(2))),
      () => this.#promise('screen', session.shareScreen(this.#chance(2))),
      () => this.#promise('restart', session.restartMedia()),
      () => this.#promise('mute', session.setMuted(this.#chance(2) ? 'audio' : 'video', this.#chance(2))),
      () =>
        this.#promise(
          'digits',
          session.sendDigits('1,2', {via: this.#chance(2) ? 'info' : 'rtp'}, () => undefined),
        ),
      () => this.#promise('request', session.request('INFO', {})),
      () =>
        this.#promise('transfer', session.transfer({target: 'sip:c@example.com', headers: {}, news: () => undefined})),
      () => this.#promise('repair', session.repair()),
      () => this.#promise('accept', session.accept({audio: true, video: false})),
      () => this.#promise('accept', session.accept({audio: true, video: false})),
      () => this.#promise('progress', session.progress({code: 183, media: {audio: true, video: false}})),
      () => {
        session.ring();
      },
      () => (this.#chance(3) ? this.#promise('end', session.end({status: 486})) : undefined),
    ];
  }

  #theirs(): Steps {
    const answer = () => {
      const request = this.#unanswered[this.#random(this.#unanswered.length || 1)];
      if (request) this.#respond(request, this.#pick(STATUSES));
    };
    const methods = [
      'BYE',
      'INVITE',
      'UPDATE',
      'INFO',
      'NOTIFY',
      'REFER',
      'OPTIONS',
      'MESSAGE',
      'PRACK',
      'CANCEL',
      'ACK',
    ];
    const request = () => this.#request(this.#pick(methods));
    return [answer, answer, answer, answer, request, request, request, request, request, request];
  }

  #network(): Steps {
    return [
      async () => {
        if (!this.#chance(3)) return;
        const {server, engine, lost} = this.#line;
        this.story.push('the connection breaks');
        const before = lost.length;
        server.drop();
        await until(() => lost.length > before, 'the loss');
        await engine.connect();
        this.#promise('repair', this.#session.repair());
      },
      () => this.#late.splice(0).forEach((deliver) => deliver()),
    ];
  }

  #respond(request: SipMessage, status: number): void {
    const tag = this.#pick(['peer', 'peer', 'peer', 'other', '']);
    const body = this.#body(request.method === 'INVITE' && request.body ? plainAnswer(request.body) : PLAIN_OFFER);
    const headers = [
      ...(this.#chance(6) ? ['Require: 100rel', `RSeq: ${String(this.#random(4))}`] : []),
      ...(status === 302 ? ['Contact: <sip:c@example.com>'] : []),
      ...(status === 401 ? ['WWW-Authenticate: Digest realm="r", nonce="n"'] : []),
      ...(status === 422 ? ['Min-SE: 90'] : []),
      ...(status === 500 ? ['Retry-After: 1'] : []),
    ];
    this.#deliver(`${String(status)} ${request.method} ${tag}${body && ' sdp'}`, () => {
      this.#line.server.respond(request, status, {tag, body, headers});
    });
  }

  #request(method: string): void {
    const request = this.#invite;
    const ring = this.#ring;
    const tag = this.#pick(['peer', 'peer', 'peer', 'other']);
    const from = request ? `${request.header('to')};tag=${tag}` : '<sip:bob@example.com>;tag=far';
    const to = request?.header('from') ?? `<sip:alice@example.com>;tag=${ring?.tag('to') ?? 'x'}`;
    const old = this.#chance(5);
    if (!old) this.#cseq += 1;
    const cseq = method === 'ACK' || method === 'CANCEL' || old ? 1 + this.#random(this.#cseq) : this.#cseq;
    const branch = method === 'CANCEL' ? this.#branch(cseq) : unique('z9hG4bKwalk');
    const body = ['INVITE', 'UPDATE', 'ACK', 'PRACK'].includes(method)
      ? this.#body(PLAIN_OFFER)
      : this.#chance(2)
        ? 'x'
        : '';
    const headers: Record<string, string[]> = {
      NOTIFY: ['Event: refer', 'Subscription-State: active'],
      REFER: ['Refer-To: <sip:c@example.com>'],
      PRACK: [`RAck: ${String(this.#random(3))} 1 INVITE`],
    };
    const contentType = this.#chance(5) ? 'text/plain' : 'application/sdp';
    this.#deliver(`they: ${method} ${String(cseq)} ${tag}${body && ' body'}`, () => {
      const callId = request?.header('call-id') ?? this.#callId;
      this.#line.server.request(method, {
        callId,
        from,
        to,
        cseq,
        branch,
        body,
        contentType,
        headers: headers[method] ?? [],
      });
    });
  }

  /** Delivers a message of the far end: once, twice, later, or never. */
  #deliver(what: string, deliver: () => void): void {
    const fate = this.#random(12);
    if (fate === 0) {
      this.story.push(`lost: ${what}`);
      return;
    }
    this.story.push(fate === 1 ? `later: ${what}` : what);
    if (fate === 1) this.#late.push(deliver);
    else deliver();
    if (fate === 2) deliver();
  }

  /** The person gives up: nothing may keep the devices open. */
  async #hangUp(): Promise<void> {
    this.story.push('we hang up');
    this.#promise('the last end', this.#session.end({status: 487}));
    for (let passed = 0; passed <= HANGUP; passed += 250) {
      for (let turns = 0; turns < 4; turns += 1) await turn();
      if (this.#ended) break;
      this.#pass(250);
    }
    const {media} = this.#line;
    if (this.#log.ends.length !== 1) this.#faults.push(`ended ${String(this.#log.ends.length)} times`);
    if (media.liveTracks) this.#faults.push(`${String(media.liveTracks)} tracks are live`);
  }

  async #settle(): Promise<void> {
    for (const deliver of this.#late.splice(0)) deliver();
    for (let passed = 0; passed < DEADLINE && this.#open.size > 0; passed += 5000) {
      for (let turns = 0; turns < 2; turns += 1) await turn();
      if (this.#open.size > 0) this.#pass(5000);
    }
    for (const name of this.#open.keys()) this.#faults.push(`never settled: ${name}`);
    if (this.#log.ends.length > 1) this.#faults.push(`ended ${String(this.#log.ends.length)} times`);
  }

  #promise(name: string, promise: Promise<unknown>): void {
    const key = `${name} ${String(this.story.push(`we ${name}`))}`;
    this.#open.set(key, promise);
    const settled = () => this.#open.delete(key);
    promise.then(settled, settled);
  }

  get #ended(): boolean {
    return this.#log.ends.length > 0;
  }

  #pass(milliseconds: number): void {
    this.#line.clock.advance(milliseconds);
    this.#timers.advance(milliseconds);
  }

  #branch(cseq: number): string {
    return `z9hG4bK${this.#callId}${String(cseq)}`;
  }

  #body(right: string): string {
    if (!this.#chance(3)) return right;
    const body = this.#pick(BODIES);
    return body === 'plain' ? PLAIN_OFFER : body;
  }

  async #one(steps: Steps): Promise<void> {
    await steps[this.#random(steps.length)]!();
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random(list.length)]!;
  }

  #chance(of: number): boolean {
    return this.#random(of) === 0;
  }
}
