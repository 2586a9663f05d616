import {SessionState, type Invitation} from 'sip.js';
import type {Body, IncomingInviteRequest, IncomingPrackRequest, Session} from 'sip.js/lib/core/index.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import {describeEarly, internals} from '../patches.js';
import {orAborted} from '../waiting.js';

/** The first interval between repetitions, in milliseconds (RFC 3261 section 17.1.1.1). */
const T1 = 500;

export interface ProvisionalOptions {
  readonly invitation: Invitation;
  readonly clock: Clock;
  /** Aborted when the session begins to end. */
  readonly signal: AbortSignal;
  /** A reliable response was not confirmed in time. */
  readonly unheard: () => void;
  /** Answers a PRACK, and takes the description that it has. */
  readonly confirmed: (prack: IncomingPrackRequest) => Promise<void>;
}

export interface ProvisionalResponse {
  readonly statusCode: number;
  readonly extraHeaders?: readonly string[];
  /** Our description. */
  readonly body?: Body;
}

/**
 * What the caller hears before the answer. Reliable (RFC 3262 section 3) is everything if the caller requires it, and our
 * description if it only understands that: repeated until a PRACK comes, one at a time.
 */
export class ProvisionalResponses {
  /** The caller understands reliable responses. */
  readonly supported: boolean;
  readonly #required: boolean;
  readonly #options: ProvisionalOptions;
  readonly #invite: IncomingInviteRequest;
  #rseq = 1 + Math.floor(Math.random() * 2 ** 30);
  #described = false;
  #unconfirmed: Promise<void> | undefined;

  constructor(options: ProvisionalOptions) {
    this.#options = options;
    const {incomingInviteRequest: invite} = options.invitation as unknown as {
      incomingInviteRequest: IncomingInviteRequest;
    };
    this.#invite = invite;
    this.#required = knows(invite, 'require');
    this.supported = this.#required || knows(invite, 'supported');
  }

  /** Says that it rings, unless that would need a description: nobody has agreed to a device yet. */
  ring(): void {
    if (this.#isSayable({statusCode: 180})) this.send({statusCode: 180}).catch(() => undefined);
  }

  /** Resolves when it is sent, or confirmed where it is reliable; rejects with the signal's reason if the session ends. */
  async send(response: ProvisionalResponse): Promise<void> {
    const reliable = this.#required || (response.body !== undefined && this.supported);
    if (!this.#isSayable(response)) {
      throw new SipError('invalid-state', 'The caller offers nothing, and wants our media with the first response.');
    }
    if (reliable) while (this.#unconfirmed) await this.#unconfirmed;
    if (this.#options.invitation.state !== SessionState.Initial) {
      throw new SipError('invalid-state', 'The call does not ring any more.');
    }
    if (response.body) this.#described = true;
    if (!reliable) {
      this.#reply(response);
      return;
    }
    this.#unconfirmed = this.#sendReliably(response).finally(() => {
      this.#unconfirmed = undefined;
    });
    await this.#unconfirmed;
  }

  /** The first reliable response to an INVITE without an offer has to bring ours (RFC 3262 section 5). */
  #isSayable({body}: ProvisionalResponse): boolean {
    return Boolean(body ?? this.#invite.message.body) || this.#described || !this.#required;
  }

  #sendReliably(response: ProvisionalResponse): Promise<void> {
    const {invitation, clock, signal, unheard, confirmed} = this.#options;
    const rseq = String(this.#rseq++);
    const extraHeaders = [...(response.extraHeaders ?? []), 'Require: 100rel', `RSeq: ${rseq}`];
    const say = () => this.#reply({...response, extraHeaders}, true);
    let stopRepeating: () => void = () => undefined;
    const repeatAfter = (interval: number) => {
      stopRepeating = clock.after(interval, () => {
        say();
        repeatAfter(2 * interval);
      });
    };
    const dialog = say();
    repeatAfter(T1);
    const stopWaiting = clock.after(64 * T1, unheard);
    const stop = () => {
      stopRepeating();
      stopWaiting();
    };
    const heard = new Promise<void>((resolve, reject) => {
      invitation.stateChange.addListener((state) => {
        if (state !== SessionState.Establishing) stop();
        // Without a description it need not be confirmed before the answer, which says more.
        if (state === SessionState.Established) resolve();
      });
      dialog.delegate = {
        onPrack: (prack: IncomingPrackRequest) => {
          const [acknowledged, cseq] = (prack.message.getHeader('rack') ?? '').split(/\s+/);
          if (acknowledged !== rseq || Number(cseq) !== this.#invite.message.cseq) {
            // Whatever it describes is not ours to take.
            internals(dialog, 'signalingStateRollback').signalingStateRollback();
            prack.reject({statusCode: 481});
            return;
          }
          stop();
          confirmed(prack).then(resolve, reject);
        },
      };
    });
    return orAborted(heard, signal);
  }

  #reply({statusCode, extraHeaders = [], body}: ProvisionalResponse, reliable = false): Session {
    const options = {statusCode, extraHeaders: [...extraHeaders], ...(body && {body})};
    const {session} = this.#invite.progress(options);
    if (body) describeEarly(this.#options.invitation, session, reliable);
    return session;
  }
}

function knows({message}: IncomingInviteRequest, field: 'require' | 'supported'): boolean {
  return /\b100rel\b/i.test(message.getHeaders(field).join());
}
