import {expect} from '@open-wc/testing';
import {directions} from './harness/far-end.js';
import {closeLines} from './harness/phone-line.js';
import {closeStockPhones} from './harness/stock-phone.js';
import {offer, ourTalk, stockTalk, type Talk} from './harness/talk.js';

afterEach(closeLines);
afterEach(closeStockPhones);

/**
 * SIP.js takes the first direction in the description. Firefox writes one for the whole session, `sendrecv`, so there
 * the defect does not show.
 */
const chromium = navigator.userAgent.includes('Chrome') ? it : undefined;

describe('directions', () => {
  const inactive = ({far}: Talk) => {
    far.setDirection('audio', 'inactive');
  };
  /** Returns the offer of a phone that is asked for one after the far end held the call. */
  async function offered(talk: Talk): Promise<string> {
    await offer(talk, 1, () => {
      inactive(talk);
    });
    talk.send('INVITE', 2);
    return directions((await talk.server.next('200 INVITE')).body);
  }

  chromium?.('list B: hold directions stock SIP.js: offers to receive only after a hold by the far end', async () => {
    expect(await offered(await stockTalk())).to.equal('audio:recvonly');
  });

  it('list B: hold directions: offers what we want, whatever the far end wanted last (RFC 6337 section 5.1)', async () => {
    expect(await offered(await ourTalk())).to.equal('audio:sendrecv');
  });

  const pictureWithoutSound = (talk: Talk) =>
    offer(talk, 1, async () => {
      inactive(talk);
      await talk.far.addVideo();
    });

  chromium?.(
    'list B: answer directions stock SIP.js: answers every section with the direction of the first',
    async () => {
      expect(await pictureWithoutSound(await stockTalk())).to.equal('audio:inactive video:inactive');
    },
  );

  it('list B: answer directions: each section has its own', async () => {
    expect(await pictureWithoutSound(await ourTalk())).to.equal('audio:inactive video:recvonly');
  });

  const pictureGone = async (talk: Talk) => {
    await offer(talk, 1, () => talk.far.addVideo());
    await offer(talk, 2, () => {
      talk.far.setDirection('video', 'inactive');
    });
  };

  it('list B: remote removes video stock SIP.js: the stream keeps the picture that is gone', async () => {
    const talk = await stockTalk();
    await pictureGone(talk);
    const handler = talk.call.inviter.sessionDescriptionHandler as unknown as {remoteMediaStream: MediaStream};
    expect(handler.remoteMediaStream.getVideoTracks()).to.have.length(1);
  });

  it('list B: remote removes video: the picture leaves the stream', async () => {
    const talk = await ourTalk();
    await pictureGone(talk);
    expect(talk.call.log.media).to.include({remoteVideo: false});
    expect(talk.call.log.media?.remoteStream?.getVideoTracks()).to.have.length(0);
  });
});
