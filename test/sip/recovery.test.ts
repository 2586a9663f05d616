import {expect} from '@open-wc/testing';
import type {CallMemo, SavedCall} from '../../src/core/engine/sip-engine.js';
import {SipError} from '../../src/core/errors.js';
import {FakeMedia} from '../../src/testing/fake-media.js';
import {directions} from './harness/far-end.js';
import {failure} from './harness/failure.js';
import {MEMO} from './harness/memo.js';
import {answered, called, closeLines, PhoneLine, type LineOptions} from './harness/phone-line.js';
import {SessionLog} from './harness/session-log.js';
import type {SipMessage} from './harness/sip-message.js';
import {SlowMedia} from './harness/slow-media.js';
import {turn, until} from './harness/until.js';

beforeEach(() => {
  sessionStorage.clear();
});
afterEach(closeLines);

const ROUTES = ['Record-Route: <sip:proxy1.example.com;transport=ws;lr>', 'Record-Route: <sip:proxy2.example.com;lr>'];

interface Page {
  readonly line: PhoneLine;
  readonly saved: SavedCall;
  readonly log: SessionLog;
}

/** Opens the next page in this tab, before it has a connection. */
async function nextPage(options: LineOptions = {}): Promise<Page> {
  const line = await PhoneLine.open(options);
  const saved = line.engine.restore()[0]!;
  return {line, saved, log: new SessionLog(saved.session)};
}

/** Makes a call that the far end answers over two proxies, and leaves the page. */
async function left(memo: Partial<CallMemo> = {}, video = false) {
  const line = await PhoneLine.connected();
  const {session, log} = line.dial('sip:bob@example.com', {audio: true, video});
  await session.invite();
  const invite = await line.server.next('INVITE');
  const far = line.farEnd();
  line.server.respond(invite, 200, {body: await far.answer(invite.body), headers: ROUTES});
  await line.server.next('ACK');
  await log.until('established');
  session.remember({...MEMO, ...memo});
  void line.engine.leave();
  return {line, far, invite, log};
}

/** Answers the re-INVITE of the new page from a new peer connection, like a far end that accepts new media. */
async function agree({line, log}: Page, reinvite: SipMessage): Promise<void> {
  line.server.respond(reinvite, 200, {body: await line.farEnd().answer(reinvite.body)});
  await line.server.next('ACK');
  await log.until('recovered');
}

describe('a page that is left during a call', () => {
  it('sends nothing, frees the devices, and tells nobody that the call is over', async () => {
    const {line, log} = await left();
    await turn();
    expect(line.server.summaries()).to.deep.equal(['INVITE', 'ACK']);
    expect(log.events).to.not.include('ended');
    expect(line.media.liveTracks).to.equal(0);
    expect(line.server.sockets.at(-1)!.readyState, 'closing or closed').to.be.greaterThan(1);
  });

  it('writes down no secrets', async () => {
    await left();
    const stored = JSON.stringify(Object.entries(sessionStorage));
    expect(stored)
      .to.include('proxy2.example.com')
      .and.not.match(/secret|password|ufrag|fingerprint|Digest/i);
  });

  it('hangs up and unregisters if the page does not want its calls back', async () => {
    const line = await PhoneLine.connected({recover: false});
    const call = await answered(line);
    call.session.remember(MEMO);
    void line.engine.leave();
    expect((await line.server.next('BYE')).method).to.equal('BYE');
    const next = await PhoneLine.open();
    expect(next.engine.restore()).to.deep.equal([]);
  });
});

