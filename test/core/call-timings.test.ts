import {expect} from '@open-wc/testing';
import {bench, settle} from './setup.js';

describe('the timings of a call', () => {
  it('count from the click, and come with the notices', async () => {
    const {phone, engine, clock, seen} = bench();
    await phone.start();
    const call = phone.dial('1002');
    clock.advance(10);
    await settle();
    const {last} = engine;
    last.listener?.timed('permission');
    last.listener?.timed({gathering: {duration: 5, end: 'quiet'}});
    clock.advance(90);
    last.ring();
    clock.advance(100);
    last.answer();
    clock.advance(50);
    last.listener?.timed('firstPacket');
    const answered = {
      permission: 10,
      gathering: {duration: 5, end: 'quiet'},
      inviteSent: 10,
      trying: 100,
      ringing: 100,
      answered: 200,
      ice: 200,
    };
    expect(seen('sip-accepted')[0]?.timings).to.deep.equal(answered);
    expect(call.snapshot.timings).to.deep.equal({...answered, firstPacket: 250});
    expect(Object.isFrozen(call.snapshot.timings)).to.equal(true);
    last.hangup();
    expect(seen('sip-call-ended')[0]?.timings).to.deep.equal({...answered, firstPacket: 250});
  });

  it('of an inbound call count from the answer, and keep the first time', async () => {
    const {phone, engine, clock} = bench();
    await phone.start();
    const session = engine.ring();
    await settle();
    clock.advance(5000);
    await phone.calls[0]!.answer();
    clock.advance(30);
    session.media({phase: 'lost'});
    session.media({phase: 'flowing'});
    expect(phone.calls[0]?.snapshot.timings).to.deep.equal({answered: 0, ice: 0});
  });
});
