/** How far a transfer has come that we asked the far end for; `completed` and `failed` are the ends. */
export type TransferPhase = 'requested' | 'accepted' | 'trying' | 'ringing' | 'completed' | 'failed';

/** A transfer as the snapshot of its call shows it. */
export interface CallTransfer {
  /** Whom the far end is to call, as a SIP address. */
  readonly target: string;
  /** The target is the far end of another call of ours, in whose place the new one goes. */
  readonly attended: boolean;
  readonly state: TransferPhase;
  /** The SIP status of the last news; 0 where there was none. */
  readonly code: number;
  /** Its reason phrase. Text from the network, never HTML. */
  readonly reason: string;
}
