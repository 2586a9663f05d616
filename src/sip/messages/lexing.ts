/** The opening characters of text that is not split, with their closing ones: `"a, b"`, `<sip:a;b>`. */
const CLOSING: Partial<Record<string, string>> = {'"': '"', '<': '>'};

/**
 * Splits at a separator that is neither in a quoted string nor between angle brackets (RFC 3261 section 25.1). Servers put
 * quoted values into the parameters of an address, too: `<sip:a;b="c>d">`.
 */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let closing: string | undefined;
  let outer: string | undefined;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (closing) {
      if (char === '\\' && closing === '"') at += 1;
      else if (char === closing) [closing, outer] = [outer, undefined];
      else if (char === '"' && text.charAt(at - 1) === '=') [closing, outer] = ['"', closing];
    } else if (char === separator) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    } else closing = CLOSING[char];
  }
  parts.push(text.slice(start).trim());
  return parts;
}

/**
 * Splits a list of names and addresses. A part that is no address belongs to the name in the next one: `Doe, John <sip:a@b>`
 * is what people write who forget the quotes (RFC 3261 section 20.10).
 */
export function splitAddresses(text: string): string[] {
  const addresses: string[] = [];
  let name = '';
  for (const part of split(text, ',')) {
    const whole = name + part;
    const isName = part && !part.includes('<') && part !== '*' && !/^[a-z][\w+.-]*:\S/i.test(part);
    name = isName ? `${whole}, ` : '';
    if (!isName) addresses.push(whole);
  }
  if (name) addresses.push(name);
  return addresses;
}

/**
 * More parameters than any address needs. Each one is kept by name and copied with the address, so the number is
 * limited.
 */
const MAX_PARAMETERS = 100;

/** Values as written, by name in lower case; `undefined` for a parameter without a value. */
export type Parameters = Record<string, string | undefined>;

/**
 * Reads parameters such as `;a=1;b="x;y";c`. Returns undefined if one has no name, or if there are too many. A `;` with
 * nothing after it is forgiven.
 */
export function readParameters(text: string): Parameters | undefined {
  const parameters: Parameters = {};
  const parts = split(text.trim(), ';').slice(1);
  if (parts.length > MAX_PARAMETERS) return undefined;
  for (const part of parts.filter(Boolean)) {
    const [, name, value] = /^([^\s=,][^\s=]*)\s*(?:=(.*))?$/s.exec(part) ?? [];
    if (!name) return undefined;
    parameters[name.toLowerCase()] = value?.trim();
  }
  return parameters;
}

/** Returns the content of a quoted string; other text comes back unchanged. */
export function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
