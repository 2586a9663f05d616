/** The server at the other end of a socket. */
export interface SocketServer {
  /** Whether the server accepts new connections. */
  readonly reachable: boolean;
  /** The server hangs, or the network swallows everything: no answer comes, no connection opens, none closes. */
  readonly frozen: boolean;
  /** A keep-alive has arrived; returns whether the server answers it. */
  pinged(): boolean;
  opened(socket: FakeWebSocket): void;
  received(text: string): void;
}

type FindServer = (url: string) => SocketServer | undefined;
let find: FindServer = () => undefined;
const NativeWebSocket = globalThis.WebSocket;

/** A frame as text, or as bytes for tests of binary frames. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/** A WebSocket without a network; `installFakeWebSocket` sets the server at the other end. */
export class FakeWebSocket extends EventTarget {
  readonly url: string;
  readonly protocol: string;
  binaryType = 'blob';
  readyState: number = NativeWebSocket.CONNECTING;
  readonly #server: SocketServer | undefined;
  #silent = false;

  constructor(url: string, protocol: string) {
    super();
    this.url = url;
    this.protocol = protocol;
    this.#server = find(url);
    setTimeout(() => {
      if (this.readyState !== NativeWebSocket.CONNECTING || this.#server?.frozen) return;
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
    if (this.#silent) return;
    if (text === '\r\n\r\n') {
      // The pong comes at once, for tests that let minutes pass in one step.
      if (this.#server?.pinged()) this.deliver('\r\n');
      return;
    }
    if (this.#server?.frozen) return;
    queueMicrotask(() => {
      this.#server?.received(text);
    });
  }

  close(): void {
    if (this.readyState >= NativeWebSocket.CLOSING) return;
    this.readyState = NativeWebSocket.CLOSING;
    setTimeout(() => {
      // The server does not answer the closing frame.
      if (this.#silent || this.#server?.frozen) return;
      this.#closed(1000);
    });
  }

  /** The connection breaks. */
  drop(): void {
    this.#closed(1006);
  }

  /** From now on the network swallows everything, and neither side notices. */
  halfOpen(): void {
    this.#silent = true;
  }

  /** A frame arrives. */
  deliver(frame: Frame): void {
    if (this.readyState !== NativeWebSocket.OPEN) return;
    const data = typeof frame === 'string' ? frame : frame.buffer;
    this.dispatchEvent(new MessageEvent('message', {data}));
  }

  #closed(code: number): void {
    if (this.readyState === NativeWebSocket.CLOSED) return;
    this.readyState = NativeWebSocket.CLOSED;
    this.dispatchEvent(new CloseEvent('close', {code}));
  }
}

/** Sets the other end: one server for all addresses, or a function that finds the server of an address. */
export function installFakeWebSocket(server: SocketServer | FindServer): void {
  find = typeof server === 'function' ? server : () => server;
  globalThis.WebSocket = FakeWebSocket as unknown as typeof WebSocket;
}

export function restoreWebSocket(): void {
  find = () => undefined;
  globalThis.WebSocket = NativeWebSocket;
}
