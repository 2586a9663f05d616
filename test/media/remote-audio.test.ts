import {expect, waitUntil} from '@open-wc/testing';
import type {MediaPort} from '../../src/core/media-port.js';
import {createMediaPort} from '../../src/media/index.js';
import {later, replace, restore, soundingStream, watchElements} from './setup.js';

const SLOW = {timeout: 8000};

/** Connects two peer connections in this page; returns the stream that one receives from the other. */
async function received(stream: MediaStream): Promise<{remote: MediaStream; receiver: RTCPeerConnection}> {
  const sender = new RTCPeerConnection();
  const receiver = new RTCPeerConnection();
  later(() => {
    sender.close();
    receiver.close();
  });
  sender.addEventListener('icecandidate', ({candidate}) => void receiver.addIceCandidate(candidate ?? undefined));
  receiver.addEventListener('icecandidate', ({candidate}) => void sender.addIceCandidate(candidate ?? undefined));
  const remote = new MediaStream();
  receiver.addEventListener('track', ({track}) => {
    remote.addTrack(track);
  });
  for (const track of stream.getTracks()) sender.addTrack(track, stream);
  await sender.setLocalDescription();
  await receiver.setRemoteDescription(sender.localDescription!);
  await receiver.setLocalDescription();
  await sender.setRemoteDescription(receiver.localDescription!);
  return {remote, receiver};
}

async function inboundEnergy(connection: RTCPeerConnection): Promise<number> {
  let energy = 0;
  (await connection.getStats()).forEach((report: {type: string; totalAudioEnergy?: number}) => {
    if (report.type === 'inbound-rtp') energy += report.totalAudioEnergy ?? 0;
  });
  return energy;
}

const refusal = (): Promise<never> => Promise.reject(new DOMException('no gesture yet', 'NotAllowedError'));

