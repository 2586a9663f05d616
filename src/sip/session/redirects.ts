import type {OutgoingRequestMessage} from '../sip-js.js';
import type {ResponseMessage} from '../messages/final-response.js';
import {plainUri} from '../messages/header-lines.js';
import {readSipUri} from '../messages/uri-grammar.js';
import {orAborted} from '../waiting.js';
import {redirectTargets} from './redirect-targets.js';
import type {InviteSession} from './session.js';

/** Follows 3xx responses to an INVITE (RFC 3261 section 8.1.3.4): the page decides whom to call instead. */
export class Redirects {
  readonly #session: InviteSession;
  readonly #message: OutgoingRequestMessage;
  #deciding = false;

  constructor(session: InviteSession, message: OutgoingRequestMessage) {
    this.#session = session;
    this.#message = message;
  }

  /** Whether the page is deciding. */
  get deciding(): boolean {
    return this.#deciding;
  }

  /**
   * Asks the page for a new target and changes the INVITE for it. Returns whether the INVITE is to be sent again; false
   * at once if there is nothing to decide. The end of the session ends the question.
   */
  follow(response: ResponseMessage): boolean | Promise<boolean> {
    const {context, listener, signal} = this.#session;
    const {config} = context;
    const {statusCode: code = 0} = response;
    const targets = config.acceptRedirect && listener ? redirectTargets(response, config.uri) : [];
    if (!targets.length) return false;
    const message = this.#message;
    this.#deciding = true;
    const decided = new Promise<boolean>((resolve) => {
      this.#session.tell('redirected', {
        code,
        from: message.ruri.toString(),
        targets,
        follow: (target) => {
          const uri = readSipUri(target);
          if (uri) Object.assign(message, {ruri: plainUri(uri)});
          resolve(uri !== undefined);
        },
        leave: () => resolve(false),
      });
    });
    return orAborted(decided, signal)
      .catch(() => false)
      .finally(() => {
        this.#deciding = false;
      });
  }
}
