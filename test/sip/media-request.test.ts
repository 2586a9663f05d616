import {expect} from '@open-wc/testing';
import {directions} from './harness/far-end.js';
import {answered, closeLines, PhoneLine, type OutboundCall} from './harness/phone-line.js';
import {turn} from './harness/until.js';

afterEach(closeLines);

let cseq = 1;
async function remoteOffer(call: OutboundCall, prepare: () => void | Promise<void> = () => undefined): Promise<string> {
  const sdp = await call.far.offer(prepare);
  call.request('INVITE', ++cseq, sdp);
  const ok = await call.line.server.next('200 INVITE');
  await call.far.take(ok.body);
  call.request('ACK', cseq);
  await turn();
  return directions(ok.body);
}

describe('a picture that the far end adds', () => {
  it('is asked about once, and comes in unless the page says no', async () => {
    const call = await answered(await PhoneLine.connected());
    expect(await remoteOffer(call, () => call.far.addVideo())).to.equal('audio:sendrecv video:recvonly');
    expect(call.log.requests).to.deep.equal(['video']);
    expect(call.log.media).to.include({remoteVideo: true});
    await remoteOffer(call);
    expect(call.log.requests).to.have.length(1);
  });

  it('is refused if the page says so, and not asked about until it was away', async () => {
    const call = await answered(await PhoneLine.connected());
    call.log.welcome = false;
    expect(await remoteOffer(call, () => call.far.addVideo())).to.equal('audio:sendrecv video:inactive');
    expect(call.log.media).to.include({remoteVideo: false});
    call.log.welcome = true;
    expect(await remoteOffer(call)).to.equal('audio:sendrecv video:inactive');
    expect(call.log.requests).to.have.length(1);
    await remoteOffer(call, () => {
      call.far.setDirection('video', 'inactive');
    });
    expect(await remoteOffer(call, () => call.far.addVideo())).to.equal('audio:sendrecv video:recvonly');
    expect(call.log.requests).to.have.length(2);
    expect(call.log.media).to.include({remoteVideo: true});
  });

  it('list B: remote removes video: is told, and asked about when it comes back', async () => {
    const call = await answered(await PhoneLine.connected());
    await remoteOffer(call, () => call.far.addVideo());
    await remoteOffer(call, () => {
      call.far.setDirection('video', 'inactive');
    });
    expect(call.log.media).to.include({remoteVideo: false});
    expect(call.log.media?.remoteStream?.getVideoTracks()).to.have.length(0);
    await remoteOffer(call, () => {
      call.far.setDirection('video', 'sendrecv');
    });
    expect(call.log.requests).to.have.length(2);
    expect(call.log.media).to.include({remoteVideo: true});
  });

  it('is not asked about again after a hold', async () => {
    const call = await answered(await PhoneLine.connected());
    await remoteOffer(call, () => call.far.addVideo());
    for (const direction of ['inactive', 'sendrecv'] as const) {
      await remoteOffer(call, () => {
        call.far.setDirection('audio', direction);
        call.far.setDirection('video', direction);
      });
    }
    expect(call.log.requests).to.have.length(1);
    expect(call.log.media).to.include({remoteVideo: true, remoteHeld: false});
  });
});
