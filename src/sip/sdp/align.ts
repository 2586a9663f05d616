import type {Context} from './context.js';
import {
  attribute,
  isAttribute,
  isRejected,
  midOf,
  setAttribute,
  type Description,
  type Section,
} from './description.js';
import {receives, sends, toDirection} from '../negotiation/sdp.js';
import {DIRECTION} from './form.js';

/**
 * RFC 3264 section 6: an answer has the sections of the offer, in the same order. Some answer fewer or more, or in an order
 * of their own: they are found by their identification, place and kind. One that is not there is undefined.
 *
 * @param offered - The offer as it was sent; undefined where the browser knows nothing of a section.
 */
export function align({sections}: Description, offered: readonly (Section | undefined)[]): (Section | undefined)[] {
  const free = new Set(sections);
  const found: (Section | undefined)[] = offered.map(() => undefined);
  const fits: readonly ((answer: Section, index: number, mid: string | undefined) => boolean)[] = [
    (answer, _, mid) => mid !== undefined && midOf(answer) === mid,
    (answer, index) => sections[index] === answer,
    (answer) => !isRejected(answer),
    () => true,
  ];
  for (const fit of fits) {
    offered.forEach((offer, index) => {
      if (!offer || found[index]) return;
      const answer = [...free].find((other) => other.media === offer.media && fit(other, index, midOf(offer)));
      if (!answer) return;
      found[index] = answer;
      free.delete(answer);
    });
  }
  return found;
}

/** RFC 9143 section 7: sections have the identifications of the offer, in groups also. */
export function nameAsOffered(
  description: Description,
  found: readonly (Section | undefined)[],
  names: readonly (string | undefined)[],
): void {
  const renamed = new Map<string, string>();
  found.forEach((section, index) => {
    const mid = names[index];
    if (!section || mid === undefined) return;
    renamed.set(midOf(section) ?? mid, mid);
    setAttribute(section, 'mid', mid);
  });
  description.session = description.session.map((line) => {
    if (!isAttribute(line, 'group')) return line;
    return line
      .split(' ')
      .map((mid, index) => (index === 0 ? mid : (renamed.get(mid) ?? mid)))
      .join(' ');
  });
}

/** RFC 3264 section 6.1: an answer says no more than the offer allows. */
export function limitDirections({sections}: Description, {answer, offered}: Context): void {
  if (!answer) return;
  sections.forEach((section, index) => {
    const theirs = directionIn(section);
    const ours = directionIn(offered[index]);
    const limited = `a=${toDirection(sends(theirs) && receives(ours), receives(theirs) && sends(ours))}`;
    section.lines = section.lines.map((line) => (DIRECTION.test(line) ? limited : line));
    if (!section.lines.includes(limited)) section.lines.push(limited);
  });
}

function directionIn(section: Section | undefined): string {
  return section?.lines.find((line) => DIRECTION.test(line))?.slice(2) ?? 'sendrecv';
}

/** RFC 9143 section 7: a group has sections that are there and in use. */
export function groupPresent(description: Description): void {
  const {session, sections} = description;
  const used = new Set(sections.filter((section) => !section.fault && !isRejected(section)).map(midOf));
  description.session = session.flatMap((line) => {
    if (!isAttribute(line, 'group')) return [line];
    const [semantics = '', ...mids] = (attribute([line], 'group') ?? '').split(' ');
    const present = mids.filter((mid) => used.has(mid));
    return present.length > 0 ? [`a=group:${semantics.toUpperCase()} ${present.join(' ')}`] : [];
  });
}
