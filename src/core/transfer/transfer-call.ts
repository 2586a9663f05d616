import {dialTarget} from '../dial-target.js';
import {SipError} from '../errors.js';
import {RecordedCall} from '../call/recorded-call.js';
import type {SipSession} from '../engine/sip-engine.js';
import {OutgoingTransfer} from './outgoing-transfer.js';
import {admitReplacing} from './admit-replacing.js';
import {replaceSession} from './replaced-call.js';

export interface TransferOptions {
  /** Additional header fields of the REFER. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How the far end of a call is sent on to somebody else. */
export abstract class TransferCall extends RecordedCall {
  #transfer: OutgoingTransfer | undefined;

  abstract hangup(): Promise<void>;

  /**
   * Connects the far end with somebody else and leaves: with `target`, whatever a person types (blind transfer), or with
   * the far end of another call (attended, RFC 3891). The call is held meanwhile; how it goes is in `snapshot.transfer`
   * and `sip-transfer-change`. Resolves when they are connected, and what we had with either of them has ended; rejects
   * `transfer-failed`, with the status if there is one, and all is as it was.
   *
   * @throws SipError `invalid-address`, `invalid-argument`, `invalid-state`.
   * @see RFC 3515, RFC 5589
   */
  async transfer(target: string | TransferCall, {headers = {}}: TransferOptions = {}): Promise<void> {
    const session = this.inConversation('Only a call in conversation can be transferred.');
    if (this.#transfer) throw new SipError('invalid-state', 'This call is being transferred already.');
    const {config} = this.host;
    const other = typeof target === 'string' ? undefined : target;
    if (other === this) throw new SipError('invalid-argument', 'A call cannot be connected with itself.');
    const uri = typeof target === 'string' ? dialTarget(target, config) : target.snapshot.remoteIdentity.uri;
    const place = other?.inConversation('The call to connect with is not answered.');
    const request = {target: place ?? uri, headers};
    const transfer = new OutgoingTransfer({
      call: this,
      model: this.model,
      session,
      request,
      target: uri,
      other,
      config,
    });
    this.#transfer = transfer;
    try {
      await this.model.during('transfer', () => transfer.run());
    } finally {
      this.#transfer = undefined;
    }
  }

  /** Whether a session is the one that carries this call. */
  isCarriedBy(session: SipSession): boolean {
    return this.current === session;
  }

  /**
   * For the phone: somebody wants to take the place of the far end, as an attended transfer of theirs ends here (RFC 3891).
   * Where nobody decides that, they ring.
   */
  async admit(session: SipSession, ring: () => void): Promise<void> {
    const {model} = this;
    const {config} = this.host;
    const take = () => {
      const before = this.current;
      const attach = this.attach.bind(this);
      if (before) void replaceSession({model, before, session, attach, config});
    };
    await admitReplacing({call: model, session, config, take, ring});
  }

  /** Another call of the same phone. */
  sibling(id: string): TransferCall | undefined {
    const call = this.host.find(id);
    return call instanceof TransferCall ? call : undefined;
  }

  /**
   * Talks to the far end again while a transfer is under way, whose promise rejects. SIP cannot call a transfer off: if
   * the far end reaches the target after all, it has two calls. Does nothing without a transfer.
   */
  takeBack(): void {
    this.#transfer?.takeBack();
  }
}
