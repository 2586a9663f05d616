import type {IncomingRequest, IncomingRequestMessage, NameAddrHeader} from '../sip-js.js';
import {NO_IDENTITY, type Identity} from '../../core/call/call-state.js';
import type {SipReferral} from '../../core/engine/sip-engine.js';
import type {Logger} from '../../core/logger.js';
import {guarded} from '../guarded.js';
import {readValue} from '../messages/grammar.js';
import {identityOf} from '../messages/identities.js';
import {cleanText, headerLine} from '../messages/text.js';
import type {InviteUsage} from './invite-usage.js';

/** How long the far end should wait for the next NOTIFY, in seconds: longer than a phone rings. */
const PATIENCE = 180;

type ReferRequest = Pick<IncomingRequest, 'accept' | 'reject' | 'message'>;

/** A REFER of the far end (RFC 3515), and the NOTIFYs that tell how it goes. */
export class InboundReferral implements SipReferral {
  readonly target: string;
  readonly referredBy: Identity;
  readonly attended: boolean;
  /** The value of Replaces, without the escapes that it has in a URI. */
  readonly #replaces: string | undefined;
  readonly #request: ReferRequest;
  readonly #usage: InviteUsage;
  readonly #logger: Logger;
  /** Whether NOTIFYs go out: we accepted the REFER, the far end refused no NOTIFY, and the result is still open. */
  #open = false;
  #answered = false;

  /** @throws Error if Refer-To, or Replaces in it, cannot be read. */
  constructor(usage: InviteUsage, request: ReferRequest, logger: Logger) {
    this.#usage = usage;
    this.#request = request;
    this.#logger = logger;
    const referTo = readAddress(request.message, 'refer-to', 'Refer_To');
    if (!referTo) throw new Error('It names nobody.');
    const {uri} = referTo;
    this.#replaces = replacesIn(uri.getHeader('replaces'));
    this.attended = this.#replaces !== undefined;
    const plain = uri.clone();
    plain.clearHeaders();
    this.target = plain.toString();
    this.referredBy = this.#referrer();
  }

  /** The header lines for the new INVITE: who asked (RFC 3892), and which dialog it replaces (RFC 3891). */
  get headerLines(): string[] {
    const referredBy = this.#request.message.getHeader('referred-by');
    const replaces = this.#replaces;
    return [...(replaces ? [`Replaces: ${replaces}`] : []), ...(referredBy ? [`Referred-By: ${referredBy}`] : [])];
  }

  accept(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#open = true;
    this.#answer(() => this.#request.accept({statusCode: 202}));
    this.report(100, 'Trying');
  }

  reject(status: number): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#answer(() => this.#request.reject({statusCode: status}));
  }

  /**
   * Tells the far end how the call goes (RFC 3515 section 2.4.5). A status of 200 or more is the result, and the last
   * news.
   */
  report(status: number, phrase: string): void {
    const {dialog, state} = this.#usage;
    // A far end that has hung up gets no NOTIFY.
    if (!this.#open || !dialog || state !== 'established') return;
    const final = status >= 200;
    this.#open = !final;
    const subscription = final ? 'terminated;reason=noresource' : `active;expires=${String(PATIENCE)}`;
    const unwanted = guarded(this.#logger, () => {
      this.#open = false;
    });
    guarded(this.#logger, () => {
      dialog.notify(
        {onReject: unwanted},
        {
          extraHeaders: ['Event: refer', `Subscription-State: ${subscription}`],
          body: {
            contentDisposition: 'render',
            contentType: 'message/sipfrag',
            content: `SIP/2.0 ${String(status)} ${cleanText(phrase)}`,
          },
        },
      );
    })();
  }

  /** Answers the REFER, whose transaction may be over by then. */
  #answer(answer: () => void): void {
    guarded(this.#logger, answer)();
  }

  #referrer(): Identity {
    const field = readAddress(this.#request.message, 'referred-by', 'Name_Addr_Header');
    return field ? identityOf(field) : NO_IDENTITY;
  }
}

function readAddress(message: IncomingRequestMessage, name: string, rule: string): NameAddrHeader | undefined {
  return readValue(message.getHeader(name) ?? '', rule) as NameAddrHeader | undefined;
}

/** @throws Error for an invalid Replaces (RFC 3891 section 6.1): the target would refuse our INVITE because of it. */
function replacesIn([replaces]: readonly string[] = []): string | undefined {
  if (replaces === undefined) return undefined;
  const value = decodeURIComponent(replaces);
  if (headerLine(value) !== value || !readValue(value, 'Replaces')) throw new Error('Its Replaces names no dialog.');
  return value;
}
