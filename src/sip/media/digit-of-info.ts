/** Some gateways send the keys "*" and "#" as numbers (RFC 4733 section 3.2). */
const NUMBERED: Readonly<Record<string, string>> = {'10': '*', '11': '#'};

/**
 * Returns the digit of an INFO request in the formats `application/dtmf-relay` and `application/dtmf`; else undefined.
 */
export function digitOfInfo(contentType: string, body: string): string | undefined {
  const text = signalOf(contentType.replace(/;.*/s, '').trim().toLowerCase(), body).trim().toUpperCase();
  const digit = NUMBERED[text] ?? text;
  return /^[0-9*#A-D]$/.test(digit) ? digit : undefined;
}

function signalOf(type: string, body: string): string {
  if (type === 'application/dtmf') return body;
  if (type !== 'application/dtmf-relay') return '';
  return /^[ \t]*Signal[ \t]*=(.*)/im.exec(body)?.[1] ?? '';
}
