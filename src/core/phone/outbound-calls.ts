import type {CallRegistry} from '../call/call-registry.js';
import type {Call} from '../call/call.js';
import {paramHeaders} from '../call/custom-headers.js';
import {callerOf, outboundCall, restoredCall} from '../call/initial-state.js';
import {resumeCall} from '../call/resume-call.js';
import {dialTarget} from '../dial-target.js';
import type {SavedCall, SipEngine} from '../engine/sip-engine.js';
import {SipError} from '../errors.js';
import type {DialOptions} from './dial-options.js';
import type {PhoneModel} from './phone-model.js';

/** The calls that this phone makes, and those that it goes on with after a reload of its page. */
export class OutboundCalls {
  readonly #model: PhoneModel;
  readonly #calls: CallRegistry;
  readonly #connected: () => Promise<SipEngine>;

  /** @param connected - Resolves with the engine; connects first if there is no connection. */
  constructor(model: PhoneModel, calls: CallRegistry, connected: () => Promise<SipEngine>) {
    this.#model = model;
    this.#calls = calls;
    this.#connected = connected;
  }

  dial(target: string, options?: DialOptions): Call {
    const call = this.create(target, options);
    // A failure to connect ends the call and is reported; there is nobody here to await it.
    call.connect().catch((error: unknown) => {
      if (error instanceof SipError) this.#model.report(error, call);
    });
    return call;
  }

  /** Turns the text that a person types into a SIP address, and prepares a call to it. */
  create(target: string, options: DialOptions = {}): Call {
    const {config} = this.#model;
    this.#model.assertAlive();
    const {video = config.video, params = {}, modifiers, referral} = options;
    const uri = dialTarget(target, config);
    const caller = callerOf(options, config);
    const headers = {...paramHeaders(params, config.headerPrefix), ...options.headers};
    const invite = {media: {audio: true, video}, headers, caller, modifiers, referral};
    const open = async () => (await this.#connected()).createSession(uri, invite);
    const {call} = this.#calls.add(outboundCall(uri, caller, params), open);
    this.#calls.show(call);
    return call;
  }

  /** Goes on with a call of the page before this one. */
  restore(saved: SavedCall, engine: SipEngine): void {
    const {session, memo} = saved;
    const line = this.#calls.add(restoredCall(saved), () => Promise.resolve(session));
    this.#calls.show(line.call);
    const media = {audio: true, video: memo.video};
    // The address comes from the far end, by way of the storage of the tab.
    const target = () => dialTarget(session.remoteIdentity.uri, this.#model.config);
    void resumeCall(line, session, () => engine.createSession(target(), {media, headers: {}, replaces: session}));
  }
}
