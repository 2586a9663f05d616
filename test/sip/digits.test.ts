import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {until} from './harness/until.js';
import {InviteSession} from '../../src/sip/session/session.js';

afterEach(closeLines);

describe('sending digits', () => {
  /** The tones that the browser reports as played. */
  function listen(call: Awaited<ReturnType<typeof answered>>): string[] {
    const tones: string[] = [];
    if (!(call.session instanceof InviteSession)) throw new Error('Not ours.');
    call.session.description.audioSender?.dtmf?.addEventListener('tonechange', ({tone}) => tones.push(tone));
    return tones;
  }

  it('plays them all in order, and resolves after the last', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    const tones = listen(call);
    await Promise.all([
      call.session.sendDigits('1a#', {}, () => undefined),
      call.session.sendDigits('0', {}, () => undefined),
    ]);
    expect(tones.filter(Boolean).join('')).to.equal('1A#0');
  });

  it('refuses what is no digit', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    for (const text of ['', 'x', '1 2', '1\r\n']) {
      expect(await failure(call.session.sendDigits(text, {}, () => undefined)), text).to.include({
        code: 'invalid-argument',
      });
    }
  });

  it('is not possible without sound', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    expect(await failure(call.session.sendDigits('1', {}, () => undefined))).to.include({code: 'invalid-state'});
    const ended = call.session.end({status: 487});
    line.server.respond(call.invite, 487);
    await ended;
    expect(await failure(call.session.sendDigits('1', {}, () => undefined))).to.include({code: 'invalid-state'});
  });

  it('stops with the call', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    const tones = listen(call);
    const sending = failure(call.session.sendDigits('1,,,,2', {}, () => undefined));
    await until(() => tones.length > 0, 'the first tone');
    call.request('BYE', 1);
    await call.log.end();
    expect(await sending).to.include({code: 'call-failed'});
  });
});

// Before the answer the microphone is silent anyway, unless the page wants it otherwise.
const OPEN = {earlyMicrophone: true};

describe('muting', () => {
  it('before there are media is remembered', async () => {
    const line = await PhoneLine.connected(OPEN);
    const {session} = line.dial('sip:bob@example.com', {audio: true, video: true});
    void session.setMuted('audio', true);
    await session.invite();
    const [stream] = line.media.opened;
    expect(stream?.getAudioTracks()[0]?.enabled).to.equal(false);
    expect(stream?.getVideoTracks()[0]?.enabled).to.equal(true);
    void session.setMuted('audio', false);
    expect(stream?.getAudioTracks()[0]?.enabled).to.equal(true);
  });

  it('blanks the camera alone', async () => {
    const line = await PhoneLine.connected(OPEN);
    const {session} = line.dial('sip:bob@example.com', {audio: true, video: true});
    await session.invite();
    void session.setMuted('video', true);
    const [stream] = line.media.opened;
    expect(stream?.getVideoTracks()[0]?.enabled).to.equal(false);
    expect(stream?.getAudioTracks()[0]?.enabled).to.equal(true);
  });
});