describe('remote audio', () => {
  let port: MediaPort;

  beforeEach(async () => {
    port = await createMediaPort({getUserMedia: undefined});
  });

  afterEach(() => {
    port.destroy();
    restore();
  });

  it('is heard from a peer connection, without an element in the page', async () => {
    const elements = watchElements();
    const {remote, receiver} = await received(soundingStream());
    port.playRemote(remote);
    await waitUntil(() => (elements[0]?.currentTime ?? 0) > 0.2, 'the sound moves on', SLOW);
    await waitUntil(async () => (await inboundEnergy(receiver)) > 0, 'sound with energy is played out', SLOW);
    expect(elements).to.have.length(1);
    expect(elements[0]!.isConnected).to.equal(false);
    expect(elements[0]!.muted).to.equal(false);
    expect(elements[0]!.volume).to.equal(1);
    expect(port.blocked).to.equal(false);
  });

  it('is heard of a track that is added later', async () => {
    const elements = watchElements();
    const stream = new MediaStream();
    port.playRemote(stream);
    stream.addTrack(soundingStream().getAudioTracks()[0]!);
    await waitUntil(() => (elements[0]?.currentTime ?? 0) > 0.2, 'the added track plays', SLOW);
    expect(elements[0]!.paused).to.equal(false);
  });

  it('is heard again of a new track after the first one ended', async () => {
    const elements = watchElements();
    const first = soundingStream().getAudioTracks()[0]!;
    const stream = new MediaStream([first]);
    port.playRemote(stream);
    await waitUntil(() => (elements[0]?.currentTime ?? 0) > 0, 'the first track plays', SLOW);
    stream.removeTrack(first);
    first.stop();
    stream.addTrack(soundingStream().getAudioTracks()[0]!);
    const {currentTime} = elements[0]!;
    await waitUntil(
      () => !elements[0]!.paused && elements[0]!.currentTime > currentTime + 0.2,
      'the second plays',
      SLOW,
    );
  });

  it('can be silenced and made less loud', () => {
    const elements = watchElements();
    const audio = port.playRemote(soundingStream());
    audio.setMuted(true);
    audio.setVolume(0.25);
    expect(elements[0]!.muted).to.equal(true);
    expect(elements[0]!.volume).to.equal(0.25);
    audio.setMuted(false);
    audio.setVolume(7);
    expect(elements[0]!.muted).to.equal(false);
    expect(elements[0]!.volume).to.equal(1);
    audio.setVolume(-1);
    expect(elements[0]!.volume).to.equal(0);
  });

  it('lets go of its stream when closed, each for itself, and all when the port is destroyed', async () => {
    const elements = watchElements();
    const [one] = [port.playRemote(soundingStream()), port.playRemote(soundingStream())];
    await waitUntil(() => elements.length === 2 && elements.every((element) => !element.paused), 'both play', SLOW);
    one.close();
    one.close();
    expect(elements.map(({paused}) => paused)).to.deep.equal([true, false]);
    expect(elements[0]!.srcObject).to.equal(null);
    port.destroy();
    expect(elements.map(({srcObject}) => srcObject)).to.deep.equal([null, null]);
  });

  it('leaves the tracks to their owner', () => {
    const stream = soundingStream();
    port.playRemote(stream).close();
    expect(stream.getTracks()[0]!.readyState).to.equal('live');
  });

  describe('that the browser blocks', () => {
    let changes: boolean[];

    beforeEach(() => {
      changes = [];
      port.onBlockedChange((blocked) => changes.push(blocked));
    });

    /** Makes `play()` fail while `allowed` is false. */
    function browserWithPolicy(): {allowed: boolean; plays: number} {
      const policy = {allowed: false, plays: 0};
      watchElements(() => {
        policy.plays += 1;
        return policy.allowed ? Promise.resolve() : refusal();
      });
      // An element that does not play must look paused, whatever the autoplay policy of the test's browser.
      replace(HTMLMediaElement.prototype, 'paused', {get: () => true});
      return policy;
    }

    it('says so, once for all of it', async () => {
      browserWithPolicy();
      port.playRemote(soundingStream());
      port.playRemote(soundingStream());
      await waitUntil(() => port.blocked, 'blocked');
      expect(changes).to.deep.equal([true]);
    });

    it('is started by unblock()', async () => {
      const policy = browserWithPolicy();
      port.playRemote(soundingStream());
      port.playRemote(soundingStream());
      await waitUntil(() => policy.plays === 2 && port.blocked, 'blocked');
      policy.allowed = true;
      await port.unblock();
      expect(port.blocked).to.equal(false);
      expect(policy.plays).to.equal(4);
      expect(changes).to.deep.equal([true, false]);
    });

    it('stays blocked if unblock() was called outside a gesture', async () => {
      const policy = browserWithPolicy();
      port.playRemote(soundingStream());
      await waitUntil(() => port.blocked, 'blocked');
      await port.unblock();
      expect(policy.plays).to.equal(2);
      expect(port.blocked).to.equal(true);
      expect(changes).to.deep.equal([true]);
    });

    for (const gesture of ['pointerdown', 'pointerup', 'keydown', 'click']) {
      it(`is started by a ${gesture} anywhere, even one that the page keeps to itself`, async () => {
        const policy = browserWithPolicy();
        const button = document.createElement('button');
        document.body.append(button);
        later(() => {
          button.remove();
        });
        button.addEventListener(gesture, (event) => {
          event.stopImmediatePropagation();
        });
        port.playRemote(soundingStream());
        await waitUntil(() => port.blocked, 'blocked');
        policy.allowed = true;
        button.dispatchEvent(new Event(gesture, {bubbles: true}));
        await waitUntil(() => !port.blocked, 'unblocked');
        const {plays} = policy;
        button.dispatchEvent(new Event(gesture, {bubbles: true}));
        expect(policy.plays).to.equal(plays);
      });
    }

    it('no longer counts once it is closed', async () => {
      browserWithPolicy();
      const audio = port.playRemote(soundingStream());
      await waitUntil(() => port.blocked, 'blocked');
      audio.close();
      expect(port.blocked).to.equal(false);
      expect(changes).to.deep.equal([true, false]);
    });

    it('does not count if it was closed before the refusal came', async () => {
      browserWithPolicy();
      port.playRemote(soundingStream()).close();
      await refusal().catch(() => undefined);
      await Promise.resolve();
      expect(changes).to.deep.equal([]);
      expect(port.blocked).to.equal(false);
    });

    it('tells nobody who stopped listening', async () => {
      browserWithPolicy();
      const told: boolean[] = [];
      port.onBlockedChange((blocked) => told.push(blocked))();
      port.playRemote(soundingStream());
      await waitUntil(() => port.blocked, 'blocked');
      expect(told).to.deep.equal([]);
    });
  });
});
