import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import {SipError} from '../../src/core/errors.js';
import {bench, settle, type Bench} from './setup.js';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

async function ringing(): Promise<Bench & {call: Call}> {
  const table = bench();
  await table.phone.start();
  table.engine.ring();
  await settle();
  return {...table, call: table.phone.calls[0]!};
}

describe('progress of a call that comes in', () => {
  it('is told with any status from 180 to 199, and the call rings on', async () => {
    const {call, engine, media} = await ringing();
    await call.progress();
    await call.progress({code: 182, headers: {'X-Place': '2'}});
    expect(engine.last.log).to.deep.equal(['progress 180', 'progress 182']);
    expect(call.state).to.equal('ringing');
    expect(media.opened).to.deep.equal([]);
  });

  it('with media is early media of ours, which the answer takes over', async () => {
    const {call, engine, media, seen} = await ringing();
    const told = call.progress({media: true});
    expect(call.snapshot.pending).to.deep.equal(['progress']);
    await told;
    expect(call.snapshot).to.include({state: 'early', video: false});
    expect(call.status).to.equal('ringing');
    expect(call.snapshot.localStream).to.equal(media.opened[0]);
    expect(media.tones).to.deep.equal([]);
    await call.answer();
    expect(call.state).to.equal('active');
    expect(media.opened).to.have.length(1);
    expect(engine.last.log).to.deep.equal(['progress 183 media', 'accept']);
    expect(seen('sip-state-change').map(({state}) => state)).to.deep.equal(['early', 'answering', 'active']);
  });

  it('may show us too', async () => {
    const {call, engine, media} = await ringing();
    await call.progress({media: {video: true}, code: 180});
    expect(engine.last.log).to.deep.equal(['progress 180 video']);
    expect(media.wanted).to.deep.equal([{audio: true, video: true}]);
  });

  it('without a microphone is not told, and the call rings on', async () => {
    const {call, media} = await ringing();
    media.failure = new SipError('permission-denied', 'No.');
    expect(await rejection(call.progress({media: true}))).to.include({code: 'permission-denied'});
    expect(call.state).to.equal('ringing');
    expect(call.snapshot.error).to.include({code: 'permission-denied'});
    media.failure = undefined;
    await call.answer();
    expect(call.state).to.equal('active');
  });

  it('ends with the call: devices are free again', async () => {
    for (const end of ['reject', 'hangup'] as const) {
      const {call, media} = await ringing();
      await call.progress({media: true});
      await call[end]();
      expect(media.liveTracks).to.equal(0);
    }
  });

  it('holds the conversation that there is before the caller hears us', async () => {
    const {phone, call, engine} = await ringing();
    await call.answer();
    engine.ring();
    await settle();
    const other = phone.calls[1]!;
    await other.progress();
    expect(call.state).to.equal('active');
    await other.progress({media: true});
    expect([call.state, other.state]).to.deep.equal(['held', 'early']);
  });

  it('is for calls that come in and are not answered, and has a status that is none', async () => {
    const {phone, call, engine} = await ringing();
    for (const code of [100, 179, 200, 183.5, NaN]) {
      expect(await rejection(call.progress({code}))).to.include({code: 'invalid-argument'});
    }
    await call.answer();
    expect(await rejection(call.progress())).to.include({code: 'invalid-state'});
    const outbound = phone.dial('1002');
    expect(await rejection(outbound.progress())).to.include({code: 'invalid-state'});
    expect(engine.sessions[0]!.log).to.not.include('progress 180');
  });
});

describe('a reply', () => {
  it('of 1xx is progress', async () => {
    const {call, engine} = await ringing();
    await call.reply(181);
    await call.reply(183, {media: true});
    expect(engine.last.log).to.deep.equal(['progress 181', 'progress 183 media']);
  });

  it('of 2xx is the answer', async () => {
    const {call, engine} = await ringing();
    await call.reply(200, {video: true});
    expect(engine.last.log).to.deep.equal(['accept video']);
    expect(call.state).to.equal('active');
  });

  it('of 3xx sends the caller elsewhere', async () => {
    const {call, engine} = await ringing();
    expect(await rejection(call.reply(301))).to.include({code: 'invalid-argument'});
    await call.reply(301, {targets: '1002', headers: {'X-Why': 'moved'}});
    expect(engine.last.ending).to.deep.include({
      status: 301,
      targets: ['sip:1002@example.com'],
      headers: {'X-Why': 'moved'},
    });
  });

  it('of 4xx to 6xx is a rejection', async () => {
    const {call, engine} = await ringing();
    await call.reply(603, {reason: 'Not now', body: '<a/>', contentType: 'text/xml'});
    expect(engine.last.ending).to.include({status: 603, reason: 'Not now', body: '<a/>', contentType: 'text/xml'});
    expect(call.snapshot.end).to.include({by: 'local', cause: 'rejected', code: 603});
  });

  it('of anything else is none', async () => {
    const {call, engine} = await ringing();
    for (const status of [0, 99, 100, 179, 700, 486.5, NaN]) {
      expect(await rejection(call.reply(status))).to.include({code: 'invalid-argument'});
    }
    expect(engine.last.log).to.deep.equal([]);
    await call.reject();
    expect(await rejection(call.reply(486))).to.include({code: 'invalid-state'});
    expect(await rejection(call.reply(200))).to.include({code: 'invalid-state'});
  });
});
