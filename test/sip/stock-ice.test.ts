import {expect} from '@open-wc/testing';
import {Inviter, SessionState, UserAgent} from 'sip.js';
import {
  defaultPeerConnectionConfiguration,
  defaultSessionDescriptionHandlerFactory,
} from 'sip.js/lib/platform/web/index.js';
import {SipError} from '../../src/core/errors.js';
import {systemClock} from '../../src/core/clock.js';
import {openUserMedia} from '../../src/media/user-media.js';
import {countConnections} from './harness/connections.js';
import {failure} from './harness/failure.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {SlowMedia} from './harness/slow-media.js';
import {closeStockPhones, stockAnswered, StockPhone, stockRinging} from './harness/stock-phone.js';
import {until} from './harness/until.js';

afterEach(closeLines);
afterEach(closeStockPhones);

/** Nobody listens there, and no network is needed. */
const DEAD: RTCIceServer[] = [{urls: 'turn:127.0.0.1:61999', username: 'a', credential: 'b'}];
/** Other browsers notice a dead relay on this machine without a time limit. */
const chromium = navigator.userAgent.includes('Chrome') ? it : undefined;

const context = new AudioContext();
function microphone(): MediaStream {
  return context.createMediaStreamDestination().stream;
}

describe('list B: ICE gathering wait', () => {
  chromium?.('stock SIP.js waits five seconds for a dead relay', async () => {
    const phone = await StockPhone.connected({
      sessionDescriptionHandlerFactoryOptions: {peerConnectionConfiguration: {iceServers: DEAD}},
    });
    const start = performance.now();
    await stockRinging(phone);
    expect(performance.now() - start).to.be.above(4500);
  });

  it('the INVITE leaves in less than half of that, and says why it waited', async () => {
    const line = await PhoneLine.connected({iceServers: DEAD, clock: systemClock});
    const start = performance.now();
    const {log, invite} = await ringing(line);
    expect(performance.now() - start).to.be.below(2500);
    expect(invite.body).to.include('typ host');
    expect(log.timings.some((timing) => typeof timing === 'object' && timing.gathering?.end !== 'none')).to.equal(true);
  });

  it('without servers the INVITE leaves when it is quiet', async () => {
    const line = await PhoneLine.connected({clock: systemClock, gathering: {quiet: 1}});
    const {log} = await ringing(line);
    const gathering = log.timings.flatMap((timing) => (typeof timing === 'object' ? (timing.gathering ?? []) : []));
    expect(gathering).to.have.length(1);
    expect(gathering[0]?.end).to.match(/^(quiet|complete)$/);
  });
});

describe('list B: default STUN', () => {
  it('stock SIP.js asks a third party', () => {
    expect(JSON.stringify(defaultPeerConnectionConfiguration())).to.contain('stun:');
  });

  it('no server is asked that the page did not name', async () => {
    const connections = countConnections();
    const line = await PhoneLine.connected();
    await ringing(line);
    connections.restore();
    expect(connections.all[0]?.getConfiguration().iceServers).to.deep.equal([]);
  });
});

describe('list B: shared streams', () => {
  it('stock SIP.js ends the sound of the second call with the first', async () => {
    const stream = microphone();
    const phone = await StockPhone.connected({
      sessionDescriptionHandlerFactory: defaultSessionDescriptionHandlerFactory(() => Promise.resolve(stream)),
    });
    const first = await stockAnswered(phone);
    await stockAnswered(phone);
    await first.inviter.bye();
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('ended');
  });

  it('two calls share a microphone, and each gives back its own', async () => {
    const stream = microphone();
    const {signal} = new AbortController();
    const open = () =>
      openUserMedia({audio: true, video: false}, {signal, getUserMedia: () => Promise.resolve(stream)});
    const [first, second] = [await open(), await open()];
    for (const track of first.stream.getTracks()) track.stop();
    expect(second.stream.getAudioTracks()[0]?.readyState).to.equal('live');
    for (const track of second.stream.getTracks()) track.stop();
  });
});

describe('list B: gUM failure on re-INVITE', () => {
  it('stock SIP.js does not ask for the camera again, and offers none', async () => {
    let asked = 0;
    const phone = await StockPhone.connected({
      sessionDescriptionHandlerFactory: defaultSessionDescriptionHandlerFactory((constraints) => {
        if (!constraints.video) return Promise.resolve(microphone());
        asked++;
        return Promise.reject(new Error('no camera'));
      }),
    });
    const call = await stockAnswered(phone);
    const change = () =>
      call.inviter.invite({sessionDescriptionHandlerOptions: {constraints: {audio: true, video: true}}});
    await failure(change());
    void change();
    const {body} = await phone.server.next('INVITE');
    expect(body).not.to.contain('m=video');
    expect(asked).to.equal(1);
  });

  it('the next attempt asks again, and offers the picture', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.media.failure = new SipError('no-camera', 'None.');
    expect(await failure(call.session.setVideo(true))).to.include({code: 'no-camera'});
    line.media.failure = undefined;
    const on = failure(call.session.setVideo(true));
    const invite = await line.server.next('INVITE');
    expect(invite.body).to.contain('m=video');
    void call.session.end({status: 486});
    await on;
  });
});

describe('A11: the call is cancelled while the person is asked for the microphone', () => {
  it('stock SIP.js leaves the microphone on', async () => {
    const stream = microphone();
    let allow: () => void = () => undefined;
    const asked = new Promise<MediaStream>((resolve) => {
      allow = () => {
        resolve(stream);
      };
    });
    const phone = await StockPhone.connected({
      sessionDescriptionHandlerFactory: defaultSessionDescriptionHandlerFactory(() => asked),
    });
    const inviter = new Inviter(phone.agent, UserAgent.makeURI('sip:bob@example.com')!);
    const invited = failure(inviter.invite());
    await inviter.cancel();
    await until(() => inviter.state === SessionState.Terminated, 'the end');
    allow();
    await invited;
    expect(stream.getAudioTracks()[0]?.readyState).to.equal('live');
  });

  it('it is off again', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const {session, log} = line.dial();
    const connected = failure(session.invite());
    await media.asked;
    void session.end({status: 487});
    await log.end();
    media.proceed();
    await connected;
    await until(() => media.opened.length > 0, 'the devices');
    await until(() => media.liveTracks === 0, 'the microphone to be off');
    expect(line.server.count('INVITE')).to.equal(0);
  });
});
