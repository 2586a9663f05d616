import {expect, waitUntil} from '@open-wc/testing';
import '../../src/define/sip-video.js';
import type {SipVideoElement} from '../../src/elements/sip-video.js';
import {answeredCall, html, registeredPhone, settle, shadowStates} from './owners.js';

const videoOf = (element: SipVideoElement) => element.shadowRoot!.querySelector('video')!;

/** A moving picture. */
function picture(width = 32, height = 24): MediaStream {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  canvas.getContext('2d')!.fillRect(0, 0, width, height);
  return canvas.captureStream();
}

/** The same, with a new frame as often as the browser has time. */
function moving(width = 32, height = 24) {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  let frames = 0;
  const timer = setInterval(() => {
    const context = canvas.getContext('2d')!;
    context.fillStyle = `hsl(${String(++frames)} 90% 50%)`;
    context.fillRect(0, 0, width, height);
  }, 40);
  const [track] = canvas.captureStream().getVideoTracks();
  return {track: track!, stop: () => clearInterval(timer)};
}

/** A far end that sends a picture over a connection, and can stop it so that only the browser notices. */
async function farEnd() {
  const [theirs, ours] = [new RTCPeerConnection(), new RTCPeerConnection()];
  theirs.onicecandidate = ({candidate}) => void (candidate && ours.addIceCandidate(candidate));
  ours.onicecandidate = ({candidate}) => void (candidate && theirs.addIceCandidate(candidate));
  const {track, stop} = moving();
  const transceiver = theirs.addTransceiver(track);
  const arrived = new Promise<MediaStreamTrack>((resolve) => {
    ours.ontrack = (event) => resolve(event.track);
  });
  const send = async (direction: RTCRtpTransceiverDirection) => {
    transceiver.direction = direction;
    await theirs.setLocalDescription();
    await ours.setRemoteDescription(theirs.localDescription!);
    await ours.setLocalDescription();
    await theirs.setRemoteDescription(ours.localDescription!);
  };
  await send('sendonly');
  const close = () => {
    stop();
    theirs.close();
    ours.close();
  };
  return {track: await arrived, send, close};
}

async function bench(content = html`<sip-video></sip-video>`) {
  const owner = await registeredPhone(content);
  const element = owner.phone.querySelector('sip-video')!;
  return {...owner, ...(await answeredCall(owner)), element};
}

