/** A SIP message as the far end sees it. The parser shares no code with the stack under test. */
export class SipMessage {
  readonly text: string;
  readonly startLine: string;
  readonly method: string;
  /** 0 for a request. */
  readonly status: number;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;

  constructor(text: string) {
    this.text = text;
    const split = text.indexOf('\r\n\r\n');
    const [startLine = '', ...lines] = text.slice(0, split).split('\r\n');
    const headers = new Map<string, string[]>();
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = line.slice(0, colon).trim().toLowerCase();
      headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
    }
    this.startLine = startLine;
    this.headers = headers;
    this.body = text.slice(split + 4);
    const [first = '', second = ''] = startLine.split(' ');
    this.status = first === 'SIP/2.0' ? Number(second) : 0;
    this.method = this.status ? (this.header('cseq').split(' ')[1] ?? '') : first;
  }

  header(name: string): string {
    return this.all(name)[0] ?? '';
  }

  all(name: string): readonly string[] {
    return this.headers.get(name.toLowerCase()) ?? [];
  }

  tag(name: 'from' | 'to'): string {
    return /;tag=([^;\s]+)/.exec(this.header(name))?.[1] ?? '';
  }

  get cseq(): number {
    return Number(this.header('cseq').split(' ')[0]);
  }

  /** `INVITE` or `200 INVITE`: for comparing what was sent. */
  get summary(): string {
    return this.status ? `${String(this.status)} ${this.method}` : this.method;
  }
}