describe('the next page', () => {
  it('goes on with the dialog of a call that we made: same tags, route set and Contact, a higher CSeq', async () => {
    const {invite} = await left();
    const page = await nextPage();
    expect(page.saved.memo).to.deep.equal(MEMO);
    expect(page.saved.session).to.deep.include({direction: 'outbound'});
    expect(page.saved.session.remoteIdentity).to.deep.equal({name: '', uri: 'sip:bob@example.com', user: 'bob'});
    const connected = page.saved.session.invite();
    await page.line.engine.connect();
    const reinvite = await page.line.server.next('INVITE');
    expect(reinvite.header('call-id')).to.equal(invite.header('call-id'));
    expect(reinvite.tag('from')).to.equal(invite.tag('from'));
    expect(reinvite.tag('to')).to.equal('peer');
    expect(reinvite.cseq).to.be.greaterThan(invite.cseq + 50);
    expect(reinvite.startLine).to.equal('INVITE sip:bob@peer.invalid;transport=ws SIP/2.0');
    expect(reinvite.all('route').join()).to.equal(
      '<sip:proxy2.example.com;lr>,<sip:proxy1.example.com;transport=ws;lr>',
    );
    expect(reinvite.header('contact')).to.equal(invite.header('contact'));
    expect(directions(reinvite.body)).to.equal('audio:sendrecv');
    await agree(page, reinvite);
    await connected;
    expect(page.log.media).to.include({remoteHeld: false});
    expect(page.log.media!.remoteStream!.getAudioTracks()).to.have.length(1);
  });

  it('goes on with a call that we answered, and hears the far end hang up', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    const accepted = call.session.accept({audio: true, video: false});
    const ok = await line.server.next('200 INVITE');
    await accepted;
    call.request('ACK', 1);
    call.session.remember(MEMO);
    void line.engine.leave();
    const page = await nextPage();
    expect(page.saved.session).to.deep.include({direction: 'inbound'});
    void page.saved.session.invite();
    await page.line.engine.connect();
    const reinvite = await page.line.server.next('INVITE');
    expect(reinvite.header('call-id')).to.equal(call.callId);
    expect(reinvite.tag('from')).to.equal(ok.tag('to'));
    await agree(page, reinvite);
    page.line.server.request('BYE', {
      callId: call.callId,
      from: reinvite.header('to'),
      to: reinvite.header('from'),
      cseq: 9,
    });
    await page.line.server.next('200 BYE');
    expect(await page.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(page.line.failures).to.deep.equal([]);
  });

  it('keeps a hold, and the order of the media sections', async () => {
    await left({held: true, video: false}, true);
    const page = await nextPage();
    void page.saved.session.invite();
    await page.line.engine.connect();
    const reinvite = await page.line.server.next('INVITE');
    expect(directions(reinvite.body)).to.equal('audio:sendonly video:inactive');
    await agree(page, reinvite);
    const [track] = page.line.media.opened[0]!.getTracks();
    expect(track).to.include({kind: 'audio', enabled: false});
  });

  it('can be left as well, and the page after that goes on', async () => {
    await left();
    const second = await nextPage();
    void failure(second.saved.session.invite());
    await second.line.engine.connect();
    const first = await second.line.server.next('INVITE');
    void second.line.engine.leave();
    const third = await nextPage();
    void third.saved.session.invite();
    await third.line.engine.connect();
    const reinvite = await third.line.server.next('INVITE');
    expect(reinvite.cseq).to.be.greaterThan(first.cseq);
    await agree(third, reinvite);
  });

  it('says that the dialog is gone when the far end does not know it', async () => {
    await left();
    const page = await nextPage();
    const connected = failure(page.saved.session.invite());
    await page.line.engine.connect();
    page.line.server.respond(await page.line.server.next('INVITE'), 481);
    expect(await page.log.end()).to.include({by: 'system', cause: 'dialog-gone', failed: true});
    await connected;
    const next = await PhoneLine.open({uri: 'sip:alice@example.com'});
    expect(next.engine.restore(), 'and does not try it again').to.deep.equal([]);
  });

  it('gives up when there is no connection in time', async () => {
    await left();
    const page = await nextPage();
    const connected = failure(page.saved.session.invite());
    await until(() => page.line.media.opened.length > 0, 'the devices');
    page.line.clock.advance(30_000);
    expect(await page.log.end()).to.include({by: 'system', cause: 'connection-error', failed: true});
    await connected;
  });

  it('finds nothing when the page was away for too long', async () => {
    await left();
    const late = await PhoneLine.open();
    late.clock.advance(31_000);
    expect(late.engine.restore()).to.deep.equal([]);
  });

  it('finds nothing for another account', async () => {
    await left();
    const other = await PhoneLine.open({uri: 'sip:mallory@example.com'});
    expect(other.engine.restore()).to.deep.equal([]);
  });

  it('hears the far end although there is no microphone any more', async () => {
    await left();
    const media = new FakeMedia();
    media.failure = new SipError('permission-denied', 'No.');
    const page = await nextPage({media});
    void page.saved.session.invite();
    await page.line.engine.connect();
    const reinvite = await page.line.server.next('INVITE');
    expect(directions(reinvite.body)).to.equal('audio:recvonly');
    await agree(page, reinvite);
    expect(page.log.missing.map(({code}) => code)).to.deep.equal(['permission-denied']);
  });

  it('does not wait for an answer to the question for the microphone, and offers it when it comes', async () => {
    await left();
    const media = new SlowMedia();
    const page = await nextPage({media});
    void page.saved.session.invite();
    await page.line.engine.connect();
    await media.asked;
    page.line.clock.advance(1000);
    const reinvite = await page.line.server.next('INVITE');
    expect(directions(reinvite.body)).to.equal('audio:recvonly');
    const far = page.line.farEnd();
    page.line.server.respond(reinvite, 200, {body: await far.answer(reinvite.body)});
    await page.log.until('recovered');
    media.proceed();
    const second = await page.line.server.next('INVITE');
    expect(directions(second.body)).to.equal('audio:sendrecv');
    page.line.server.respond(second, 200, {body: await far.answer(second.body)});
  });

  it('can hang up at once: the BYE leaves as soon as there is a connection', async () => {
    await left();
    const page = await nextPage();
    const connected = failure(page.saved.session.invite());
    const ended = page.saved.session.end({status: 486});
    await page.line.engine.connect();
    const bye = await page.line.server.next('BYE');
    page.line.server.respond(bye, 200);
    await Promise.all([ended, connected]);
    expect(page.log.ends[0]).to.include({by: 'local', cause: 'hangup'});
    expect(page.line.server.count('INVITE')).to.equal(0);
  });

  it('reads what is stored as if a stranger had written it', async () => {
    await left();
    const key = Object.keys(sessionStorage).find((name) => name.includes('.calls.'))!;
    const text = sessionStorage.getItem(key)!;
    const [good] = JSON.parse(text) as {dialog: Record<string, unknown>}[];
    const damaged: unknown[] = [
      '',
      'null',
      '[null, 1, "x", {}]',
      text.slice(0, -20),
      [{...good, at: 'now'}],
      [{...good, memo: {...MEMO, id: 'x\r\nEvil: yes'}}],
      [{...good, dialog: {...good!.dialog, callId: 'x\r\nEvil: yes'}}],
      [{...good, dialog: {...good!.dialog, remoteTag: 'a;b'}}],
      [{...good, dialog: {...good!.dialog, remoteTarget: 'javascript:alert(1)'}}],
      [{...good, dialog: {...good!.dialog, routeSet: ['<sip:p;lr>\r\nEvil: yes']}}],
      [{...good, dialog: {...good!.dialog, routeSet: Array(21).fill('<sip:p;lr>')}}],
      [{...good, dialog: {...good!.dialog, localSequenceNumber: -1}}],
    ];
    for (const stored of damaged) {
      sessionStorage.setItem(key, typeof stored === 'string' ? stored : JSON.stringify(stored));
      const page = await PhoneLine.open();
      expect(page.engine.restore(), String(sessionStorage.getItem(key))).to.deep.equal([]);
      await page.engine.leave();
    }
  });
});

