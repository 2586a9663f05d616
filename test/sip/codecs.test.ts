import {expect} from '@open-wc/testing';
import {called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';

afterEach(closeLines);

/** The codecs of a media section in their order, without repetitions: `opus pcmu telephone-event`. */
function codecs(sdp: string, kind: 'audio' | 'video'): string[] {
  const section = sdp.split(/^(?=m=)/m).find((part) => part.startsWith(`m=${kind} `)) ?? '';
  const types = section.split(/\r?\n/)[0]?.split(' ').slice(3) ?? [];
  const names = types.map((type) => new RegExp(`^a=rtpmap:${type} ([^/]+)`, 'm').exec(section)?.[1]?.toLowerCase());
  return [...new Set(names)].flatMap((name) => name ?? []);
}

async function offered(names: readonly string[], video = false): Promise<{sdp: string; line: PhoneLine}> {
  const line = await PhoneLine.connected({codecs: names});
  const {invite} = await ringing(line, {audio: true, video});
  return {sdp: invite.body, line};
}

const able = 'setCodecPreferences' in RTCRtpTransceiver.prototype;

(able ? describe : describe.skip)('codec preferences', () => {
  it('offer the named ones alone, in their order, and digits still go', async () => {
    const {sdp} = await offered(['PCMU', 'opus']);
    const names = codecs(sdp, 'audio');
    expect(names.slice(0, 2)).to.deep.equal(['pcmu', 'opus']);
    expect(names).to.include('telephone-event').and.not.include('pcma');
  });

  it('leave the kind alone that they do not name', async () => {
    const {sdp} = await offered(['vp8'], true);
    expect(codecs(sdp, 'video')[0]).to.equal('vp8');
    expect(codecs(sdp, 'video')).not.to.include('vp9');
    expect(codecs(sdp, 'audio')).to.include.members(['opus', 'pcmu', 'pcma']);
  });

  it('rule the answer too', async () => {
    const line = await PhoneLine.connected({codecs: ['pcma']});
    const call = await called(line);
    void call.session.accept({audio: true, video: false});
    const {body} = await line.server.next('200 INVITE');
    expect(codecs(body, 'audio')[0]).to.equal('pcma');
    expect(codecs(body, 'audio')).not.to.include('opus');
    void call.session.end({status: 486});
  });

  it('warn once of a name that the browser does not know', async () => {
    const {sdp, line} = await offered(['opus', 'speex']);
    expect(codecs(sdp, 'audio')[0]).to.equal('opus');
    await ringing(line);
    expect(line.logged.filter((text) => text.includes('no codec speex'))).to.have.length(1);
  });

  it('are ignored when nothing would be left', async () => {
    const {sdp, line} = await offered(['speex']);
    expect(codecs(sdp, 'audio')).to.include.members(['opus', 'pcmu']);
    expect(line.logged.filter((text) => text.includes('None is left'))).to.have.length(1);
  });
});
