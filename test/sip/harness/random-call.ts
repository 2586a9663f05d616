import type {SipSession} from '../../../src/core/engine/sip-engine.js';
import type {PhoneLine} from './phone-line.js';
import type {SessionLog} from './session-log.js';
import type {SipMessage} from './sip-message.js';
import {unique, type ResponseParts} from './scripted-server.js';
import {turn, until} from './until.js';

type Random = (below: number) => number;

const RELIABLE = 'Require: 100rel';

/** One call of ours, whose person and far ends act at random, and the conditions that must hold at its end. */
export class RandomCall {
  /** What happened, in order. */
  readonly story: string[] = [];
  readonly #line: PhoneLine;
  readonly #random: Random;
  readonly #target: string;
  readonly #session: SipSession;
  readonly #log: SessionLog;
  readonly #start: number;
  #invite!: SipMessage;
  #sdp = '';
  #cseq = 0;
  #rseq: Record<string, number> = {};
  /** Requests of far ends, by branch. */
  readonly #requests = new Map<string, string>();
  /** Requests that had an offer. */
  readonly #offered = new Set<string>();
  /** The last 2xx of each INVITE and phone, as the index in the server's log after which its ACK must come. */
  readonly #accepted = new Map<string, number>();
  /** Phones that have sent or received BYE. */
  readonly #left = new Set<string>();
  #refused = false;

