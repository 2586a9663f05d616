import {expect} from '@open-wc/testing';
import {FakeClock} from '../../src/testing/fake-clock.js';
import {resolveConfig} from '../../src/core/config/phone-config.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {SipError} from '../../src/core/errors.js';
import {createLogger} from '../../src/core/logger.js';
import {PeerConnections} from '../../src/sip/media/peer-connections.js';
import {called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {countConnections, type ConnectionCount} from './harness/connections.js';
import {SlowMedia} from './harness/slow-media.js';
import {until} from './harness/until.js';

/** With this function the microphone counts as allowed before; not every browser can tell that itself. */
const ALLOWED = {getUserMedia: () => Promise.reject(new Error('not asked'))};

let connections: ConnectionCount;
beforeEach(() => {
  connections = countConnections();
});
afterEach(() => {
  connections.restore();
});
afterEach(closeLines);

function pool(options: Partial<PhoneOptions> = {}) {
  const clock = new FakeClock();
  const logger = createLogger(() => undefined);
  const config = resolveConfig({server: 'ws://sip.test/ws', clock, logger, ...ALLOWED, ...options});
  const made = new PeerConnections(config);
  return {clock, made};
}

describe('a peer connection made ahead', () => {
  it('is taken by the next call, and opens no device', async () => {
    const line = await PhoneLine.connected(ALLOWED);
    line.engine.prewarm();
    await until(() => connections.all.length === 1, 'a peer connection');
    expect(line.media.opened).to.deep.equal([]);
    const {invite} = await ringing(line);
    expect(invite.body).to.equal(connections.all[0]?.localDescription?.sdp);
  });

  it('is one, however often it is asked for', async () => {
    const {made} = pool();
    await Promise.all([made.prewarm(), made.prewarm()]);
    await made.prewarm();
    expect(connections.open).to.have.length(1);
    made.close();
    expect(connections.open).to.deep.equal([]);
  });

  it('is closed when no call comes, and kept while somebody asks', async () => {
    const {made, clock} = pool();
    await made.prewarm();
    clock.advance(15_000);
    await made.prewarm();
    clock.advance(15_000);
    expect(connections.open).to.have.length(1);
    clock.advance(15_000);
    expect(connections.open).to.deep.equal([]);
    expect(clock.pending).to.equal(0);
  });

  it('is thrown away when the network is another one', async () => {
    const {made} = pool();
    await made.prewarm();
    globalThis.dispatchEvent(new Event('online'));
    expect(connections.open).to.deep.equal([]);
    made.close();
  });

  it('is closed with the engine', async () => {
    const line = await PhoneLine.connected(ALLOWED);
    line.engine.prewarm();
    await until(() => connections.open.length === 1, 'a peer connection');
    await closeLines();
    expect(connections.open).to.deep.equal([]);
  });
});

describe('while the person is asked for the microphone', () => {
  it('the offer is made and candidates are gathered, and nothing is sent', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media, ...ALLOWED});
    const {session} = line.dial();
    const connected = session.invite();
    await media.asked;
    await until(() => connections.all[0]?.iceGatheringState === 'complete', 'candidates');
    expect(line.server.count('INVITE')).to.equal(0);
    const offered = connections.all[0]?.localDescription?.sdp;
    media.proceed();
    await connected;
    const invite = await line.server.next('INVITE');
    expect(invite.body).to.equal(offered);
    expect(invite.body)
      .to.match(/^a=sendrecv/m)
      .and.match(/^a=candidate:/m);
  });

  it('a camera that is missing is not promised', async () => {
    const media = new SlowMedia();
    media.missingCamera = new SipError('no-camera', 'None.');
    const line = await PhoneLine.connected({media, ...ALLOWED});
    const {session} = line.dial('sip:bob@example.com', {audio: true, video: true});
    const connected = session.invite();
    await media.asked;
    await until(() => connections.all[0]?.signalingState === 'have-local-offer', 'the offer');
    media.proceed();
    await connected;
    const {body} = await line.server.next('INVITE');
    expect(body.slice(body.indexOf('m=video'))).to.match(/^a=recvonly/m);
  });

  it('a refusal leaves no peer connection behind', async () => {
    const media = new SlowMedia();
    media.failure = new SipError('permission-denied', 'No.');
    const line = await PhoneLine.connected({media, ...ALLOWED});
    const {session, log} = line.dial();
    const connected = session.invite().catch((error: unknown) => error);
    await media.asked;
    media.proceed();
    expect(await connected).to.include({code: 'permission-denied'});
    await log.end();
    await until(() => connections.open.length === 0, 'the peer connection to be closed');
  });
});

describe('a call that rings here', () => {
  it('has its peer connection before it is answered', async () => {
    const line = await PhoneLine.connected(ALLOWED);
    const call = await called(line);
    await until(() => connections.all.length > 1, 'a peer connection of ours besides that of the far end');
    const ours = connections.all.at(-1);
    await call.session.accept({audio: true, video: false});
    await line.server.next('200 INVITE');
    expect(connections.all.at(-1)).to.equal(ours);
    void call.session.end({status: 486});
    await until(() => ours?.signalingState === 'closed', 'it to be closed');
  });
});
