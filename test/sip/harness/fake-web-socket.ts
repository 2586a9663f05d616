/** What a socket talks to. */
export interface SocketServer {
  /** Whether a new connection is taken. */
  readonly reachable: boolean;
  opened(socket: FakeWebSocket): void;
  received(text: string): void;
}

let server: SocketServer | undefined;
const NativeWebSocket = globalThis.WebSocket;

/** A WebSocket without a network: `installFakeWebSocket` says who is at the other end. */
export class FakeWebSocket extends EventTarget {
  readonly url: string;
  readonly protocol: string;
  binaryType = 'blob';
  readyState: number = NativeWebSocket.CONNECTING;
  readonly #server = server;

  constructor(url: string, protocol: string) {
    super();
    this.url = url;
    this.protocol = protocol;
    setTimeout(() => {
      if (this.readyState !== NativeWebSocket.CONNECTING) return;
      if (!this.#server?.reachable) {
        this.drop();
        return;
      }
      this.readyState = NativeWebSocket.OPEN;
      this.#server.opened(this);
      this.dispatchEvent(new Event('open'));
    });
  }

  get closed(): boolean {
    return this.readyState === NativeWebSocket.CLOSED;
  }

  send(text: string): void {
    if (this.readyState !== NativeWebSocket.OPEN) throw new DOMException('Not open', 'InvalidStateError');
    queueMicrotask(() => {
      this.#server?.received(text);
    });
  }

  close(): void {
    if (this.readyState >= NativeWebSocket.CLOSING) return;
    this.readyState = NativeWebSocket.CLOSING;
    setTimeout(() => {
      this.#closed(1000);
    });
  }

  /** The network dies. */
  drop(): void {
    this.#closed(1006);
  }

  /** A frame arrives. */
  deliver(text: string): void {
    if (this.readyState === NativeWebSocket.OPEN) this.dispatchEvent(new MessageEvent('message', {data: text}));
  }

  #closed(code: number): void {
    if (this.readyState === NativeWebSocket.CLOSED) return;
    this.readyState = NativeWebSocket.CLOSED;
    this.dispatchEvent(new CloseEvent('close', {code}));
  }
}

export function installFakeWebSocket(other: SocketServer): void {
  server = other;
  globalThis.WebSocket = FakeWebSocket as unknown as typeof WebSocket;
}

export function restoreWebSocket(): void {
  server = undefined;
  globalThis.WebSocket = NativeWebSocket;
}
