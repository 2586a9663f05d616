/** One media section (RFC 8866 section 5.14): the parts of its `m=` line, and the lines under it. */
export interface Section {
  media: string;
  port: string;
  proto: string;
  formats: string[];
  lines: string[];
  /** Why the browser cannot use it; empty if it can. */
  fault: string;
}

/** A session description in parts. The rules of this room change it in place. */
export interface Description {
  session: string[];
  sections: Section[];
}

/** Reads a description line by line. Line ends and blanks may be of any kind; lines that say nothing are left out. */
export function parseDescription(sdp: string): Description {
  const session: string[] = [];
  const sections: Section[] = [];
  for (const raw of sdp.split(/[\r\n]+/)) {
    const line = tidy(raw);
    if (line.startsWith('m=')) sections.push(parseSection(line));
    else if (/^[a-z]=./.test(line)) (sections.at(-1)?.lines ?? session).push(line);
  }
  return {session, sections};
}

export function writeDescription({session, sections}: Description): string {
  return [...session, ...sections.flatMap((section) => [mediaLine(section), ...section.lines])]
    .map((line) => `${line}\r\n`)
    .join('');
}

export function mediaLine({media, port, proto, formats}: Section): string {
  return `m=${media} ${port} ${proto} ${formats.join(' ')}`;
}

/** RFC 8866 section 9: no blanks but single ones between parts. Names of attributes are in lower case. */
function tidy(raw: string): string {
  return raw
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(\w) ?= ?/, (_, type: string) => `${type.toLowerCase()}=`)
    .replace(/^a=([^\s:]+) ?(:?) ?/, (_, name: string, colon: string) => `a=${name.toLowerCase()}${colon}`);
}

/** RFC 8866 section 5.14: behind the port there may be a number of ports. */
function parseSection(line: string): Section {
  const [media = '', port = '', proto = '', ...formats] = line.slice(2).split(' ');
  return {media: media.toLowerCase(), port: parsePort(port), proto, formats, lines: [], fault: ''};
}

function parsePort(text: string): string {
  const [port = ''] = text.split('/', 1);
  return /^\d+$/.test(port) ? String(Number(port)) : port;
}

/** The values of an attribute, in order; those of one without a value are empty. */
export function attributes(lines: readonly string[], name: string): string[] {
  return lines.filter((line) => isAttribute(line, name)).map((line) => line.slice(name.length + 3));
}

export function attribute(lines: readonly string[], name: string): string | undefined {
  return attributes(lines, name)[0];
}

export function isAttribute(line: string, name: string): boolean {
  return line === `a=${name}` || line.startsWith(`a=${name}:`);
}

/** Puts one attribute in the place of all of its name. */
export function setAttribute(part: {lines: string[]}, name: string, value: string): void {
  const line = `a=${name}:${value}`;
  const index = part.lines.findIndex((other) => isAttribute(other, name));
  part.lines = part.lines.filter((other, at) => at === index || !isAttribute(other, name));
  if (index < 0) part.lines.push(line);
  else part.lines[index] = line;
}

export function midOf({lines}: Pick<Section, 'lines'>): string | undefined {
  return attribute(lines, 'mid');
}

/** Port 0 means rejected, except for a section that uses another one's port (RFC 9143 section 6, `bundle-only`). */
export function isRejected({port, lines}: Section): boolean {
  return port === '0' && !lines.includes('a=bundle-only');
}
