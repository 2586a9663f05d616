import type {Identity} from '../core/call/call-state.js';
import type {CallEnd} from '../core/call/end-reason.js';
import type {SipSessionListener, TransferRequest} from '../core/engine/sip-engine.js';
import type {SipError} from '../core/errors.js';

/** The part of a fake session in which one side asks the other for something: transfers and pictures. */
export abstract class FakeTransfers {
  listener: SipSessionListener | undefined;
  /** Everything that the phone asked of the session, in order: `connect`, `accept`, `end 486`, `hold`, `digits 12` … */
  readonly log: string[] = [];
  /** The error with which the far end refuses the next hold, resume, transfer or change of video; undefined agrees. */
  refusal: SipError | undefined;
  abstract readonly remoteIdentity: Identity;
  abstract hangup(end?: Partial<CallEnd>): void;

  #news: TransferRequest['news'] | undefined;

  transfer({target, headers, news}: TransferRequest): Promise<void> {
    const names = Object.entries(headers).map(([name, value]) => ` ${name}: ${value}`);
    this.log.push(`transfer ${typeof target === 'string' ? target : target.id}${names.join('')}`);
    this.#news = news;
    return this.agree();
  }

  /** The far end reports how our transfer goes. */
  tellTransfer(status: number, reason = '', last = status >= 200): void {
    this.#news?.({status, reason, last});
  }

  /** The far end asks us to call somebody else; `log` shows our answer. */
  refer(target: string, {attended = false} = {}): void {
    this.listener?.referred({
      target,
      referredBy: this.remoteIdentity,
      attended,
      accept: () => void this.log.push('refer accepted'),
      reject: (status) => void this.log.push(`refer ${String(status)}`),
      report: (status, phrase) => void this.log.push(`report ${String(status)} ${phrase}`),
    });
  }

  /** The far end redirects our call; `log` shows our decision. */
  redirect(targets: readonly string[], code = 302, from = this.remoteIdentity.uri): void {
    this.listener?.redirected({
      code,
      from,
      targets,
      follow: (target) => void this.log.push(`follow ${target}`),
      leave: () => {
        this.log.push('leave');
        this.hangup({cause: 'redirected', code, failed: true});
      },
    });
  }

  /** The far end adds a picture. Returns whether we accept it. */
  offerPicture(over: AbortSignal = new AbortController().signal): boolean | Promise<boolean> {
    return this.listener?.mediaRequested('video', over) ?? false;
  }

  protected agree(): Promise<void> {
    const {refusal} = this;
    this.refusal = undefined;
    return refusal ? Promise.reject(refusal) : Promise.resolve();
  }
}
