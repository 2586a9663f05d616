import {expect} from '@open-wc/testing';
import type {SipSession} from '../../src/core/engine/sip-engine.js';
import {answered, called, closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import type {SessionLog} from './harness/session-log.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

interface Scene {
  readonly line: PhoneLine;
  readonly session: SipSession;
  readonly log: SessionLog;
}

interface State {
  readonly name: string;
  readonly reach: () => Promise<Scene>;
  /** The message that tells the far end about the end; undefined if the far end does not know of the call. */
  readonly told?: string;
  /** CANCEL waits for the first response while one can still come (RFC 3261 section 9.1). */
  readonly afterTrying?: boolean;
}

const nativePeerConnection = globalThis.RTCPeerConnection;
let connections: RTCPeerConnection[] = [];

beforeEach(() => {
  connections = [];
  globalThis.RTCPeerConnection = class extends nativePeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
});

afterEach(async () => {
  globalThis.RTCPeerConnection = nativePeerConnection;
  await closeLines();
});

/** The peer connections of the phone that are not closed. */
function openConnections(line: PhoneLine): RTCPeerConnection[] {
  const others = line.farEnds.map(({pc}) => pc);
  return connections.filter((pc) => !others.includes(pc) && pc.signalingState !== 'closed');
}

async function agree({line, far}: OutboundCall): Promise<void> {
  const invite = await line.server.next('INVITE');
  line.server.respond(invite, 200, {body: await far.answer(invite.body)});
  await line.server.next('ACK');
}

async function promptOpen(reach: (line: PhoneLine) => Promise<Omit<Scene, 'line'>>): Promise<Scene> {
  const media = new SlowMedia();
  const line = await PhoneLine.connected({media});
  const scene = await reach(line);
  await media.asked;
  return {line, ...scene};
}

const STATES: readonly State[] = [
  {
    name: 'new',
    reach: async () => {
      const line = await PhoneLine.connected();
      return {line, ...line.dial()};
    },
  },
  {
    name: 'new, with the question for the microphone open',
    reach: () =>
      promptOpen((line) => {
        const scene = line.dial();
        scene.session.invite().catch(() => undefined); // It must fail; that is tested here.
        return Promise.resolve(scene);
      }),
  },
  {
    name: 'requesting',
    reach: async () => ringing(await PhoneLine.connected()),
    told: 'CANCEL',
    afterTrying: true,
  },
  {
    name: 'trying',
    reach: async () => {
      const call = await ringing(await PhoneLine.connected());
      call.line.server.respond(call.invite, 180);
      await call.log.until('ringing 180');
      return call;
    },
    told: 'CANCEL',
  },
  {
    name: 'early',
    reach: async () => {
      const call = await ringing(await PhoneLine.connected());
      call.line.server.respond(call.invite, 183, {body: await call.far.answer(call.invite.body)});
      await call.log.until('early');
      return call;
    },
    told: 'CANCEL',
  },
  {
    name: 'ringing (inbound)',
    reach: async () => called(await PhoneLine.connected()),
    told: '486 INVITE',
  },
  {
    name: 'answering, with the question for the microphone open',
    reach: () =>
      promptOpen(async (line) => {
        const call = await called(line);
        call.session.accept({audio: true, video: false}).catch(() => undefined); // As above.
        return call;
      }),
    told: '486 INVITE',
  },
  {
    name: 'active',
    reach: async () => answered(await PhoneLine.connected()),
    told: 'BYE',
  },
  {
    name: 'held',
    reach: async () => {
      const call = await answered(await PhoneLine.connected());
      const held = call.session.setHeld(true);
      await agree(call);
      await held;
      return call;
    },
    told: 'BYE',
  },
  {
    name: 'active, with a re-INVITE open',
    reach: async () => {
      const call = await answered(await PhoneLine.connected());
      call.session.setHeld(true).catch(() => undefined); // As above.
      await call.line.server.next('INVITE');
      return call;
    },
    told: 'BYE',
  },
  {
    name: 'recovering',
    reach: async () => {
      const call = await answered(await PhoneLine.connected());
      void call.session.repair();
      await call.line.server.next('INVITE');
      return call;
    },
    told: 'BYE',
  },
];

/** Network conditions: what breaks before the hang-up, and how the connection is restored afterwards. */
const NETWORKS = {
  online: {break: () => Promise.resolve(), mend: () => Promise.resolve()},
  offline: {
    break: lose,
    mend: (line: PhoneLine) => line.engine.connect(),
  },
  'half-open': {
    break: ({server}: PhoneLine) => {
      // Messages of the phone get no answer.
      server.auto = () => true;
      return Promise.resolve();
    },
    mend: async (line: PhoneLine) => {
      await lose(line);
      line.server.auto = undefined;
      await line.engine.connect();
    },
  },
};

async function lose(line: PhoneLine): Promise<void> {
  line.server.drop();
  await until(() => line.lost.length > 0, 'the loss');
}

/** Lets the longest time pass that a hang-up may take. */
async function settled(line: PhoneLine, ending: Promise<unknown>, limit: number): Promise<void> {
  const state = {over: false};
  void ending.then(() => {
    state.over = true;
  });
  await turn();
  for (let passed = 0; passed < limit && !state.over; passed += 500) {
    line.clock.advance(500);
    await turn();
  }
  expect(state.over, `settled within ${String(limit)} ms`).to.equal(true);
}

for (const [network, {break: breakNetwork, mend}] of Object.entries(NETWORKS)) {
  describe(`hanging up ${network}, in state`, () => {
    for (const {name, reach, told, afterTrying} of STATES) {
      it(`${name}: frees everything at once, settles, and tells the far end`, async () => {
        const scene = await reach();
        const {line, session, log} = scene;
        await breakNetwork(line);
        const before = line.server.log.length;
        const ending = session.end({status: 486});
        expect(line.media.liveTracks).to.equal(0);
        await until(() => openConnections(line).length === 0, 'the peer connection to be closed');
        if (network === 'online' && afterTrying) {
          const [invite] = line.server.log;
          line.server.respond(invite!, 100);
        }
        await settled(line, ending, 5000);
        expect(log.ends).to.have.length(1);
        expect(log.ends[0]).to.include({by: 'local', failed: false});
        if (line.media instanceof SlowMedia) {
          line.media.proceed();
          await until(() => line.media.opened.length > 0, 'the devices to open');
          await until(() => line.media.liveTracks === 0, 'the devices to be closed again');
        }
        await mend(line);
        const tellings = () => line.server.summaries().slice(before);
        if (told) await until(() => tellings().includes(told), told);
        else {
          await turn();
          expect(tellings()).to.deep.equal([]);
        }
        expect(log.ends).to.have.length(1);
        expect(line.failures).to.deep.equal([]);
      });
    }
  });

  describe(`destroying the phone ${network}, in state`, () => {
    for (const {name, reach} of STATES) {
      it(`${name}: frees everything, and leaves no timer`, async () => {
        const {line, log} = await reach();
        await breakNetwork(line);
        const destroyed = line.engine.destroy();
        expect(line.media.liveTracks).to.equal(0);
        await until(() => openConnections(line).length === 0, 'the peer connection to be closed');
        await settled(line, destroyed, 10_000);
        line.clock.advance(10_000);
        await turn();
        expect(log.ends).to.have.length(1);
        expect(line.clock.pending).to.equal(0);
        expect(line.failures).to.deep.equal([]);
      });
    }
  });
}
