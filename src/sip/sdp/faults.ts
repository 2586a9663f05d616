import type {Context} from './context.js';
import {attribute, isRejected, type Description, type Section} from './description.js';
import {codecsOf, isMedia} from './formats.js';

/** Formats that are no codecs themselves: digits, comfort noise, retransmission, redundancy. */
export const HELPERS: ReadonlySet<string> = new Set(['telephone-event', 'cn', 'rtx', 'red', 'ulpfec', 'flexfec-03']);

/** RFC 3264 section 6: what a browser cannot use is refused section by section. */
export function findFaults({sections}: Description, {codecs}: Context): void {
  for (const section of sections) {
    if (!isRejected(section)) section.fault ||= faultOf(section, codecs);
  }
}

function faultOf(section: Section, codecs: Context['codecs']): string {
  const {media, port, proto, lines} = section;
  if (!isMedia(section)) return 'it has neither sound nor picture';
  if (!/^\d{1,5}$/.test(port) || !proto) return 'its first line is broken';
  if (attribute(lines, 'fingerprint') === undefined) return 'it has no valid fingerprint (RFC 5763)';
  if (!attribute(lines, 'ice-ufrag') || !attribute(lines, 'ice-pwd')) return 'it has no ICE credentials (RFC 8839)';
  // RFC 8829 section 4.1.1: browsers have one port for both.
  if (attribute(lines, 'rtcp-mux') === undefined) return 'it has no rtcp-mux (RFC 5761)';
  const usable = codecs(media === 'video' ? media : 'audio');
  const found = [...codecsOf(section).values()].some((codec) => {
    return usable ? usable.has(codec) : !HELPERS.has(codec.split('/', 1)[0] ?? '');
  });
  return found ? '' : 'it has no codec of ours';
}

/** RFC 5764 section 8: keys that are agreed on by DTLS make it this protocol, whatever an old gateway calls it. */
export function writeProtocols({sections}: Description): void {
  for (const section of sections) if (isMedia(section) && !section.fault) section.proto = 'UDP/TLS/RTP/SAVPF';
}

/** A section as rejected; the browser knows it, so it keeps its place (RFC 3264 section 8.2). */
export function refused({media, formats}: Section, mid: string | undefined): Section {
  const lines = ['c=IN IP4 0.0.0.0', 'a=inactive', ...(mid === undefined ? [] : [`a=mid:${mid}`])];
  const [format = '0'] = formats;
  return {media, port: '0', proto: 'UDP/TLS/RTP/SAVPF', formats: [format], lines, fault: ''};
}
