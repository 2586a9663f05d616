/** Where a connection to the SIP server is. */
export const TransportState = {
  Connecting: 'Connecting',
  Connected: 'Connected',
  Disconnected: 'Disconnected',
} as const;

export type TransportState = (typeof TransportState)[keyof typeof TransportState];
