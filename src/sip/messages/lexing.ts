/** The closing character of what is read as one: `"a, b"`, `<sip:a;b>`. */
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

/** Many times what anybody writes behind an address; each is kept by its name, and copied with the address. */
const MAX_PARAMETERS = 100;

/** By lower-case name, as it is written; without a value it is `undefined`. */
export type Parameters = Record<string, string | undefined>;

/**
 * `;a=1;b="x;y";c`. One that is empty, or whose name is, makes all of them unreadable, as too many do; a last `;` with
 * nothing behind it does no harm.
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

/** What a quoted string says; any other text as it is. */
export function unquote(text: string): string {
  return text.replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
}
