import type {IncomingRequestMessage, OutgoingRequestMessage} from '../../sip-js.js';
import type {TransferNews, TransferRequest} from '../../../core/engine/sip-engine.js';
import {SipError} from '../../../core/errors.js';
import type {RequestParts} from '../../messages/final-response.js';
import {headerLines} from '../../messages/headers.js';
import {cleanText} from '../../messages/text.js';
import {sendRefer} from '../../negotiation/session-requests.js';
import {referTo} from './refer-to.js';

interface Pending {
  readonly request: TransferRequest;
  /** The REFER as it was sent last. */
  message?: OutgoingRequestMessage;
}

type Notice = Pick<IncomingRequestMessage, 'getHeader' | 'body'>;

export interface TransfersOptions extends RequestParts {
  /** Our own address. */
  readonly own: () => string;
}

/** The REFERs that we send in one dialog (RFC 3515), and the NOTIFYs about the result of the last one. */
export class Transfers {
  readonly #options: TransfersOptions;
  #pending: Pending | undefined;

  constructor(options: TransfersOptions) {
    this.#options = options;
  }

  /** Resolves when the far end is willing to try; rejects `transfer-failed` with the status of its refusal. */
  async request(request: TransferRequest): Promise<void> {
    const own = this.#options.own();
    const extra = headerLines(request.headers);
    const fields = [`Refer-To: ${referTo(request.target, own)}`, ...extra];
    // Referred-By (RFC 3892) tells the new far end who transferred the caller.
    if (!extra.some((line) => /^referred-by:/i.test(line))) fields.push(`Referred-By: <${own}>`);
    const pending: Pending = {request};
    // A NOTIFY may come before the answer (RFC 3515 section 2.4.4).
    this.#pending = pending;
    const {status, reason, message} = await sendRefer(this.#options, fields, (sent) => {
      pending.message = sent;
    });
    if (status >= 300) {
      if (this.#pending === pending) this.#pending = undefined;
      throw new SipError('transfer-failed', `The transfer was answered ${String(status)} ${reason}.`, {status});
    }
    // The far end makes no subscription (RFC 4488), so no NOTIFY will come.
    if (message?.getHeader('refer-sub')?.trim() === 'false') this.#tell({status: 200, reason: '', last: true});
  }

  /** A NOTIFY came in the dialog. */
  notified(message: Notice): void {
    const event = /^\s*refer\s*(?:;(?:.*;)?\s*id\s*=\s*(\d+))?/i.exec(message.getHeader('event') ?? '');
    if (!event || !this.#pending) return;
    // The id of the subscription is the CSeq of its REFER (RFC 3515 section 2.4.6).
    const [, id] = event;
    if (id === undefined || Number(id) === this.#pending.message?.cseq) this.#tell(newsOf(message));
  }

  #tell(news: TransferNews): void {
    const {request} = this.#pending ?? {};
    if (news.status >= 200) this.#pending = undefined;
    request?.news(news);
  }
}

function newsOf(message: Notice): TransferNews {
  const [, status = '0', reason = ''] = /^\s*SIP\/2\.0 +([1-6]\d\d)(?: +([^\r\n]*))?/i.exec(message.body) ?? [];
  const last = /^\s*terminated\b/i.test(message.getHeader('subscription-state') ?? '');
  return {status: Number(status), reason: cleanText(reason), last};
}
