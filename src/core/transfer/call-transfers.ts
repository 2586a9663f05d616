import type {CallLine} from '../call/call-line.js';
import {dialTarget} from '../dial-target.js';
import {SipError} from '../errors.js';
import {OutgoingTransfer} from './outgoing-transfer.js';

export interface TransferOptions {
  /** Additional header fields of the REFER. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The transfers of one call, one at a time. */
export class CallTransfers {
  readonly #line: CallLine;
  #transfer: OutgoingTransfer | undefined;

  constructor(line: CallLine) {
    this.#line = line;
  }

  /** Transfers the far end to a text as a person types it, or to the far end of another call. */
  async start(target: string | CallLine, {headers = {}}: TransferOptions = {}): Promise<void> {
    const line = this.#line;
    line.inConversation('Only a call in conversation can be transferred.');
    if (this.#transfer) throw new SipError('invalid-state', 'This call is being transferred already.');
    const other = typeof target === 'string' ? undefined : target;
    if (other === line) throw new SipError('invalid-argument', 'A call cannot be connected with itself.');
    const uri =
      typeof target === 'string' ? dialTarget(target, line.host.config) : target.model.state.remoteIdentity.uri;
    const place = other?.inConversation('The call to connect with is not answered.');
    const transfer = new OutgoingTransfer(line, {target: place ?? uri, headers}, {uri, call: other?.call});
    this.#transfer = transfer;
    try {
      await line.model.during('transfer', () => transfer.run());
    } finally {
      this.#transfer = undefined;
    }
  }

  takeBack(): void {
    this.#transfer?.takeBack();
  }
}
