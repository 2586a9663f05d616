import {expect, waitUntil} from '@open-wc/testing';
import {SipError, type SipErrorCode} from '../../src/core/errors.js';
import {createMediaPort} from '../../src/media/index.js';
import {pictureStream, replace, restore, soundingStream} from './setup.js';

type Ask = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

const BOTH = {audio: true, video: true};
const AUDIO = {audio: true, video: false};
const VIDEO = {audio: false, video: true};

const fail = (name: string): Promise<never> => Promise.reject(new DOMException(`said ${name}`, name));

async function open(
  wanted: {audio: boolean; video: boolean},
  getUserMedia?: Ask,
  signal = new AbortController().signal,
) {
  const port = await createMediaPort({getUserMedia});
  try {
    return await port.open(wanted, {signal});
  } finally {
    port.destroy();
  }
}

async function failure(promise: Promise<unknown>): Promise<SipError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(SipError);
  return error as SipError;
}

const stopAll = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

describe('opening media', () => {
  afterEach(restore);

  it('opens the microphone of this browser', async () => {
    const {stream, missing} = await open(AUDIO);
    expect(stream.getTracks().map(({kind, readyState}) => `${kind} ${readyState}`)).to.deep.equal(['audio live']);
    expect(missing).to.equal(undefined);
    stopAll(stream);
  });

  it('opens microphone and camera of this browser', async () => {
    const {stream, missing} = await open(BOTH);
    expect(stream.getAudioTracks()).to.have.length(1);
    expect(stream.getVideoTracks()).to.have.length(1);
    expect(missing).to.equal(undefined);
    stopAll(stream);
  });

  it('opens the camera alone, to be added to a call', async () => {
    const {stream} = await open(VIDEO);
    expect(stream.getTracks().map((track) => track.kind)).to.deep.equal(['video']);
    stopAll(stream);
  });

  it('asks for nothing where nothing is wanted', async () => {
    const {stream} = await open({audio: false, video: false}, () => fail('TypeError'));
    expect(stream.getTracks()).to.deep.equal([]);
  });

  it('wishes for echo cancellation and demands nothing that a device may lack', async () => {
    const asked: MediaStreamConstraints[] = [];
    await open(BOTH, (constraints) => {
      asked.push(constraints);
      return Promise.resolve(new MediaStream([...soundingStream().getTracks(), ...pictureStream().getTracks()]));
    });
    expect(asked).to.have.length(1);
    expect(asked[0]!.audio).to.include({echoCancellation: true, noiseSuppression: true, autoGainControl: true});
    expect(JSON.stringify(asked)).to.not.match(/"(exact|min|max)"/);
  });

  const failures: readonly (readonly [string, SipErrorCode, SipErrorCode])[] = [
    ['NotAllowedError', 'permission-denied', 'permission-denied'],
    ['SecurityError', 'permission-denied', 'permission-denied'],
    ['NotFoundError', 'no-microphone', 'no-camera'],
    ['OverconstrainedError', 'no-microphone', 'no-camera'],
    ['NotReadableError', 'device-busy', 'device-busy'],
    ['AbortError', 'device-busy', 'device-busy'],
    ['InvalidStateError', 'media-failed', 'media-failed'],
  ];
  for (const [name, ofMicrophone, ofCamera] of failures) {
    it(`says ${ofMicrophone} for the microphone's ${name}`, async () => {
      const error = await failure(open(AUDIO, () => fail(name)));
      expect(error.code).to.equal(ofMicrophone);
      expect(error.message).to.include('microphone').and.include(`said ${name}`);
      expect(error.cause).to.be.instanceOf(DOMException);
    });

    it(`says ${ofCamera} for the camera's ${name}`, async () => {
      const error = await failure(open(VIDEO, () => fail(name)));
      expect(error.code).to.equal(ofCamera);
      expect(error.message).to.include('camera');
    });

    it(`goes on with the microphone alone after the camera's ${name}, and says why`, async () => {
      const asked: MediaStreamConstraints[] = [];
      const {stream, missing} = await open(BOTH, (constraints) => {
        asked.push(constraints);
        return constraints.video ? fail(name) : Promise.resolve(soundingStream());
      });
      expect(stream.getTracks().map((track) => track.kind)).to.deep.equal(['audio']);
      expect(missing?.code).to.equal(ofCamera);
      expect(missing?.message).to.include('camera');
      expect(asked).to.have.length(2);
    });

    it(`blames the microphone if it fails with ${name} without the camera too`, async () => {
      expect((await failure(open(BOTH, () => fail(name)))).code).to.equal(ofMicrophone);
    });
  }

  it('takes a page that throws, or rejects with no error at all, for failed media', async () => {
    const thrown = await failure(
      open(AUDIO, () => {
        throw new TypeError('page bug');
      }),
    );
    expect(thrown.code).to.equal('media-failed');
    expect(thrown.message).to.include('page bug');
    const rejects = () =>
      Promise.resolve(new MediaStream()).finally(() => {
        AbortSignal.abort('no').throwIfAborted();
      });
    expect((await failure(open(AUDIO, rejects))).code).to.equal('media-failed');
  });

  it("passes a page's own SipError on", async () => {
    const own = new SipError('device-busy', 'own');
    expect(await failure(open(AUDIO, () => Promise.reject(own)))).to.equal(own);
  });

  it('checks what a page gives: no more tracks than wanted, and no fewer', async () => {
    const video = pictureStream().getVideoTracks()[0]!;
    const more = await open(AUDIO, () => Promise.resolve(new MediaStream([...soundingStream().getTracks(), video])));
    expect(more.stream.getTracks().map((track) => track.kind)).to.deep.equal(['audio']);
    expect(video.readyState).to.equal('ended');

    const noCamera = await open(BOTH, () => Promise.resolve(soundingStream()));
    expect(noCamera.missing?.code).to.equal('no-camera');

    const picture = pictureStream();
    expect((await failure(open(BOTH, () => Promise.resolve(picture)))).code).to.equal('no-microphone');
    expect(picture.getTracks()[0]!.readyState).to.equal('ended');

    const sound = soundingStream();
    expect((await failure(open(VIDEO, () => Promise.resolve(sound)))).code).to.equal('no-camera');
    expect(sound.getTracks()[0]!.readyState).to.equal('ended');
  });

  it('tells an insecure page from a browser that is too old', async () => {
    replace(navigator, 'mediaDevices', {value: undefined});
    expect((await failure(open(AUDIO))).code).to.equal('media-unsupported');
    replace(globalThis, 'isSecureContext', {value: false});
    const error = await failure(open(AUDIO));
    expect(error.code).to.equal('insecure-context');
    expect(error.message).to.include('https://');
  });

  it('says so where WebRTC is missing', async () => {
    replace(globalThis, 'RTCPeerConnection', {value: undefined});
    expect((await failure(open(AUDIO))).code).to.equal('media-unsupported');
  });

  describe('when aborted', () => {
    it('asks for nothing if that was before', async () => {
      let asked = false;
      const reason = new Error('hung up');
      const promise = open(
        AUDIO,
        () => {
          asked = true;
          return Promise.resolve(soundingStream());
        },
        AbortSignal.abort(reason),
      );
      expect(await promise.catch((error: unknown) => error)).to.equal(reason);
      expect(asked).to.equal(false);
    });

    it('rejects during the prompt and stops what it yields later', async () => {
      const aborting = new AbortController();
      const reason = new Error('hung up');
      let allow: ((stream: MediaStream) => void) | undefined;
      const prompt = new Promise<MediaStream>((resolve) => {
        allow = resolve;
      });
      let asked = false;
      const promise = open(
        BOTH,
        () => {
          asked = true;
          return prompt;
        },
        aborting.signal,
      );
      await waitUntil(() => asked, 'the browser prompts');
      aborting.abort(reason);
      expect(await promise.catch((error: unknown) => error)).to.equal(reason);
      const late = soundingStream();
      allow!(late);
      await waitUntil(() => late.getTracks()[0]!.readyState === 'ended', 'the late track is stopped');
    });

    it('does not prompt again for the microphone alone', async () => {
      const aborting = new AbortController();
      const asked: MediaStreamConstraints[] = [];
      const promise = open(
        BOTH,
        (constraints) => {
          asked.push(constraints);
          aborting.abort();
          return fail('NotFoundError');
        },
        aborting.signal,
      );
      const error: unknown = await promise.catch((reason: unknown) => reason);
      expect(error).to.equal(aborting.signal.reason);
      expect(asked).to.have.length(1);
    });

    it('leaves tracks alone that were handed over before', async () => {
      const aborting = new AbortController();
      const {stream} = await open(AUDIO, () => Promise.resolve(soundingStream()), aborting.signal);
      aborting.abort();
      expect(stream.getTracks()[0]!.readyState).to.equal('live');
    });
  });
});
