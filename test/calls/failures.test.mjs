/** Failures, each with the event that a page gets and the words that a person reads. */
import assert from 'node:assert/strict';
import {freePort} from '../servers/ports.mjs';
import {waitForGrowth} from './harness/media.mjs';
import {scenarios} from './harness/scenario.mjs';

const scenario = scenarios({kamailio: true});

scenario('wrong password', async ({stranger}) => {
  const alice = await stranger('alice', {password: 'wrong'});
  await alice.waitForStatus('failed');
  const {error} = await alice.notice('sip-error');
  assert.equal(error?.code, 'wrong-credentials');
  await alice.notice(
    'sip-status-change',
    ({status, error}) => status === 'failed' && error?.code === 'wrong-credentials',
  );
  await alice.reads('The user name or password is wrong. Check them and try again.');
});

scenario('server not there', async ({stranger}) => {
  const alice = await stranger('alice', {server: `ws://127.0.0.1:${await freePort()}/`});
  await alice.waitForStatus('failed');
  const {error} = await alice.notice('sip-error');
  assert.equal(error?.code, 'server-unreachable');
  await alice.reads('The server cannot be reached. Check your network and try again.');
});

const REFUSALS = [
  {
    target: 'nobody',
    cause: 'not-found',
    code: 404,
    words: 'This number or address does not exist. Check it and try again.',
  },
  {target: 'busy', cause: 'busy', code: 486, words: 'The line is busy.'},
  {target: 'decline', cause: 'declined', code: 603, words: 'The other side declined the call.'},
  {
    target: 'offline',
    cause: 'unavailable',
    code: 480,
    words: 'The other side cannot be reached right now. Try again later.',
  },
  {
    target: 'error500',
    cause: 'server-error',
    code: 500,
    words: 'The server could not complete the call. Try again later.',
  },
];

for (const {target, cause, code, words} of REFUSALS) {
  scenario(`${code} ${cause}`, async ({person}) => {
    const alice = await person('alice');
    await alice.dial(target);
    const end = await alice.end();
    assert.deepEqual([end.cause, end.code], [cause, code]);
    await alice.reads(words);
    await alice.waitForStatus('registered');
  });
}

scenario('no answer', async ({person}) => {
  const alice = await person('alice', {attributes: 'ring-out-timeout="2"'});
  await alice.dial('blackhole');
  await alice.notice('sip-progress', ({code}) => code === 180);
  assert.equal((await alice.end()).cause, 'no-answer');
  await alice.reads('No answer.');
});

scenario('nobody takes the call: it stops ringing here and the caller is told', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice'), person('bob', {attributes: 'answer-timeout="2"'})]);
  await alice.dial(bob.aor);
  await bob.waitForCall('ringing');
  assert.equal((await bob.end()).cause, 'no-answer');
  assert.equal((await alice.end()).code, 480);
});

// These functions run in the page, so they cannot use anything outside of them.
const withoutMicrophone = () => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('none', 'NotFoundError'));
};
const withoutPermission = () => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('blocked', 'NotAllowedError'));
};
const withoutCamera = () => {
  const {mediaDevices} = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (constraints) =>
    constraints?.video ? Promise.reject(new DOMException('none', 'NotFoundError')) : open(constraints);
};

const DEVICES = [
  {cause: 'no-microphone', prepare: withoutMicrophone, words: 'No microphone was found. Plug one in and'},
  {cause: 'permission-denied', prepare: withoutPermission, words: 'is blocked. Allow it in the settings of this site'},
];

for (const {cause, prepare, words} of DEVICES) {
  scenario(`${cause}: calling`, async ({person}) => {
    const alice = await person('alice', {prepare});
    await alice.dial('bob');
    assert.equal((await alice.end()).cause, cause);
    assert.equal((await alice.notice('sip-error')).error?.code, cause);
    await alice.reads(words);
  });

  scenario(`${cause}: answering fails, the call rings on and can be declined`, async ({person}) => {
    const [alice, bob] = await Promise.all([person('alice', {prepare}), person('bob')]);
    await bob.dial(alice.aor);
    await alice.click('Answer');
    assert.equal((await alice.notice('sip-error')).error?.code, cause);
    await alice.reads(words);
    await alice.waitForCall('ringing');
    await alice.click('Decline');
    assert.equal((await bob.end()).by, 'remote');
  });
}

scenario('no camera: a video call goes on with sound alone, and says so', async ({person}) => {
  const [alice, bob] = await Promise.all([person('alice', {prepare: withoutCamera}), person('bob')]);
  await alice.dial(bob.aor, {video: true});
  await bob.click('Answer with video');
  assert.equal((await alice.notice('sip-warning')).error?.code, 'no-camera');
  await alice.reads('No camera was found.');
  await waitForGrowth(alice.page, 'audio');
  await waitForGrowth(alice.page, 'video', {directions: ['inbound']});
});
