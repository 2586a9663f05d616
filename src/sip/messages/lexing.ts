/** The opening characters of text that is not split, with their closing ones: `"a, b"`, `<sip:a;b>`. */
const CLOSING: Partial<Record<string, string>> = {'"': '"', '<': '>'};

/** Splits at a separator that is neither in a quoted string nor between angle brackets (RFC 3261 section 25.1). */
export function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let closing: string | undefined;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (closing) {
      if (char === '\\' && closing === '"') at += 1;
      else if (char === closing) closing = undefined;
    } else if (char === separator) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    } else closing = CLOSING[char];
  }
  parts.push(text.slice(start).trim());
  return parts;
}

/**
 * More parameters than any address needs. Each one is kept by name and copied with the address, so the number is
 * limited.
 */
const MAX_PARAMETERS = 100;

/** Values as written, by name in lower case; `undefined` for a parameter without a value. */
export type Parameters = Record<string, string | undefined>;

/**
 * Reads parameters such as `;a=1;b="x;y";c`. Returns undefined if one is empty or has no name, or if there are too
 * many. A last `;` with nothing after it is allowed.
 */
export function readParameters(text: string): Parameters | undefined {
  const parameters: Parameters = {};
  const parts = split(text.trim(), ';').slice(1);
  if (parts.at(-1) === '') parts.pop();
  if (parts.length > MAX_PARAMETERS) return undefined;
  for (const part of parts) {
    const [, name, value] = /^([^\s=]+)\s*(?:=(.*))?$/s.exec(part) ?? [];
    if (!name) return undefined;
    parameters[name.toLowerCase()] = value?.trim();
  }
  return parameters;
}

/** Returns the content of a quoted string; other text comes back unchanged. */
export function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
