import type {Description} from './description.js';

export const DIRECTION = /^a=(?:sendrecv|sendonly|recvonly|inactive)$/;
const ORIGIN = /^\S+ \d+ \d+ IN IP[46] \S+$/;
const NOWHERE = 'IN IP4 0.0.0.0';

/** RFC 8866 sections 5.2 and 5.7: `IN IP4` or `IN IP6`, where some write `IPv4`. */
export function writeNetworkTypes({session, sections}: Description): void {
  for (const lines of [session, ...sections.map((section) => section.lines)]) {
    lines.forEach((line, index) => {
      if (/^(?:[oc]=|a=rtcp:)/.test(line)) lines[index] = line.replace(/\bin ipv?([46])\b/i, 'IN IP$1');
    });
  }
}

/**
 * RFC 8866 section 5: the lines have an order, and some of them have to be there. What nobody needs for a call is left
 * out, for example who is responsible for it, and its title.
 */
export function orderLines(description: Description): void {
  const {session, sections} = description;
  description.session = [
    'v=0',
    `o=${originOf(first(session, 'o') ?? '')}`,
    first(session, 's') ?? 's=-',
    ...inOrder(session, ['c', 'b']),
    first(session, 't')?.match(/^t=\d+ \d+$/)?.[0] ?? 't=0 0',
    ...inOrder(session, ['a']),
  ];
  for (const section of sections) {
    section.lines = inOrder(section.lines, ['c', 'b', 'a']);
    if (!first(description.session, 'c') && !first(section.lines, 'c')) section.lines.unshift(`c=${NOWHERE}`);
  }
}

/** RFC 8866 section 6.7: a direction at session level is that of the sections that have none. Each section has one only. */
export function writeDirections(description: Description): void {
  const {session, sections} = description;
  const common = session.find((line) => DIRECTION.test(line));
  description.session = session.filter((line) => !DIRECTION.test(line));
  for (const section of sections) {
    const own = section.lines.find((line) => DIRECTION.test(line));
    if (!own && common) section.lines.push(common);
    else section.lines = section.lines.filter((line) => line === own || !DIRECTION.test(line));
  }
}

/** Some write a user name with blanks. */
function originOf(line: string): string {
  const origin = line.slice(2).split(' ').slice(-6).join(' ');
  return ORIGIN.test(origin) ? origin : `- 0 0 ${NOWHERE}`;
}

function first(lines: readonly string[], type: string): string | undefined {
  return lines.find((line) => line.startsWith(`${type}=`));
}

function inOrder(lines: readonly string[], types: readonly string[]): string[] {
  return types.flatMap((type) => {
    const all = lines.filter((line) => line.startsWith(`${type}=`));
    if (type === 'c') return all.filter((line) => /^c=IN IP[46] \S+$/.test(line)).slice(0, 1);
    return type === 'b' ? all.filter((line) => /^b=[\w-]+:\d+$/.test(line)) : all;
  });
}
