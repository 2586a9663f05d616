/** A minimal description: one audio section, G.711, and no address to reach the phone. */
function description(mid: string, setup: 'active' | 'actpass'): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'c=IN IP4 127.0.0.1',
    'a=rtpmap:0 PCMU/8000',
    `a=mid:${mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=ice-ufrag:abcd',
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array.from({length: 32}, () => 'AB').join(':')}`,
    `a=setup:${setup}`,
    '',
  ].join('\r\n');
}

export const PLAIN_OFFER = description('0', 'actpass');

export function plainAnswer(offer: string): string {
  return description(/^a=mid:(\S+)/m.exec(offer)?.[1] ?? '0', 'active');
}
