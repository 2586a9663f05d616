/** Header fields by name; `null` leaves one out, a list repeats it. */
export type RawFields = Readonly<Record<string, string | readonly string[] | null>>;

let counter = 0;

/** Builds a request of a caller field by field, for tests of wrong header fields. */
export function rawRequest(fields: RawFields = {}, {method = 'INVITE', uri = 'sip:alice@example.com', body = ''} = {}) {
  const id = String(++counter);
  return rawMessage(
    `${method} ${uri} SIP/2.0`,
    {
      Via: `SIP/2.0/WS peer.invalid;branch=z9hG4bKraw${id}`,
      'Max-Forwards': '70',
      From: '<sip:bob@example.com>;tag=far',
      To: '<sip:alice@example.com>',
      'Call-ID': `raw${id}`,
      CSeq: `1 ${method}`,
      Contact: '<sip:bob@peer.invalid;transport=ws>',
      'Content-Length': String(new TextEncoder().encode(body).length),
      ...fields,
    },
    body,
  );
}

export function rawMessage(startLine: string, fields: RawFields, body = ''): string {
  const lines = Object.entries(fields).flatMap(([name, values]) =>
    values === null ? [] : [values].flat().map((value) => `${name}: ${value}`),
  );
  return [startLine, ...lines, '', body].join('\r\n');
}
