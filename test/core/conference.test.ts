import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/index.js';
import {SipError} from '../../src/core/errors.js';
import type {FakeSession} from '../../src/testing/index.js';
import {bench, settle, type Bench} from './setup.js';

interface Member {
  readonly call: Call;
  readonly session: FakeSession;
}

async function talking({phone, engine}: Bench, target: string): Promise<Member> {
  const call = phone.dial(target);
  await settle();
  const session = engine.last;
  session.answer();
  await settle();
  return {call, session};
}

/** Makes that many calls; the last one is active and the others are held, as always. */
async function calls(count: number) {
  const everything = bench();
  const members: Member[] = [];
  for (let number = 0; number < count; number += 1) members.push(await talking(everything, `100${String(number)}`));
  return {...everything, members};
}

async function joined(count: number) {
  const everything = await calls(count);
  await everything.phone.merge();
  await settle();
  return everything;
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'resolved',
    (error: unknown) => (error instanceof SipError ? error.code : 'no SipError'),
  );

const heldOf = (members: readonly Member[]) => members.map(({call}) => call.snapshot.held.local);
const mixedIds = ({media}: Bench) => media.mixed.map(({id}) => id);
const idsOf = (members: readonly Member[]) => members.map(({call}) => call.id);

describe('joining calls', () => {
  for (const count of [2, 3]) {
    it(`takes all back that are held, and each is sent a sound of its own: ${String(count)}`, async () => {
      const everything = await joined(count);
      const {members, phone} = everything;
      expect(heldOf(members)).to.deep.equal(members.map(() => false));
      expect([...phone.snapshot.conference].sort()).to.deep.equal(idsOf(members).sort());
      expect(mixedIds(everything).sort()).to.deep.equal(idsOf(members).sort());
      const sent = members.map(({session}) => session.substitute);
      expect(sent).not.to.include(null);
      expect(new Set(sent).size).to.equal(count);
      expect(phone.activeCall).to.equal(members.at(-1)!.call);
    });
  }

  it('needs two calls, takes three, and only those in conversation', async () => {
    const one = await calls(1);
    expect(await codeOf(one.phone.merge())).to.equal('invalid-state');
    one.engine.ring();
    expect(await codeOf(one.phone.merge(one.phone.calls))).to.equal('invalid-state');
    const {phone, members} = await calls(4);
    const all = members.map(({call}) => call);
    expect(await codeOf(phone.merge(all))).to.equal('invalid-argument');
    expect(await codeOf(phone.merge([all[0]!, all[0]!]))).to.equal('invalid-state');
    expect(await codeOf(phone.merge([all[0]!, one.members[0]!.call]))).to.equal('invalid-state');
    expect(phone.snapshot.conference).to.deep.equal([]);
    await phone.merge();
    expect([...phone.snapshot.conference].sort()).to.deep.equal(idsOf([members[0]!, members[1]!, members[3]!]).sort());
    expect(heldOf(members)).to.deep.equal([false, false, true, false]);
  });

  it('is all or nothing: whoever does not come back leaves everything as it was', async () => {
    const everything = await calls(3);
    const {phone, members} = everything;
    members[1]!.session.refusal = new SipError('renegotiation-refused', 'The far end said 488.', {status: 488});
    expect(await codeOf(phone.merge())).to.equal('renegotiation-refused');
    await settle();
    expect(heldOf(members)).to.deep.equal([true, true, false]);
    expect(phone.snapshot.conference).to.deep.equal([]);
    expect(phone.activeCall).to.equal(members[2]!.call);
    expect(members.map(({session}) => session.substitute)).to.deep.equal([null, null, null]);
    await phone.merge();
    expect(phone.snapshot.conference).to.have.length(3);
  });

  it('leaves everything as it was where the browser cannot mix', async () => {
    const {phone, members, media} = await calls(2);
    media.failure = new SipError('media-failed', 'No sound card.');
    expect(await codeOf(phone.merge())).to.equal('media-failed');
    expect(heldOf(members)).to.deep.equal([true, false]);
    expect(phone.snapshot.conference).to.deep.equal([]);
  });

  it('leaves the others to themselves: whoever is not named is held', async () => {
    const {phone, members} = await calls(3);
    await phone.merge([members[0]!.call, members[1]!.call]);
    expect(heldOf(members)).to.deep.equal([false, false, true]);
    await phone.merge();
    expect(heldOf(members)).to.deep.equal([false, false, false]);
    await phone.merge([members[1]!.call, members[2]!.call]);
    expect(heldOf(members)).to.deep.equal([true, false, false]);
    expect(members[0]!.session.substitute).to.equal(null);
  });
});

