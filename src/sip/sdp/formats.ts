import type {Context} from './context.js';
import {attribute, attributes, isAttribute, isRejected, type Description, type Section} from './description.js';

/** Payload types whose codec needs no rtpmap (RFC 3551 section 6); others of them no browser has. */
const STATIC: Readonly<Record<string, string>> = {0: 'pcmu/8000', 8: 'pcma/8000', 9: 'g722/8000', 13: 'cn/8000'};
const MAPPED = /^a=(?:rtpmap|fmtp|rtcp-fb):(\S+) \S/;

/**
 * RFC 8866 sections 6.6 and 6.15: what describes a payload type describes one of the `m=` line. Gateways take codecs out
 * and leave their parameters behind.
 */
export function keepFormats({sections}: Description): void {
  for (const section of sections.filter(isMedia)) {
    section.formats = [...new Set(section.formats.filter((format) => /^\d{1,3}$/.test(format)))];
    const known = new Set(['*', ...section.formats]);
    section.lines = section.lines.filter((line) => {
      if (!['rtpmap', 'fmtp', 'rtcp-fb'].some((name) => isAttribute(line, name))) return true;
      return known.has(MAPPED.exec(line)?.[1] ?? '');
    });
  }
}

/**
 * RFC 3264 section 8.3.2: a payload type keeps its codec for as long as the session lasts. One that is another now is
 * not used; its codec may have come back under another number.
 */
export function keepMappings(description: Description, {before}: Context): void {
  description.sections.forEach((section, index) => {
    const earlier = codecsOf(before[index]);
    const now = codecsOf(section);
    const kept = section.formats.filter((format) => !earlier.has(format) || earlier.get(format) === now.get(format));
    if (kept.length === section.formats.length) return;
    section.formats = kept;
    keepFormats({session: [], sections: [section]});
  });
}

/** The codecs of a section by payload type, as `opus/48000`. */
export function codecsOf(section: Section | undefined): Map<string, string> {
  const codecs = new Map<string, string>();
  if (!section || isRejected(section)) return codecs;
  const maps = new Map(attributes(section.lines, 'rtpmap').map((map) => map.split(' ', 2) as [string, string]));
  for (const format of section.formats) {
    const codec = maps.get(format)?.toLowerCase().split('/', 2).join('/') ?? STATIC[format];
    if (codec) codecs.set(format, codec);
  }
  return codecs;
}

/** RFC 8839 section 5.1: candidates of an unknown transport or type are ignored. */
export function keepCandidates({sections}: Description): void {
  for (const section of sections) {
    section.lines = section.lines.filter(
      (line) => !isAttribute(line, 'candidate') || isCandidate(attribute([line], 'candidate') ?? ''),
    );
  }
}

function isCandidate(text: string): boolean {
  return /^\S+ \d{1,3} (?:udp|tcp) \d{1,10} \S+ \d{1,5} typ (?:host|srflx|prflx|relay)(?: |$)/i.test(text);
}

const STRICT: readonly RegExp[] = [
  /^a=(?:max)?ptime\b(?!:\d+$)/,
  /^a=rtcp\b(?!-|:\d+(?: IN IP[46] \S+)?$)/,
  /^a=extmap\b(?!-|:\d+(?:\/\w+)? \S)/,
  /^a=ssrc\b(?!-|:\d+ \S)/,
  /^a=mid\b(?!:\S+$)/,
];

/** RFC 8866 section 5.13: an attribute that cannot be read is ignored; browsers refuse the description. */
export function keepReadable(description: Description): void {
  for (const section of description.sections) {
    section.lines = section.lines.filter((line) => !STRICT.some((fault) => fault.test(line)));
  }
}

/** RFC 8285 section 6: an answer has those header extensions that were offered, under their numbers. */
export function keepExtensions({sections}: Description, {answer, offered}: Context): void {
  if (!answer) return;
  sections.forEach((section, index) => {
    const known = new Set(attributes(offered[index]?.lines ?? [], 'extmap').map(extension));
    section.lines = section.lines.filter(
      (line) => !isAttribute(line, 'extmap') || known.has(extension(attribute([line], 'extmap') ?? '')),
    );
  });
}

/** Number and URI, without the direction. */
function extension(value: string): string {
  const [number = '', uri = ''] = value.split(' ', 2);
  return `${number.split('/', 1)[0] ?? ''} ${uri}`;
}

export function isMedia({media}: Pick<Section, 'media'>): boolean {
  return media === 'audio' || media === 'video';
}
