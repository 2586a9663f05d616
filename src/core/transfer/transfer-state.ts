/** The state of a transfer that we asked the far end for; `completed` and `failed` are final. */
export type TransferPhase = 'requested' | 'accepted' | 'trying' | 'ringing' | 'completed' | 'failed';

/** A transfer as the snapshot of its call shows it. */
export interface CallTransfer {
  /** The SIP address that the far end should call. */
  readonly target: string;
  /** Whether the target is the far end of another call of ours, which the new call replaces. */
  readonly attended: boolean;
  readonly state: TransferPhase;
  /** The SIP status of the last news; 0 if there was none. */
  readonly code: number;
  /** The reason phrase of the last news. Text from the network, never HTML. */
  readonly reason: string;
}