describe('a conference', () => {
  it('goes on with the rest when one leaves, and is dissolved with the last but one', async () => {
    const everything = await joined(3);
    const {members, phone} = everything;
    members[0]!.session.hangup();
    await settle();
    expect([...phone.snapshot.conference].sort()).to.deep.equal(idsOf(members.slice(1)).sort());
    expect(mixedIds(everything)).to.have.length(2);
    await members[1]!.call.hangup();
    await settle();
    expect(phone.snapshot.conference).to.deep.equal([]);
    expect(mixedIds(everything)).to.deep.equal([]);
    expect(members[2]!.session.substitute).to.equal(null);
    expect(members[2]!.call.state).to.equal('active');
  });

  it('leaves out whoever is on hold, on either side, as long as that lasts', async () => {
    const everything = await joined(3);
    const [first, second] = everything.members as [Member, Member];
    first.session.hold();
    await settle();
    expect(mixedIds(everything)).not.to.include(first.call.id);
    expect(first.session.substitute).to.equal(null);
    first.session.hold(false);
    await settle();
    expect(mixedIds(everything)).to.include(first.call.id);
    await second.call.hold();
    await settle();
    expect(mixedIds(everything)).not.to.include(second.call.id);
    expect(second.session.substitute).to.equal(null);
    await second.call.unhold();
    await settle();
    expect(mixedIds(everything)).to.have.length(3);
    expect(heldOf(everything.members)).to.deep.equal([false, false, false]);
    expect(everything.phone.snapshot.conference).to.have.length(3);
  });

  it('with one member that can be heard sends it our microphone itself', async () => {
    const everything = await joined(2);
    const [first, second] = everything.members as [Member, Member];
    await first.call.hold();
    await settle();
    expect(second.session.substitute).to.equal(null);
    expect(everything.phone.snapshot.conference).to.have.length(2);
  });

  it('is muted as a whole, and what the others say is passed on', async () => {
    const {members} = await joined(3);
    void members[1]!.call.mute();
    expect(members.map(({session}) => session.muted.audio)).to.deep.equal([true, true, true]);
    expect(members.map(({session}) => session.substitute)).not.to.include(null);
    void members[0]!.call.unmute();
    expect(members.map(({call}) => call.snapshot.muted.audio)).to.deep.equal([false, false, false]);
  });

  it('does not open a microphone that was muted', async () => {
    const {phone, members} = await calls(2);
    void members[0]!.call.mute();
    await phone.merge();
    expect(members.map(({call}) => call.snapshot.muted.audio)).to.deep.equal([true, true]);
  });

  it('is held as a whole when another call comes first', async () => {
    const everything = await joined(2);
    const {phone, engine, members} = everything;
    engine.ring();
    await phone.calls.at(-1)!.answer();
    await settle();
    expect(heldOf(members)).to.deep.equal([true, true]);
    expect(mixedIds(everything)).to.deep.equal([]);
    await members[0]!.call.unhold();
    await members[1]!.call.unhold();
    await settle();
    expect(heldOf(members)).to.deep.equal([false, false]);
    expect(mixedIds(everything)).to.have.length(2);
    expect(phone.calls.at(-1)!.snapshot.held.local).to.equal(true);
  });

  it('follows another peer connection of a member', async () => {
    const {members, media} = await joined(2);
    const other = new MediaStream();
    members[0]!.session.media({remoteStream: other});
    await settle();
    expect(media.mixed.find(({id}) => id === members[0]!.call.id)!.remote).to.equal(other);
  });

  it('is recorded as a whole by each of its calls', async () => {
    const {phone, members, media} = await calls(2);
    const [first, second] = members as [Member, Member];
    await second.call.startRecording();
    await phone.merge();
    const {localStream, remoteStream} = second.call.snapshot;
    expect(media.recordings[0]!.sounds).to.deep.equal([localStream, remoteStream, first.call.snapshot.remoteStream]);
    await phone.split();
    await settle();
    expect(media.recordings[0]!.sounds).to.deep.equal([localStream, remoteStream]);
  });

  it('is gone with its phone', async () => {
    const everything = await joined(2);
    await everything.phone.destroy();
    await settle();
    expect(mixedIds(everything)).to.deep.equal([]);
    expect(everything.phone.snapshot.conference).to.deep.equal([]);
  });
});

describe('splitting a conference', () => {
  it('leaves the active call, and holds the others', async () => {
    const everything = await joined(3);
    const {phone, members} = everything;
    phone.select(members[1]!.call.id);
    await phone.split();
    await settle();
    expect(heldOf(members)).to.deep.equal([true, false, true]);
    expect(phone.snapshot.conference).to.deep.equal([]);
    expect(members.map(({session}) => session.substitute)).to.deep.equal([null, null, null]);
    expect(phone.activeCall).to.equal(members[1]!.call);
    expect(await codeOf(phone.split())).to.equal('invalid-state');
  });

  it('is all or nothing', async () => {
    const everything = await joined(3);
    const {phone, members} = everything;
    members[1]!.session.refusal = new SipError('renegotiation-refused', 'The far end said 488.', {status: 488});
    expect(await codeOf(phone.split())).to.equal('renegotiation-refused');
    await settle();
    expect(heldOf(members)).to.deep.equal([false, false, false]);
    expect(phone.snapshot.conference).to.have.length(3);
    expect(mixedIds(everything)).to.have.length(3);
  });

  it('that was asked for while they are still being joined comes after that', async () => {
    const {phone, members} = await calls(2);
    await Promise.all([phone.merge(), phone.split()]);
    await settle();
    expect(heldOf(members)).to.deep.equal([true, false]);
    expect(phone.snapshot.conference).to.deep.equal([]);
  });
});
