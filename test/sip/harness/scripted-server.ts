import type {FakeWebSocket, SocketServer} from './fake-web-socket.js';
import {SipMessage} from './sip-message.js';

export interface ResponseParts {
  readonly phrase?: string;
  /** `null` leaves it out. */
  readonly tag?: string | null;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** `null` leaves Contact out. */
  readonly contact?: string | null;
}

export interface RequestParts {
  readonly uri?: string;
  readonly callId: string;
  readonly cseq: number;
  readonly from: string;
  readonly to: string;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
}

let counter = 0;
/** Returns an identifier that is unique in this page. */
export function unique(prefix: string): string {
  return `${prefix}${String(++counter)}`;
}

/** Plays the server and everybody behind it, message by message, as the test says. */
export class ScriptedServer implements SocketServer {
  reachable = true;
  frozen = false;
  /** Whether the server answers keep-alives, and how many have arrived. */
  pongs = true;
  pings = 0;
  /** Empty lines that the phone sent, other than keep-alives. */
  readonly lineEnds: string[] = [];
  /** All messages that the phone sent, in order. */
  readonly log: SipMessage[] = [];
  readonly sockets: FakeWebSocket[] = [];
  /** Answers requests without the test; returns whether it did. */
  auto: ((message: SipMessage) => boolean) | undefined;
  readonly #unread: SipMessage[] = [];
  #waiters: {matches: (message: SipMessage) => boolean; resolve: (message: SipMessage) => void}[] = [];

  opened(socket: FakeWebSocket): void {
    this.sockets.push(socket);
  }

  pinged(): boolean {
    this.pings++;
    return this.pongs && !this.frozen;
  }

  received(text: string): void {
    if (!text.trim()) {
      this.lineEnds.push(text);
      return;
    }
    const message = new SipMessage(text);
    this.log.push(message);
    if (this.auto?.(message)) return;
    const waiter = this.#waiters.find(({matches}) => matches(message));
    if (!waiter) {
      this.#unread.push(message);
      return;
    }
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    waiter.resolve(message);
  }

  /** Resolves with the next message of this kind (`INVITE`, `200 BYE`) that the test has not read yet. */
  next(summary: string): Promise<SipMessage> {
    const matches = (message: SipMessage) => message.summary === summary;
    const index = this.#unread.findIndex(matches);
    if (index >= 0) return Promise.resolve(this.#unread.splice(index, 1)[0]!);
    return new Promise((resolve) => {
      this.#waiters.push({matches, resolve});
    });
  }

  /** Returns the summaries of all sent messages, for comparisons. */
  summaries(): string[] {
    return this.log.map(({summary}) => summary);
  }

  count(summary: string): number {
    return this.summaries().filter((text) => text === summary).length;
  }

  respond(request: SipMessage, status: number, parts: ResponseParts = {}): void {
    const {phrase = 'Phrase', tag = 'peer', headers = [], body = '', contact = PEER_CONTACT} = parts;
    const to = request.header('to');
    this.deliver(
      [
        `SIP/2.0 ${String(status)} ${phrase}`,
        ...request.all('via').map((via) => `Via: ${via}`),
        `From: ${request.header('from')}`,
        `To: ${status > 100 && tag !== null && !to.includes(';tag=') ? `${to};tag=${tag}` : to}`,
        `Call-ID: ${request.header('call-id')}`,
        `CSeq: ${request.header('cseq')}`,
        ...(contact === null ? [] : [`Contact: ${contact}`]),
        ...headers,
      ],
      body,
    );
  }

  request(method: string, parts: RequestParts): void {
    const {uri = 'sip:alice@example.com', callId, cseq, from, to, headers = [], body = ''} = parts;
    this.deliver(
      [
        `${method} ${uri} SIP/2.0`,
        `Via: SIP/2.0/WS peer.invalid;branch=${parts.branch ?? unique('z9hG4bK')}`,
        'Max-Forwards: 70',
        `From: ${from}`,
        `To: ${to}`,
        `Call-ID: ${callId}`,
        `CSeq: ${String(cseq)} ${method}`,
        `Contact: ${PEER_CONTACT}`,
        ...headers,
      ],
      body,
      parts.contentType,
    );
  }

  /** Sends any message to the phone. */
  deliver(lines: readonly string[], body = '', contentType = 'application/sdp'): void {
    const type = body ? [`Content-Type: ${contentType}`] : [];
    const length = new TextEncoder().encode(body).length;
    this.sockets.at(-1)?.deliver([...lines, ...type, `Content-Length: ${String(length)}`, '', body].join('\r\n'));
  }

  /** The connection breaks. */
  drop(): void {
    this.sockets.at(-1)?.drop();
  }
}

export const PEER_CONTACT = '<sip:bob@peer.invalid;transport=ws>';
