import type {Clock} from '../../core/clock.js';

/** How long a server may take to open a connection, in milliseconds. */
const PATIENCE = 5000;
/** `WebSocket.OPEN`. A class that a test puts in the place of `WebSocket` may lack it. */
const OPEN = 1;

export interface SocketListener {
  opened(): void;
  /** The socket could not be opened, or it closed. A dropped socket does not call this. */
  closed(error: Error): void;
  received(text: string): void;
}

/** One WebSocket with the subprotocol `sip` (RFC 7118). Once dropped, it calls its listener no more. */
export class SipSocket {
  readonly #socket: WebSocket;
  readonly #gone = new AbortController();
  readonly #stopWaiting: () => void;

  /**
   * @throws DOMException for an address that the browser does not let this page open, for example `ws:` on a secure
   * page.
   */
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

  /** @throws Error if it is not open: a socket that is closing would lose the text without an error. */
  send(text: string): void {
    if (this.#socket.readyState !== OPEN) throw new Error('The connection is not open.');
    this.#socket.send(text);
  }

  /**
   * Closes the socket and stops listening to it. The browser sends what is queued and closes it later; nobody waits for
   * that.
   */
  drop(): void {
    this.#stopWaiting();
    this.#gone.abort();
    this.#socket.close();
  }
}
