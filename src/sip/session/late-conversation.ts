import type {IncomingRequest} from '../sip-js.js';
import type * as Modules from '../conversation.js';
import {whenFetched} from '../messages/when-fetched.js';
import {orAborted} from '../waiting.js';
import type {Conversation} from './conversation-parts.js';
import type {InviteSession} from './session.js';

/** The conversation of a session. Its modules are fetched while the call rings, so that it is there before the answer. */
export class LateConversation {
  readonly #session: InviteSession;
  #made: Conversation | undefined;

  constructor(session: InviteSession) {
    this.#session = session;
  }

  /** Undefined if it is not there yet. */
  get now(): Conversation | undefined {
    const {now} = this.#session.context.groups.conversation;
    return now && this.#make(now);
  }

  /** Fetches it ahead of need; `then` is called when it has worked, unless the session is over. */
  load(then?: (modules: typeof Modules) => void): void {
    this.#session.context.groups.conversation.load(this.#session.signal, then);
  }

  /** Rejects with a `SipError` if the modules cannot be fetched now, or with that of the end of the session. */
  async need(): Promise<Conversation> {
    const {context, signal} = this.#session;
    return this.now ?? this.#make(await orAborted(context.groups.conversation.need(), signal));
  }

  /** However often the modules have to be asked for; rejects at the end of the session. */
  async there(): Promise<Conversation> {
    const loaded = () => orAborted(new Promise<typeof Modules>((resolve) => this.load(resolve)), this.#session.signal);
    return this.now ?? this.#make(await loaded());
  }

  /** Does what must not be left undone; nothing if the session ends before. */
  async whenThere(work: (conversation: Conversation) => void | Promise<void>): Promise<void> {
    const conversation = this.now ?? (await this.there().catch(() => undefined));
    await (conversation && work(conversation));
  }

  /** Handles a request of the far end. Its answer waits for the conversation, and is "come again" if that cannot be. */
  handle(
    request: Pick<IncomingRequest, 'reject'>,
    handle: (conversation: Conversation) => void | Promise<void>,
  ): Promise<void> {
    const {context, signal} = this.#session;
    // RFC 3261 section 15.1.2: what the end of the call left open is answered 487.
    return whenFetched(this, request, {...context.config, signal, over: () => 487}, handle);
  }

  #make({makeConversation}: typeof Modules): Conversation {
    return (this.#made ??= makeConversation(this.#session));
  }
}