describe('<sip-video> of the far end', () => {
  it('shows a placeholder until there is a picture', async () => {
    const {element} = await bench();
    expect(shadowStates(element, 'empty', 'mirrored', 'unlinked')).to.deep.equal(['empty']);
    expect(videoOf(element).checkVisibility()).to.equal(false);
    expect(element.shadowRoot!.querySelector('[part=placeholder]')).not.to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('attaches the picture, plays it, and tells its size', async () => {
    const {element, session} = await bench();
    const size = new Promise<{width: number; height: number}>((resolve) => {
      element.addEventListener(
        'sip-video-resize',
        (event) => resolve((event as CustomEvent<{width: number; height: number}>).detail),
        {once: true},
      );
    });
    const remoteStream = picture(64, 48);
    session.media({remoteStream, remoteVideo: true});
    await settle();
    expect(videoOf(element).srcObject).to.equal(remoteStream);
    expect(videoOf(element).checkVisibility()).to.equal(true);
    expect(element.matches(':state(empty)')).to.equal(false);
    expect(await size).to.deep.equal({width: 64, height: 48});
    expect([element.videoWidth, element.videoHeight]).to.deep.equal([64, 48]);
    expect(videoOf(element).paused).to.equal(false);
    await expect(element).to.be.accessible();
  });

  it('is always silent: the phone plays the sound', async () => {
    const {element, session} = await bench();
    expect(videoOf(element).muted).to.equal(true);
    session.media({remoteStream: picture(), remoteVideo: true});
    await settle();
    expect(videoOf(element).muted).to.equal(true);
    session.media({remoteStream: picture()});
    await settle();
    expect(videoOf(element).muted).to.equal(true);
  });

  it('lets go of the picture when it is over', async () => {
    const {element, session} = await bench();
    session.media({remoteStream: picture(), remoteVideo: true});
    await settle();
    session.media({remoteVideo: false});
    await settle();
    expect(videoOf(element).srcObject).to.equal(null);
    expect(element.matches(':state(empty)')).to.equal(true);
  });

  it('lets go of it when it is removed, and has it back when it is back', async () => {
    const {element, session, phone} = await bench();
    const remoteStream = picture();
    session.media({remoteStream, remoteVideo: true});
    await settle();
    element.remove();
    expect(videoOf(element).srcObject).to.equal(null);
    phone.append(element);
    await settle();
    expect(videoOf(element).srcObject).to.equal(remoteStream);
    expect(videoOf(element).paused).to.equal(false);
    const place = document.createElement('div');
    phone.append(place);
    place.append(element);
    await settle();
    expect(videoOf(element).srcObject).to.equal(remoteStream);
  });

  it('says when the picture stands still, and when it moves again', async () => {
    const {element, session} = await bench();
    const {track, send, close} = await farEnd();
    await waitUntil(() => !track.muted, 'no frame has come');
    session.media({remoteStream: new MediaStream([track]), remoteVideo: true});
    await settle();
    const frozen = () => element.matches(':state(frozen)');
    expect(frozen()).to.equal(false);
    await send('inactive');
    await waitUntil(frozen, 'the picture is not told to be frozen');
    expect(element.matches(':state(empty)')).to.equal(false);
    await send('sendonly');
    await waitUntil(() => !frozen(), 'the picture is still told to be frozen');
    await send('inactive');
    await waitUntil(frozen, 'the picture is not told to be frozen the second time');
    session.media({remoteVideo: false});
    await settle();
    expect(frozen()).to.equal(false);
    close();
  });

  it('stands still while the network is gone', async () => {
    const {element, session} = await bench();
    session.media({remoteStream: picture(), remoteVideo: true});
    await settle();
    expect(element.matches(':state(frozen)')).to.equal(false);
    session.media({phase: 'lost'});
    await settle();
    expect(element.matches(':state(frozen)')).to.equal(true);
    session.media({phase: 'flowing'});
    await settle();
    expect(element.matches(':state(frozen)')).to.equal(false);
  });

  it('shows a picture that takes the place of another in the same stream', async () => {
    const {element, session} = await bench();
    const remoteStream = picture(64, 48);
    session.media({remoteStream, remoteVideo: true});
    await settle();
    await waitUntil(() => element.videoWidth === 64, 'there is no first picture');
    const [before] = remoteStream.getVideoTracks();
    const {track, stop} = moving(96, 48);
    remoteStream.removeTrack(before!);
    remoteStream.addTrack(track);
    await waitUntil(() => element.videoWidth === 96, 'the first picture is still there');
    expect(videoOf(element).paused).to.equal(false);
    stop();
  });

  it('is not mirrored', async () => {
    const {element, session} = await bench();
    session.media({remoteStream: picture(), remoteVideo: true});
    await settle();
    expect(getComputedStyle(videoOf(element)).transform).to.equal('none');
  });
});

describe('<sip-video side="local">', () => {
  it('shows our own picture as in a mirror, unless that is not wanted', async () => {
    const {element, call} = await bench(html`<sip-video side="local"></sip-video>`);
    expect(element.matches(':state(empty)')).to.equal(true);
    await call.setVideo(true);
    await settle();
    expect(videoOf(element).srcObject).to.equal(call.snapshot.localStream);
    expect(videoOf(element).muted).to.equal(true);
    expect(getComputedStyle(videoOf(element)).transform).to.equal('matrix(-1, 0, 0, 1, 0, 0)');
    element.noMirror = true;
    await settle();
    expect(getComputedStyle(videoOf(element)).transform).to.equal('none');
    await call.setVideo(false);
    await settle();
    expect(videoOf(element).srcObject).to.equal(null);
  });

  it('shows our screen as others see it, with a camera and without', async () => {
    const {element, call} = await bench(html`<sip-video side="local"></sip-video>`);
    for (const camera of [false, true]) {
      if (camera) await call.setVideo(true);
      await call.setScreen(true);
      await settle();
      expect(videoOf(element).srcObject).to.equal(call.snapshot.localStream);
      expect(getComputedStyle(videoOf(element)).transform).to.equal('none');
      await call.setScreen(false);
      await settle();
      expect(element.matches(':state(empty)')).to.equal(!camera);
    }
    expect(getComputedStyle(videoOf(element)).transform).to.equal('matrix(-1, 0, 0, 1, 0, 0)');
  });

  it('is empty while a muted camera is let go', async () => {
    const {element, call, session} = await bench(html`<sip-video side="local"></sip-video>`);
    await call.setVideo(true);
    await settle();
    const [camera] = call.snapshot.localStream!.getVideoTracks();
    call.snapshot.localStream!.removeTrack(camera!);
    session.media({localVideo: null});
    await call.mute('video');
    await settle();
    expect(element.matches(':state(empty)')).to.equal(true);
  });
});
