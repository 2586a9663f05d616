import type {IncomingResponse, OutgoingRegisterRequest, UserAgentCore} from '../sip-js.js';
import type {SipError} from '../../core/errors.js';
import type {Logger} from '../../core/logger.js';
import {ALLOW} from '../messages/allow.js';
import {guarded} from '../guarded.js';

export interface RegisterAnswer {
  readonly message: IncomingResponse['message'];
  readonly accepted: boolean;
  /** Whether the request that got this response carried our credentials. */
  readonly answered: boolean;
}

/** REGISTER requests of one client: same Call-ID and From tag, growing CSeq (RFC 3261 section 10.2.4). */
export class RegisterClient {
  readonly #core: UserAgentCore;
  readonly #instanceId: string;
  readonly #logger: Logger;
  /** The newest request; its CSeq grows when a challenge is answered. */
  #last: OutgoingRegisterRequest['message'] | undefined;
  #abandon: ((error: SipError) => void) | undefined;

  constructor(core: UserAgentCore, instanceId: string, logger: Logger) {
    this.#core = core;
    this.#instanceId = instanceId;
    this.#logger = logger;
  }

  get contactUser(): string {
    return this.#core.configuration.contact.uri.user ?? '';
  }

  /** Sends one REGISTER at a time. Resolves with the final response; rejects only after `abandon()`. */
  send(expires: number): Promise<RegisterAnswer> {
    return new Promise((resolve, reject) => {
      const message = this.#message(expires);
      this.#last = message;
      this.#abandon = reject;
      const settle = (accepted: boolean) =>
        guarded<[IncomingResponse]>(this.#logger, (response) => {
          const answered = message.hasHeader('authorization') || message.hasHeader('proxy-authorization');
          resolve({message: response.message, accepted, answered});
        });
      this.#core.register(message, {
        onAccept: settle(true),
        onRedirect: settle(false),
        onReject: settle(false),
      });
    });
  }

  /** Gives up waiting for the response, if a request is open. Its transaction runs out by itself. */
  abandon(error: SipError): void {
    this.#abandon?.(error);
    this.#abandon = undefined;
  }

  #message(expires: number): OutgoingRegisterRequest['message'] {
    const {aor: uri, contact} = this.#core.configuration;
    const registrar = uri.clone();
    registrar.user = undefined;
    const last = this.#last;
    const options = last ? {callId: last.callId, fromTag: last.fromTag, cseq: last.cseq + 1} : {};
    // A Service-Route is for all requests except REGISTER (RFC 3608 section 5).
    const routed = {...options, routeSet: []};
    // With both parameters, the registrar replaces the binding that an earlier page of ours left behind (RFC 5626
    // section 4.2).
    const instance = `reg-id=1;+sip.instance="<urn:uuid:${this.#instanceId}>"`;
    const contactLine = `Contact: ${contact.toString({register: true})};${instance};expires=${String(expires)}`;
    const lines = [contactLine, ALLOW];
    return this.#core.makeOutgoingRequestMessage('REGISTER', registrar, uri, uri, routed, lines);
  }
}
