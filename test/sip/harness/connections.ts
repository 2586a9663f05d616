export interface ConnectionCount {
  /** All peer connections that were made since, in order. */
  readonly all: readonly RTCPeerConnection[];
  readonly open: readonly RTCPeerConnection[];
  restore(): void;
}

/** Sees every peer connection that is made in this page. */
export function countConnections(): ConnectionCount {
  const Native = globalThis.RTCPeerConnection;
  const all: RTCPeerConnection[] = [];
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      all.push(this);
    }
  };
  return {
    all,
    get open() {
      return all.filter(({signalingState}) => signalingState !== 'closed');
    },
    restore() {
      globalThis.RTCPeerConnection = Native;
    },
  };
}
