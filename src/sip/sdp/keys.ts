import type {Context, Role} from './context.js';
import {attribute, attributes, isAttribute, isRejected, midOf, setAttribute} from './description.js';
import type {Description, Section} from './description.js';

/** Bytes of a fingerprint (RFC 8122 section 5). */
const HASHES: Readonly<Record<string, number>> = {
  'sha-1': 20,
  'sha-224': 28,
  'sha-256': 32,
  'sha-384': 48,
  'sha-512': 64,
};
/** What a section has from the session where it says nothing itself (RFC 8839 section 5.4, RFC 8122 section 5, RFC 4145). */
const INHERITED = ['ice-ufrag', 'ice-pwd', 'fingerprint', 'setup'];

/** Attributes of the session that are meant for each section. */
export function inherit(description: Description): void {
  const {session, sections} = description;
  const isCommon = (line: string) => INHERITED.some((name) => isAttribute(line, name));
  const common = session.filter(isCommon);
  description.session = session.filter((line) => !isCommon(line));
  for (const section of sections) section.lines.push(...missingOf(section, common, INHERITED));
}

/** RFC 9143 section 7.1.3: in a bundle the first section alone may say where all of it goes. */
export function shareTransport({session, sections}: Description): void {
  const byMid = new Map(sections.filter((section) => !isRejected(section)).map((section) => [midOf(section), section]));
  for (const group of attributes(session, 'group')) {
    const [semantics = '', ...mids] = group.split(' ');
    if (semantics.toUpperCase() !== 'BUNDLE') continue;
    const [tagged, ...others] = mids.flatMap((mid) => byMid.get(mid) ?? []);
    const shared = tagged?.lines ?? [];
    for (const section of others) section.lines.push(...missingOf(section, shared, [...INHERITED, 'rtcp-mux']));
  }
}

function missingOf({lines}: Section, from: readonly string[], names: readonly string[]): string[] {
  const missing = names.filter((name) => attribute(lines, name) === undefined);
  return from.filter((line) => missing.some((name) => isAttribute(line, name)));
}

/** RFC 8122 section 5: a fingerprint is in capitals, its hash function in small letters, and its length is that of the hash. */
export function writeFingerprints({sections}: Description): void {
  for (const section of sections) {
    const given = attributes(section.lines, 'fingerprint');
    const lines = given.flatMap((fingerprint) => {
      const [hash = '', value = ''] = fingerprint.split(' ', 2);
      return isFingerprint(hash.toLowerCase(), value)
        ? [`a=fingerprint:${hash.toLowerCase()} ${value.toUpperCase()}`]
        : [];
    });
    section.lines = [...section.lines.filter((line) => !isAttribute(line, 'fingerprint')), ...lines];
  }
}

function isFingerprint(hash: string, value: string): boolean {
  return value.length === 3 * (HASHES[hash] ?? 0) - 1 && /^(?:[\da-f]{2}:)*[\da-f]{2}$/i.test(value);
}

/**
 * RFC 5763 section 5: without a role the offerer takes either one, and the answerer begins. RFC 8842 section 5.3: while
 * the keys are the same, so are the roles; an answer that turns them is read as if it did not.
 */
export function writeRoles({sections}: Description, {answer, before, roles}: Context): void {
  sections.forEach((section, index) => {
    if (isRejected(section)) return;
    const settled = sameKeys(section, before[index]) ? roles[index] : undefined;
    if (answer) setAttribute(section, 'setup', settled ?? roleIn(section) ?? 'active');
    else writeOfferedRole(section, settled);
  });
}

function writeOfferedRole(section: Section, settled: Role | undefined): void {
  const role = roleIn(section);
  if (attribute(section.lines, 'setup')?.toLowerCase() === 'holdconn') section.fault = 'it wants no connection';
  else if (role && settled && role !== settled) section.fault = 'it turns the roles of DTLS';
  else setAttribute(section, 'setup', role ?? 'actpass');
}

function roleIn({lines}: Section): Role | undefined {
  const role = attribute(lines, 'setup')?.toLowerCase();
  return role === 'active' || role === 'passive' ? role : undefined;
}

function sameKeys({lines}: Section, before: Section | undefined): boolean {
  const now = attributes(lines, 'fingerprint');
  return now.length > 0 && now.join() === attributes(before?.lines ?? [], 'fingerprint').join();
}
