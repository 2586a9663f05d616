import type {
  AckableIncomingResponseWithSession as AckableResponse,
  IncomingRequestMessage,
  OutgoingInviteRequest,
  OutgoingRequestMessage,
  PrackableIncomingResponseWithSession as PrackableResponse,
  SessionDialog,
} from '../sip-js.js';
import type {Agent} from '../agent.js';
import type {Logger} from '../../core/logger.js';
import type {Clock} from '../../core/clock.js';
import {guarded} from '../guarded.js';
import type {ResponseMessage} from '../messages/final-response.js';
import {delay} from '../waiting.js';
import {dialogOf} from './session-dialog.js';

/** How long a server may take to respond to an INVITE that it gets for the second time, in milliseconds. */
const PATIENCE = 4000;

export type {AckableResponse};

export interface InviteClientOptions {
  readonly agent: Agent;
  readonly logger: Logger;
  readonly message: OutgoingRequestMessage;
  readonly trying: () => void;
  /** One of the phones that ring sent a response from 101 to 199. */
  readonly progress: (message: ResponseMessage, dialog: SessionDialog) => void;
  /** The first 2xx came, with which the session goes on; the callback must send the ACK. */
  readonly answered: (response: AckableResponse) => void;
  /** Changes the request after a refusal, for another attempt; false if that cannot help. Never rejects. */
  readonly again: (refusal: ResponseMessage) => boolean | Promise<boolean>;
  readonly refused: (refusal: ResponseMessage) => void;
  /** A 2xx came that nobody wants any more; `bye` is the BYE that its phone sent before. */
  readonly left: (bye: IncomingRequestMessage | undefined) => void;
}

/**
 * An INVITE of ours (RFC 3261 section 13.2) and the phones that it reaches. Each phone gets its PRACK and ACK. A phone
 * that answers also gets a BYE if another phone has answered before, or if nobody wants the call any more.
 */
export class InviteClient {
  readonly #options: InviteClientOptions;
  #request: OutgoingInviteRequest | undefined;
  #answered = false;
  #unwanted = false;
  #heard = false;
  /** The BYEs that came before the answer of their phone, by the tag of that phone. */
  readonly #byes = new Map<string, IncomingRequestMessage>();

  constructor(options: InviteClientOptions) {
    this.#options = options;
  }

  get sent(): boolean {
    return this.#request !== undefined;
  }

  send(): void {
    const {agent, logger, message, trying} = this.#options;
    const refused = guarded(logger, (response: {message: ResponseMessage}) => this.#refused(response.message));
    this.#request = agent.core.invite(message, {
      onTrying: guarded(logger, trying),
      onProgress: guarded(logger, (response: PrackableResponse) => this.#progress(response)),
      onAccept: guarded(logger, (response: AckableResponse) => this.#accepted(response)),
      onRedirect: refused,
      onReject: refused,
    });
  }

  /** Sends CANCEL as soon as RFC 3261 section 9.1 allows it. From now on no answer is wanted. */
  cancel(headerLines: string[]): void {
    this.#unwanted = true;
    if (!this.#answered) this.#request?.cancel(undefined, {extraHeaders: headerLines});
  }

  /** A phone has left by BYE. Other phones may still answer, and the answer of this one may be on its way. */
  noteBye(bye: IncomingRequestMessage): void {
    this.#byes.set(bye.fromTag, bye);
  }

  noteResponse(): void {
    this.#heard = true;
  }

  /**
   * Sends the INVITE again on a new connection, because its responses went to the lost one. For a server that did not
   * get the INVITE it is new; a server that got it repeats its last response (RFC 3261 section 17.2.1), or cannot reach
   * us. Resolves with whether a response came; rejects if the INVITE could not be sent, or with the signal's reason.
   */
  async repeat(clock: Clock, signal: AbortSignal): Promise<boolean> {
    if (!this.#request) return true;
    const {agent, message} = this.#options;
    this.#heard = false;
    await agent.transport.send(message.toString());
    await delay(clock, PATIENCE, signal);
    return this.#heard;
  }

  #progress(response: PrackableResponse): void {
    if (this.#unwanted) return;
    const {message} = response;
    const reliable = message.getHeader('require')?.includes('100rel') && message.getHeader('rseq');
    if (reliable) {
      response.prack({extraHeaders: [`RAck: ${reliable} ${String(message.cseq)} INVITE`]});
    }
    this.#options.progress(message, dialogOf(response));
  }

  #accepted(response: AckableResponse): void {
    const bye = this.#byes.get(response.message.toTag);
    if (this.#answered) ackAndBye(response);
    else if (this.#unwanted || bye) {
      this.#unwanted = true;
      ackAndBye(response);
      this.#options.left(bye);
    } else {
      this.#answered = true;
      this.#options.answered(response);
    }
  }

  #refused(refusal: ResponseMessage): void {
    const {again, refused} = this.#options;
    const changed = !this.#unwanted && again(refusal);
    if (changed === true) this.#resend();
    else if (!changed) refused(refusal);
    else
      void changed.then((yes) => {
        if (yes && !this.#unwanted) this.#resend();
        else refused(refusal);
      });
  }

  #resend(): void {
    const {message} = this.#options;
    message.cseq += 1;
    message.setHeader('cseq', `${String(message.cseq)} INVITE`);
    this.send();
  }
}

/** Sends ACK and then BYE to a phone whose answer we do not want (RFC 3261 section 13.2.2.4). */
export function ackAndBye(response: AckableResponse, headerLines: string[] = []): void {
  response.ack();
  response.session.bye(undefined, {extraHeaders: headerLines});
}