describe('BYE of the far end on the next page', () => {
  it('while our re-INVITE is open ends the call; the answer to it is acknowledged all the same, as often as it comes', async () => {
    const {invite} = await left();
    const {line, saved, log} = await nextPage();
    const connected = failure(saved.session.invite());
    await line.engine.connect();
    const reinvite = await line.server.next('INVITE');
    line.server.request('BYE', {
      callId: invite.header('call-id'),
      from: `${invite.header('to')};tag=peer`,
      to: invite.header('from'),
      cseq: 1,
    });
    await line.server.next('200 BYE');
    const body = await line.farEnd().answer(reinvite.body);
    for (let times = 0; times < 2; times += 1) {
      line.server.respond(reinvite, 200, {body});
      expect((await line.server.next('ACK')).cseq).to.equal(reinvite.cseq);
    }
    expect(await connected).to.include({code: 'call-failed'});
    expect(await log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(log.ends).to.have.length(1);
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures).to.deep.equal([]);
  });
});

describe('a 200 to the INVITE of the page before', () => {
  it('gets its ACK from this page as often as it comes, on the route of the dialog', async () => {
    const {invite} = await left();
    const page = await nextPage();
    await page.line.engine.connect();
    const resumed = page.saved.session.invite();
    const {server} = page.line;
    server.respond(invite, 200, {body: 'v=0', headers: ROUTES});
    const ack = await server.next('ACK');
    expect([ack.cseq, ack.tag('to'), ack.header('call-id')]).to.deep.equal([
      invite.cseq,
      'peer',
      invite.header('call-id'),
    ]);
    expect(ack.all('route').join()).to.include('proxy2').and.include('proxy1');
    server.respond(invite, 200, {body: 'v=0', headers: ROUTES});
    await server.next('ACK');
    // A 200 of a dialog that this phone does not have gets no ACK.
    server.respond(invite, 200, {tag: 'other', body: 'v=0'});
    await agree(page, await server.next('INVITE'));
    await resumed;
    expect(server.count('ACK')).to.equal(3);
  });
});
