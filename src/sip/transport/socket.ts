import type {Clock} from '../../core/clock.js';

/** How long a server may take to open a connection, in milliseconds. */
const PATIENCE = 5000;
/** `WebSocket.OPEN`, which a stand-in for the class need not have. */
const OPEN = 1;

export interface SocketListener {
  opened(): void;
  /** It could not be opened, or is closed; not told of a socket that was dropped. */
  closed(error: Error): void;
  received(text: string): void;
}

/** One WebSocket with the sub-protocol `sip` (RFC 7118). Of one that was dropped nothing is heard any more. */
export class SipSocket {
  readonly #socket: WebSocket;
  readonly #gone = new AbortController();
  readonly #stopWaiting: () => void;

  /** @throws DOMException for an address that this page may not open, `ws:` on a secure page for instance. */
  constructor(url: string, clock: Clock, listener: SocketListener) {
    const {signal} = this.#gone;
    const socket = new WebSocket(url, 'sip');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const over = (why: string) => {
      if (signal.aborted) return;
      this.drop();
      listener.closed(new Error(`${url}: ${why}`));
    };
    this.#stopWaiting = clock.after(PATIENCE, () => over('no connection within 5 s'));
    socket.addEventListener(
      'open',
      () => {
        this.#stopWaiting();
        listener.opened();
      },
      {signal},
    );
    socket.addEventListener('close', ({code}) => over(`closed (${String(code)})`), {signal});
    socket.addEventListener(
      'message',
      ({data}: MessageEvent<string | ArrayBuffer>) =>
        listener.received(typeof data === 'string' ? data : new TextDecoder().decode(data)),
      {signal},
    );
  }

  /** @throws Error if it is not open: a socket that is closing would swallow it. */
  send(text: string): void {
    if (this.#socket.readyState !== OPEN) throw new Error('The connection is not open.');
    this.#socket.send(text);
  }

  /** Lets go of it. The browser sends what is waiting and closes it when it can; nobody waits for that. */
  drop(): void {
    this.#stopWaiting();
    this.#gone.abort();
    this.#socket.close();
  }
}
