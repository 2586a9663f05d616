/** Runs in the page before all else, the same for every phone: what is on the wire, and when, and the first packet. */

/** Makes `globalThis.stopwatch`. All times are milliseconds since 1970, so that they go on over a reload. */
function install() {
  const now = () => performance.timeOrigin + performance.now();
  const waiting = new Set();
  const peers = [];
  const stopwatch = {
    /** @type {{at: number, out: boolean, method: string, status: number}[]} a request has the status 0 */
    wire: [],
    click: 0,
    /** When the first RTP packet of each connection came in. */
    packets: [],
    reset() {
      stopwatch.wire.length = 0;
      stopwatch.packets.length = 0;
      stopwatch.click = 0;
      waiting.clear();
    },
    /** Resolves with the time of the first message that is like that, past ones included. */
    message: (like, since = 0) =>
      soon(() => {
        const isLike = (seen) => Object.keys(like).every((key) => seen[key] === like[key]);
        return stopwatch.wire.find((seen) => seen.at >= since && isLike(seen))?.at;
      }),
    /** Resolves with the time of the first packet. */
    packet: () => soon(() => stopwatch.packets[0]),
    sent: (method) => stopwatch.wire.filter((seen) => seen.out && seen.status === 0 && seen.method === method).length,
    peersOpen: () => peers.filter((peer) => (peer.deref()?.signalingState ?? 'closed') !== 'closed').length,
    /** RTP packets that have come in on the connections that are open. */
    async received() {
      let packets = 0;
      for (const reference of peers) {
        const peer = reference.deref();
        if (!peer || peer.signalingState === 'closed') continue;
        for (const {type, packetsReceived} of (await peer.getStats()).values())
          if (type === 'inbound-rtp') packets += packetsReceived;
      }
      return packets;
    },
    /** A click by script: no pointer comes near and nothing gets the focus. */
    press(selector) {
      const element = document.querySelector(selector);
      (element.shadowRoot?.querySelector('button') ?? element).click();
    },
  };

  function soon(look) {
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  function note(at, out, data) {
    const status = Number(/^SIP\/2\.0 (\d+)/.exec(data)?.[1] ?? 0);
    const method = /^CSeq:\s*\d+\s+(\w+)/im.exec(data)?.[1];
    if (method) noted(() => stopwatch.wire.push({at, out, method, status}));
  }

  function noted(write) {
    write();
    for (const check of waiting) check();
  }

  /** Chromium unmutes the track of a receiver when its first packet comes in, and until then it is muted. */
  function watchFirstPacket({track}) {
    track.addEventListener('unmute', () => noted(() => stopwatch.packets.push(now())), {once: true});
  }

  addEventListener('click', () => (stopwatch.click = now()), {capture: true});
  globalThis.stopwatch = stopwatch;
  globalThis.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener('message', ({data}) => note(now(), false, data));
    }
    send(data) {
      note(now(), true, data);
      super.send(data);
    }
  };
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      peers.push(new WeakRef(this));
      this.addEventListener('track', watchFirstPacket);
    }
  };
}

/** The script for the page. */
export const STOPWATCH = `(${install})();`;
