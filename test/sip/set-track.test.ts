import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';

afterEach(closeLines);

const VIDEO = {audio: true, video: true};

/** Opens a new track, like that of another device. */
async function other(line: PhoneLine, kind: 'audio' | 'video'): Promise<MediaStreamTrack> {
  const wanted = {audio: kind === 'audio', video: kind === 'video'};
  const {stream} = await line.media.open(wanted, {signal: new AbortController().signal});
  return stream.getTracks()[0]!;
}

async function over({line, session}: OutboundCall): Promise<void> {
  const ended = session.end({status: 480});
  line.server.respond(await line.server.next('BYE'), 200);
  await ended;
}

describe('another track in a call', () => {
  for (const kind of ['audio', 'video'] as const) {
    it(`is sent in place of the one before, which is stopped, without a word to the far end: ${kind}`, async () => {
      const line = await PhoneLine.connected();
      const call = await answered(line, VIDEO);
      const {localStream} = call.log.media!;
      const before = localStream!.getTracks().find((track) => track.kind === kind)!;
      const track = await other(line, kind);
      const said = line.server.log.length;
      await call.session.setTrack(kind, track);
      expect(before.readyState).to.equal('ended');
      expect(track.readyState).to.equal('live');
      expect(localStream!.getTracks()).to.include(track).and.not.include(before);
      expect(line.server.log.length).to.equal(said);
      await over(call);
      expect(track.readyState).to.equal('ended');
    });
  }

  it('stays muted if the one before was', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    void call.session.setMuted('audio', true);
    const track = await other(line, 'audio');
    await call.session.setTrack('audio', track);
    expect(track.enabled).to.equal(false);
    void call.session.setMuted('audio', false);
    expect(track.enabled).to.equal(true);
  });

  it('is stopped where nothing of its kind is sent, or the call is over', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    const picture = await other(line, 'video');
    expect((await failure(call.session.setTrack('video', picture))).code).to.equal('invalid-state');
    expect(picture.readyState).to.equal('ended');
    await over(call);
    const late = await other(line, 'audio');
    expect((await failure(call.session.setTrack('audio', late))).code).to.equal('invalid-state');
    expect(late.readyState).to.equal('ended');
  });
});