  constructor(line: PhoneLine, next: Random, seed: number) {
    this.#line = line;
    this.#random = next;
    this.#target = `sip:bob${String(seed)}@example.com`;
    this.#start = line.server.log.length;
    const {session, log} = line.dial(this.#target);
    this.#session = session;
    this.#log = log;
    log.referred = (referral) => {
      referral.reject(603);
    };
  }

  async play(): Promise<void> {
    const {server} = this.#line;
    server.auto = (message) => this.#answer(message);
    await this.#session.invite();
    await until(() => Boolean(this.#invite as SipMessage | undefined), 'the INVITE');
    this.#sdp = await descriptionFor(this.#line, this.#invite.body);
    for (let steps = 1 + this.#random(8); steps > 0; steps -= 1) {
      await this.#step();
      await this.#pause();
    }
    await this.#finish();
  }

  /** Returns what is wrong after the call. */
  faults(): string[] {
    const {media, server} = this.#line;
    const log = server.log.slice(this.#start);
    const faults: string[] = [];
    if (this.#log.ends.length !== 1) faults.push(`ended ${String(this.#log.ends.length)} times`);
    if (media.liveTracks) faults.push(`${String(media.liveTracks)} tracks are live`);
    for (const [branch, method] of this.#requests) {
      const finals = log.filter(({status, text}) => status >= 200 && text.includes(branch));
      if (finals.length !== 1) faults.push(`${method}: ${String(finals.length)} final answers`);
    }
    for (const [key, place] of this.#accepted) {
      const acks = server.log.slice(place).filter((message) => message.method === 'ACK' && keyOf(message) === key);
      if (!acks.length) faults.push(`no ACK for ${key}`);
      const [tag = ''] = key.split(' ');
      if (!this.#left.has(tag)) faults.push(`a ghost at ${tag}`);
    }
    return faults;
  }

  /** Answers our requests for the far ends. */
  #answer(message: SipMessage): boolean {
    const {server} = this.#line;
    const {method, status} = message;
    if (status || method === 'ACK') return true;
    const tag = message.tag('to');
    if (method === 'INVITE' && !tag) {
      this.#invite = message;
      return true;
    }
    this.story.push(`we: ${method}`);
    if (method === 'BYE') this.#left.add(tag);
    if (method === 'INVITE') this.#answerChange(message);
    else server.respond(message, method === 'BYE' && this.#chance(4) ? 481 : 200);
    if (method === 'CANCEL' && !this.#refused && !this.#accepted.size) {
      if (this.#chance(3)) this.#accept(this.#tag(), this.#sdp);
      else this.#refuse(487);
    }
    return true;
  }

  #answerChange(invite: SipMessage): void {
    const status = [200, 200, 200, 488, 491, 481][this.#random(6)]!;
    this.story.push(`re-INVITE: ${String(status)}`);
    const body = status === 200 ? answerTo(invite.body, this.#sdp) : '';
    if (status === 200) this.#accepted.set(keyOf(invite), this.#line.server.log.length);
    this.#line.server.respond(invite, status, {body});
  }

  /** Takes one random step. Steps that are more frequent at the beginning of calls are in the list several times. */
  #step(): void | Promise<void> {
    const tag = this.#tag();
    const ring = () => {
      this.#progress(180, tag, '');
    };
    const play = () => {
      this.#progress(183, tag, this.#chance(3) ? '' : this.#sdp);
    };
    const leave = () => {
      this.#request('BYE', tag);
      this.#left.add(tag);
    };
    const steps: readonly (() => void | Promise<void>)[] = [
      ...[ring, play, play, play, leave, leave, leave],
      () => {
        this.#accept(tag, this.#chance(8) ? '' : this.#sdp);
      },
      () => {
        if (this.#chance(2)) this.#refuse([486, 302, 503, 487][this.#random(4)]!);
      },
      () => {
        if (this.#chance(2)) this.#hangUp();
      },
      () => {
        this.#request(['INFO', 'MESSAGE', 'NOTIFY', 'OPTIONS', 'REFER'][this.#random(5)]!, tag);
      },
      () => {
        this.#request('UPDATE', tag, this.#chance(2) ? '' : this.#offer());
      },
      () => {
        this.#request('INVITE', tag, this.#chance(2) ? '' : this.#offer());
      },
      () => {
        this.story.push('we hold');
        // The hold may fail: before the answer, or when the far end refuses.
        this.#session.setHeld(this.#chance(2)).catch(() => undefined);
      },
      () => (this.#chance(3) ? this.#break() : undefined),
    ];
    return steps[this.#random(steps.length)]!();
  }

  #progress(status: number, tag: string, body: string): void {
    if (this.#refused || this.#accepted.size) return;
    const reliable = this.#chance(4);
    const rseq = (this.#rseq[tag] ?? 0) + 1;
    if (reliable) this.#rseq[tag] = rseq;
    const headers = reliable ? [RELIABLE, `RSeq: ${String(rseq)}`] : [];
    this.story.push(`${tag}: ${String(status)}${body && ' sdp'}${reliable ? ' reliable' : ''}`);
    this.#line.server.respond(this.#invite, status, {tag, body, headers});
  }

  #accept(tag: string, body: string): void {
    if (this.#refused) return;
    this.story.push(`${tag}: 200${body && ' sdp'}`);
    this.#accepted.set(`${tag} ${String(this.#invite.cseq)}`, this.#line.server.log.length);
    this.#line.server.respond(this.#invite, 200, {tag, body});
  }

  #refuse(status: number): void {
    if (this.#refused || this.#accepted.size) return;
    this.#refused = true;
    this.story.push(String(status));
    const parts: ResponseParts = {tag: this.#tag()};
    this.#line.server.respond(this.#invite, status, parts);
  }

  #hangUp(): void {
    this.story.push('we hang up');
    void this.#session.end({status: 487});
  }

  #request(method: string, tag: string, body = ''): void {
    const {server} = this.#line;
    const branch = unique('z9hG4bKrandom');
    this.#requests.set(branch, `${method} of ${tag}`);
    if (body) this.#offered.add(branch);
    this.story.push(`${tag}: ${method}${body && ' sdp'}`);
    this.#cseq += 1;
    server.request(method, {
      callId: this.#invite.header('call-id'),
      from: `${this.#invite.header('to')};tag=${tag}`,
      to: this.#invite.header('from'),
      cseq: this.#cseq,
      branch,
      body,
      headers: method === 'NOTIFY' ? ['Event: x'] : method === 'REFER' ? ['Refer-To: <sip:c@example.com>'] : [],
    });
    if (method === 'INVITE') this.#acknowledge(tag, branch, this.#cseq);
  }

  /** The far end sends ACK as soon as it has our answer. */
  #acknowledge(tag: string, branch: string, cseq: number): void {
    const {server} = this.#line;
    const answer = () => server.log.find(({status, text}) => status >= 200 && text.includes(branch));
    void until(() => Boolean(answer()), 'the answer to a re-INVITE').then(
      () => {
        const {status, body} = answer()!;
        const offered = status === 200 && !this.#offered.has(branch);
        server.request('ACK', {
          callId: this.#invite.header('call-id'),
          from: `${this.#invite.header('to')};tag=${tag}`,
          to: this.#invite.header('from'),
          cseq,
          ...(status >= 300 && {branch}),
          body: offered ? answerTo(body, this.#sdp) : '',
        });
      },
      () => undefined, // `faults()` reports a missing answer.
    );
  }
  async #break(): Promise<void> {
    const {server, lost, engine} = this.#line;
    this.story.push('the connection breaks');
    const before = lost.length;
    server.drop();
    await until(() => lost.length > before, 'the loss');
    await engine.connect();
    void this.#session.repair();
    await turn();
  }

  /** Waits no turn, one turn or several, so that steps cross or follow one another. */
  async #pause(): Promise<void> {
    const turns = [0, 0, 1, 4][this.#random(4)]!;
    for (let count = 0; count < turns; count += 1) await turn();
  }

  /** Ends everything that is still open. */
  async #finish(): Promise<void> {
    if (!this.#accepted.size && !this.#refused && !this.#chance(3)) {
      if (this.#chance(4)) this.#refuse(486);
      else this.#accept(this.#tag(), this.#sdp);
    }
    for (let count = 0; count < 4; count += 1) await turn();
    if (this.#chance(2)) {
      // A far end in conversation hangs up; if there is none, the person does.
      for (const key of this.#accepted.keys()) {
        const [tag = ''] = key.split(' ');
        if (this.#left.has(tag)) continue;
        this.#request('BYE', tag);
        this.#left.add(tag);
      }
    }
    await turn();
    if (!this.#log.ends.length) this.#hangUp();
    await until(
      () => {
        this.#line.clock.advance(500);
        return this.#log.ends.length > 0;
      },
      `the end of ${this.#target}: ${this.story.join(', ')}`,
    );
    for (let count = 0; count < 3; count += 1) await turn();
  }

  #offer(): string {
    return this.#sdp.replace(/^a=setup:\w+/gm, 'a=setup:actpass');
  }

  /** Picks one of the phones that the call rings. */
  #tag(): string {
    return this.#chance(4) ? 'mobile' : 'desk';
  }

  #chance(of: number): boolean {
    return this.#random(of) === 0;
  }
}

function keyOf(message: SipMessage): string {
  return `${message.tag('to')} ${String(message.cseq)}`;
}

const descriptions = new WeakMap<PhoneLine, string>();

/** Returns the description of a phone whose media never arrive; one serves for all calls of a phone. */
async function descriptionFor(line: PhoneLine, offer: string): Promise<string> {
  const made = descriptions.get(line) ?? (await line.farEnd().answerUnreached(offer));
  descriptions.set(line, made);
  return made;
}

/** Returns the answer to an offer: it sends nothing to a side that only sends. */
function answerTo(offer: string, sdp: string): string {
  const theirs = /^a=(sendonly|inactive|recvonly)\b/m.exec(offer)?.[1] ?? 'sendrecv';
  const ours = {sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive'}[theirs] ?? 'sendrecv';
  return sdp.replace(/^a=(?:sendrecv|sendonly|recvonly|inactive)/m, `a=${ours}`);
}
