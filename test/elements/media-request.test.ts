import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import type {SipNotices} from '../../src/core/events.js';
import {bench, settle} from '../core/setup.js';
import {answeredCall, html, registeredPhone} from './owners.js';

describe('sip-video-offer', () => {
  it('of a phone without a page: the picture comes in unless a listener prevents it', async () => {
    const {phone, engine} = bench();
    await phone.start();
    const session = engine.ring();
    await phone.calls[0]!.answer();
    await settle();
    expect(session.offerPicture()).to.equal(true);
    const asked: SipNotices['sip-video-offer'][] = [];
    phone.on('sip-video-offer', (event) => {
      asked.push(event.detail);
      event.preventDefault();
    });
    expect(session.offerPicture()).to.equal(false);
    expect(asked).to.have.length(1);
    expect(asked[0]).to.deep.include({kind: 'video'});
    expect(asked[0]!.call.id).to.equal(phone.calls[0]!.id);
  });

  for (const [where, content] of Object.entries({
    '<sip-phone>': html``,
    'a <sip-call> that shows the call': html`<sip-call><p></p></sip-call>`,
  })) {
    it(`from ${where} reaches the page once, which may refuse it`, async () => {
      const owner = await registeredPhone(content);
      const {session, call} = await answeredCall(owner);
      let refuse = false;
      const asked: {target: EventTarget | null; call: Call['state']; kind: string}[] = [];
      const listener = (event: Event) => {
        const {detail} = event as CustomEvent<{call: Call['state']; kind: string}>;
        asked.push({target: event.target, ...detail});
        if (refuse) event.preventDefault();
      };
      document.addEventListener('sip-video-offer', listener);
      try {
        expect(session.offerPicture()).to.equal(true);
        refuse = true;
        expect(session.offerPicture()).to.equal(false);
      } finally {
        document.removeEventListener('sip-video-offer', listener);
      }
      const target = owner.phone.querySelector('sip-call') ?? owner.phone;
      expect(asked.map((event) => event.target)).to.deep.equal([target, target]);
      expect(asked[0]).to.include({kind: 'video'});
      expect(asked[0]!.call).to.deep.include({id: call.id});
    });
  }
});
