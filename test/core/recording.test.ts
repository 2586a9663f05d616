import {expect} from '@open-wc/testing';
import type {RecordOptions} from '../../src/core/index.js';
import {SipError} from '../../src/core/errors.js';
import {bench, settle, type Bench} from './setup.js';

/** A call in conversation. */
async function talking({phone, engine}: Bench) {
  const call = phone.dial('1002');
  await settle();
  const session = engine.last;
  session.answer();
  await settle();
  return {call, session};
}

async function recorded(options?: RecordOptions) {
  const everything = bench();
  const {call, session} = await talking(everything);
  await call.startRecording(options);
  return {...everything, call, session, recording: everything.media.recordings[0]!};
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'resolved',
    (error: unknown) => (error instanceof SipError ? error.code : 'no SipError'),
  );

describe('recording a call', () => {
  it('takes in both sides, is told, and ends in a blob that is told too', async () => {
    const {call, recording, media, seen} = await recorded();
    expect(recording.sounds).to.deep.equal([call.snapshot.localStream, call.snapshot.remoteStream]);
    expect(recording.picture).to.equal(null);
    expect(call.snapshot.recording).to.equal(true);
    const file = await call.stopRecording();
    await settle();
    expect(file.type).to.equal('audio/webm');
    expect(call.snapshot.recording).to.equal(false);
    expect(media.recordings).to.have.length(0);
    expect(seen('sip-recording-change').map(({recording: on, blob}) => [on, blob])).to.deep.equal([
      [true, undefined],
      [false, file],
    ]);
  });

  it('has the picture of the far end only where there is one, and it is wanted', async () => {
    const picture = document.createElement('canvas').captureStream().getVideoTracks()[0]!;
    const everything = bench();
    const {call, session} = await talking(everything);
    await call.startRecording({video: true});
    expect(everything.media.recordings[0]!.picture).to.equal(null);
    await call.stopRecording();
    await settle();
    session.media({remoteStream: new MediaStream([picture]), remoteVideo: true});
    await call.startRecording({video: true});
    expect(everything.media.recordings[0]!.picture).to.equal(picture);
    expect((await call.stopRecording()).type).to.equal('video/webm');
  });

  it('is refused by a page that prevents it, before anything is recorded', async () => {
    const everything = bench();
    const {call} = await talking(everything);
    const stop = everything.phone.on('sip-recording-start', (event) => {
      expect(event.detail.call.id).to.equal(call.id);
      event.preventDefault();
    });
    expect(await codeOf(call.startRecording())).to.equal('recording-refused');
    expect(everything.media.recordings).to.have.length(0);
    expect([call.snapshot.recording, call.snapshot.pending]).to.deep.equal([false, []]);
    expect(everything.seen('sip-recording-change')).to.have.length(0);
    stop();
    call.on('sip-recording-start', (event) => {
      event.preventDefault();
    });
    expect(await codeOf(call.startRecording())).to.equal('recording-refused');
  });

  it('goes on over mute, hold and another peer connection', async () => {
    const {call, session, recording} = await recorded();
    void call.mute();
    await call.hold();
    await call.unhold();
    const other = new MediaStream();
    session.media({remoteStream: other});
    await settle();
    expect(recording.sounds).to.deep.equal([call.snapshot.localStream, other]);
    expect(call.snapshot.recording).to.equal(true);
  });

  it('ends with the call, and is not lost', async () => {
    for (const end of ['far end', 'we']) {
      const {call, session, seen} = await recorded();
      if (end === 'we') await call.hangup();
      else session.hangup();
      await settle();
      const {recording, blob, call: state} = seen('sip-recording-change').at(-1)!;
      expect([recording, blob?.type, state.state]).to.deep.equal([false, 'audio/webm', 'hangup']);
      expect(call.snapshot.recording).to.equal(false);
    }
  });

  it('ends with the phone, for listeners of the call', async () => {
    const {phone, call} = await recorded();
    const files: (Blob | undefined)[] = [];
    call.on('sip-recording-change', ({detail}) => files.push(detail.blob));
    await phone.destroy();
    await settle();
    expect(files).to.have.length(1);
    expect(files[0]).to.be.an.instanceof(Blob);
  });

  it('that breaks off by itself is over, and says so', async () => {
    const {call, recording, seen} = await recorded();
    const stopped = call.stopRecording.bind(call);
    recording.end(new SipError('media-failed', 'The disk is full.'));
    await settle();
    expect(call.snapshot.recording).to.equal(false);
    expect(call.snapshot.error?.code).to.equal('media-failed');
    expect(seen('sip-recording-change').at(-1)!.blob).to.equal(undefined);
    expect(await codeOf(stopped())).to.equal('invalid-state');
  });

  it('is set as everything that is on or off is: asked for twice it is done once, and ending none is no error', async () => {
    const everything = bench();
    const {call} = await talking(everything);
    expect(await call.setRecording(false)).to.equal(undefined);
    await call.setRecording(true);
    await call.setRecording(true);
    expect(everything.seen('sip-recording-change').map(({recording}) => recording)).to.deep.equal([true]);
    expect(await call.setRecording(false)).to.be.an.instanceof(Blob);
    expect(call.snapshot.recording).to.equal(false);
  });

  it('needs a conversation, begins once, and reports what the browser cannot', async () => {
    const everything = bench();
    const early = everything.phone.dial('1003');
    expect(await codeOf(early.startRecording())).to.equal('invalid-state');
    expect(await codeOf(early.stopRecording())).to.equal('invalid-state');
    await settle();
    const {call} = await talking(everything);
    everything.media.failure = new SipError('media-unsupported', 'This browser cannot record.');
    expect(await codeOf(call.startRecording())).to.equal('media-unsupported');
    everything.media.failure = undefined;
    await Promise.all([call.startRecording(), call.startRecording()]);
    await call.startRecording();
    expect(everything.media.recordings).to.have.length(1);
  });

  it('that is allowed only when the call is over does not begin', async () => {
    const everything = bench();
    const {call, session} = await talking(everything);
    const begun = call.startRecording();
    session.hangup();
    await begun.catch(() => undefined);
    await settle();
    expect(everything.media.recordings).to.have.length(0);
    expect(call.snapshot.recording).to.equal(false);
  });
});
