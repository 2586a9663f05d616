import {expect, fixture, html} from '@open-wc/testing';
import '../../src/define/sip-phone.js';
import '../../src/define/sip-softphone.js';
// These modules are loaded ahead: the dev server loads them one by one, which would delay the first phone.
import '../../src/media/index.js';
import '../../src/sip/index.js';
import {installFakeWebSocket, restoreWebSocket} from '../sip/harness/fake-web-socket.js';
import {turn, until} from '../sip/harness/until.js';
import {CALL_ENDINGS} from './call-endings.js';
import {countTimers} from './counters.js';
import {Desk} from './desk.js';
import {watchListeners} from './every-listener.js';
import {holdLongTimers} from './long-timers.js';

/** Chromium's garbage collector, if the test runner has enabled it. */
const collectGarbage = (globalThis as {gc?: () => void}).gc;

/** A peer connection takes several times as long in Firefox. */
const CALLS = navigator.userAgent.includes('Firefox') ? 52 : 500;
/** The number of phones that call at the same time, because calls spend most of their time waiting. */
const DESKS = 4;
/** In milliseconds: after this time no transaction is kept (RFC 3261 section 17) and no ended call is shown. */
const QUIET = 45_000;
/** The calls of each phone that may still be in memory at the end: what was shown last. */
const LAST_CALLS = 2;

describe(`list B: memory: after ${String(CALLS)} calls, ended in every way`, () => {
  it('no peer connection, track, listener, timer or element is left', async function () {
    this.timeout(200_000);
    const endings = Object.values(CALL_ENDINGS);
    const connections = watchConnections();
    const tracks = watchTracks();
    const listeners = watchListeners();
    const shortTimers = countTimers();
    const longTimers = holdLongTimers();
    const {warn} = console;
    console.warn = () => undefined; // Every refused microphone logs a warning.
    const holder = await fixture<HTMLDivElement>(html`<div></div>`);
    const desks = Array.from({length: DESKS}, () => new Desk(tracks.note));
    installFakeWebSocket((url) => desks.find((desk) => url.startsWith(desk.url))?.server);
    try {
      await Promise.all(desks.map((desk) => desk.open(holder)));

      let made = 0;
      const callAndEnd = async (desk: Desk, count: number) => {
        for (let call = 0; call < count; call++) {
          await endings[made++ % endings.length]!(desk);
          longTimers.clock.advance(1000);
        }
      };
      const quiet = async () => {
        for (let passed = 0; passed < QUIET; passed += 1000) {
          longTimers.clock.advance(1000);
          await turn();
        }
        await until(() => shortTimers.open() === 0, 'short timers to run');
      };
      const left = () => ({
        connections: connections.open(),
        tracks: tracks.live(),
        longTimers: longTimers.clock.pending,
        calls: desks.flatMap(({phone}) => phone.calls).length,
        elements: desks.reduce((sum, {phone}) => sum + countElements(phone), 0),
      });

      // Objects that are made once and kept, such as the player of the remote sound, exist after the first calls.
      await Promise.all(desks.map((desk) => callAndEnd(desk, endings.length)));
      await quiet();
      const before = left();
      // Held weakly: the elements of the first calls would keep their connections.
      const heard = listeners.targets().map((target) => ({ref: new WeakRef(target), count: listeners.open(target)}));
      await Promise.all(desks.map((desk) => callAndEnd(desk, CALLS / DESKS)));
      await quiet();

      expect(made).to.equal(CALLS + DESKS * endings.length);
      expect(connections.made()).to.be.greaterThan(CALLS / 2);
      expect(left()).to.deep.equal(before);
      expect(before).to.include({connections: 0, tracks: 0, calls: 0});
      for (const {ref, count} of heard) {
        const target = ref.deref();
        if (target) expect(listeners.open(target), describeTarget(target)).to.equal(count);
      }
      if (collectGarbage) {
        const {remembered, closed} = await connections.remembered(collectGarbage);
        expect(closed).to.be.greaterThan(CALLS / 2);
        expect(remembered).to.be.below(LAST_CALLS * DESKS);
      }
    } finally {
      console.warn = warn;
      longTimers.restore();
      shortTimers.restore();
      await Promise.all(desks.map(({phone}) => phone.destroy()));
      restoreWebSocket();
      listeners.restore();
      tracks.restore();
      connections.restore();
    }
  });
});

/** Counts peer connections without keeping them: with 500 of them in memory, a browser makes no more. */
function watchConnections() {
  const Native = globalThis.RTCPeerConnection;
  const all: WeakRef<RTCPeerConnection>[] = [];
  const closed: WeakRef<RTCPeerConnection>[] = [];
  const alive = (references: readonly WeakRef<RTCPeerConnection>[]) =>
    references.flatMap((reference) => reference.deref() ?? []);
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      all.push(new WeakRef(this));
    }

    override close(): void {
      // Chromium itself keeps what is closed while an event about candidates waits, for as long as the page lives.
      if (this.iceGatheringState !== 'gathering') closed.push(new WeakRef(this));
      super.close();
    }
  };
  return {
    made: () => all.length,
    open: () => alive(all).filter(({signalingState}) => signalingState !== 'closed').length,
    async remembered(collect: () => void) {
      await turn(); // The browser keeps the target of a read weak reference until the next turn.
      collect();
      return {remembered: alive(closed).length, closed: closed.length};
    },
    restore: () => {
      globalThis.RTCPeerConnection = Native;
    },
  };
}

/** Counts the live tracks of the microphone and their clones. */
function watchTracks() {
  const all: WeakRef<MediaStreamTrack>[] = [];
  const note = (track: MediaStreamTrack) => all.push(new WeakRef(track));
  const {clone} = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = clone.call(this);
    note(copy);
    return copy;
  };
  return {
    note: (stream: MediaStream) => {
      for (const track of stream.getTracks()) note(track);
    },
    live: () => all.filter((track) => track.deref()?.readyState === 'live').length,
    restore: () => {
      MediaStreamTrack.prototype.clone = clone;
    },
  };
}

/** Counts the elements below a node, including shadow trees. */
function countElements(node: Element): number {
  const below = [...node.children, ...(node.shadowRoot?.children ?? [])];
  return below.reduce((sum, child) => sum + 1 + countElements(child), 0);
}

function describeTarget(target: EventTarget): string {
  return `listeners on ${target instanceof Element ? target.localName : target.constructor.name}`;
}
