import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import {createMediaPort} from '../../src/media/index.js';
import {pictureStream, replace, restore, soundingStream} from './setup.js';

/** Sets the choice of the person. */
function chooses(answer: () => Promise<MediaStream>): DisplayMediaStreamOptions[] {
  const asked: DisplayMediaStreamOptions[] = [];
  replace(navigator.mediaDevices, 'getDisplayMedia', {
    value: (options: DisplayMediaStreamOptions) => {
      asked.push(options);
      return answer();
    },
  });
  return asked;
}

async function open(signal = new AbortController().signal): Promise<MediaStream> {
  const port = await createMediaPort({getUserMedia: undefined});
  try {
    return await port.openScreen({signal});
  } finally {
    port.destroy();
  }
}

async function codeOf(opening: Promise<MediaStream>): Promise<string> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof SipError ? error.code : String(error);
}

describe('opening a screen', () => {
  afterEach(restore);

  it('asks for its sound, but not for that of the whole machine, and for a sharp picture', async () => {
    const asked = chooses(() => Promise.resolve(pictureStream()));
    const stream = await open();
    expect(asked).to.deep.equal([{video: true, audio: true, systemAudio: 'exclude'}]);
    expect(stream.getVideoTracks()[0]).to.include({contentHint: 'detail', readyState: 'live'});
  });

  it('says why there is none', async () => {
    for (const [name, code] of [
      ['NotAllowedError', 'permission-denied'],
      ['InvalidStateError', 'permission-denied'],
      ['NotReadableError', 'media-failed'],
    ] as const) {
      chooses(() => Promise.reject(new DOMException('said so', name)));
      expect(await codeOf(open()), name).to.equal(code);
    }
    replace(navigator.mediaDevices, 'getDisplayMedia', {value: undefined});
    expect(await codeOf(open())).to.equal('media-unsupported');
  });

  it('leaves nothing open without a picture, or when nobody wants it any more', async () => {
    const sound = soundingStream();
    chooses(() => Promise.resolve(sound));
    expect(await codeOf(open())).to.equal('media-failed');
    expect(sound.getTracks()[0]!.readyState).to.equal('ended');

    const picture = pictureStream();
    const wish = new AbortController();
    chooses(() => {
      wish.abort(new SipError('call-failed', 'Over.'));
      return Promise.resolve(picture);
    });
    expect(await codeOf(open(wish.signal))).to.equal('call-failed');
    expect(picture.getTracks()[0]!.readyState).to.equal('ended');
  });
});
