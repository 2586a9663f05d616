import {answerAfter, answersAfter} from '../call/auto-answer.js';
import type {CallLine} from '../call/call-line.js';
import type {CallRegistry} from '../call/call-registry.js';
import {inboundCall} from '../call/initial-state.js';
import type {SipSession} from '../engine/sip-engine.js';
import {admitReplacing} from '../transfer/admit-replacing.js';
import type {PhoneModel} from './phone-model.js';

/** Decides about an INVITE that comes in: it replaces another call, rings, or is refused. */
export class InboundCalls {
  readonly #model: PhoneModel;
  readonly #calls: CallRegistry;

  constructor(model: PhoneModel, calls: CallRegistry) {
    this.#model = model;
    this.#calls = calls;
  }

  take(session: SipSession): void {
    const {replaces} = session;
    const replaced = replaces && this.#calls.live.find((line) => line.session === replaces);
    if (replaced) void admitReplacing(replaced, session, () => this.#ring(session));
    else this.#ring(session);
  }

  #ring(session: SipSession): void {
    const {config} = this.#model;
    const {replaces} = session;
    const others = this.#calls.live.filter((line) => !(replaces && line.session === replaces));
    if (config.dnd || others.length >= config.maxCalls) {
      void session.end({status: 486});
      return;
    }
    const line = this.#calls.add(inboundCall(session, config.headerPrefix), () => Promise.resolve(session));
    line.attach(session);
    if (this.#model.tell('sip-incoming', {call: line.call})) {
      session.ring();
      this.#calls.show(line.call);
      void this.#answerItself(line);
    } else {
      this.#calls.remove(line);
      void line.call.reject(486);
    }
  }

  /** Lets a call answer itself, only if the page allows it, and never during a conversation. */
  async #answerItself(line: CallLine): Promise<void> {
    const seconds = await answersAfter(line.call, this.#model.config);
    const talking = this.#calls.live.some((other) => other !== line && other.model.established);
    if (seconds !== null && !talking) answerAfter(line, seconds);
  }
}
