import {expect} from '@open-wc/testing';
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
});
