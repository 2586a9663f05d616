import {expect} from '@open-wc/testing';
import type {SipRedirection} from '../../src/core/engine/sip-engine.js';
import {closeLines, PhoneLine, ringing, type OutboundCall} from './harness/phone-line.js';
import type {SipMessage} from './harness/sip-message.js';
import {turn, until} from './harness/until.js';

afterEach(closeLines);

const CAROL = 'sip:carol@example.com';

/** Lets the session ask; the test itself decides. */
const acceptRedirect = () => undefined;

/** A call to Bob that is answered with a 302. */
async function moved(contact: string, options = {acceptRedirect}, status = 302): Promise<OutboundCall> {
  const line = await PhoneLine.connected(options);
  const call = await ringing(line);
  line.server.respond(call.invite, status, {contact});
  return call;
}

async function redirection({log}: OutboundCall): Promise<SipRedirection> {
  await until(() => log.redirections.length > 0, 'a redirection');
  return log.redirections.pop()!;
}

/** The far end takes the call. */
async function answer({line, far, log}: OutboundCall, invite: SipMessage): Promise<void> {
  line.server.respond(invite, 200, {tag: 'carol', body: await far.answer(invite.body)});
  await line.server.next('ACK');
  await log.until('established');
  await until(() => log.media?.phase === 'flowing', 'media to flow');
}

describe('a 302', () => {
  it('ends the call where the page has no say in it', async () => {
    const call = await moved(`<${CAROL}>`, {acceptRedirect: undefined as never});
    await call.line.server.next('ACK');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'redirected', code: 302, failed: true});
    expect(call.log.redirections).to.deep.equal([]);
    expect(call.line.server.count('INVITE')).to.equal(1);
  });

  it('is followed with the same offer, Call-ID, From and To, and the next CSeq', async () => {
    const call = await moved(`<${CAROL};transport=tcp;method=REFER?Subject=x>`);
    const {code, from, targets, follow} = await redirection(call);
    expect([code, from, targets]).to.deep.equal([302, 'sip:bob@example.com', [`${CAROL};transport=tcp`]]);
    await call.line.server.next('ACK');
    expect(call.line.server.count('INVITE')).to.equal(1);
    follow(targets[0]!);
    const invite = await call.line.server.next('INVITE');
    expect(invite.startLine).to.equal(`INVITE ${CAROL};transport=tcp SIP/2.0`);
    for (const same of ['call-id', 'from', 'to', 'contact']) {
      expect(invite.header(same), same).to.equal(call.invite.header(same));
    }
    expect(invite.body).to.equal(call.invite.body);
    expect(parseInt(invite.header('cseq'), 10)).to.equal(parseInt(call.invite.header('cseq'), 10) + 1);
    expect(invite.header('via')).to.not.equal(call.invite.header('via'));
    call.line.server.respond(invite, 180, {tag: 'carol'});
    await call.log.until('ringing 180');
    await answer(call, invite);
    expect(call.session.inviteRequest?.uri).to.equal(`${CAROL};transport=tcp`);
    const ended = call.session.end({status: 486});
    call.line.server.respond(await call.line.server.next('BYE'), 200);
    await ended;
    expect(call.log.ends).to.have.length(1);
    expect(call.line.media.liveTracks).to.equal(0);
    expect(call.line.failures).to.deep.equal([]);
  });

  it('that is not followed ends the call as one that nobody was asked about', async () => {
    const call = await moved(`<${CAROL}>`);
    (await redirection(call)).leave();
    expect(await call.log.end()).to.include({by: 'remote', cause: 'redirected', code: 302});
    expect(call.line.media.liveTracks).to.equal(0);
  });

  it('names whom to call, best first, each once, and only who can be called', async () => {
    const call = await moved(
      '<sip:c@example.com>;q=0.2, "Bob" <sip:b@example.com>;q=0.7, <mailto:bob@example.com>, <tel:+49-30-123>, sip:c@example.com;q=0.1',
    );
    expect((await redirection(call)).targets).to.deep.equal([
      'sip:+4930123@example.com',
      'sip:b@example.com',
      'sip:c@example.com',
    ]);
  });

  for (const [what, contact, status] of [
    ['names nobody who can be called', '<mailto:bob@example.com>', 302],
    ['names a proxy', '<sip:proxy.example.com>', 305],
  ] as const) {
    it(`that ${what} ends the call without a question`, async () => {
      const call = await moved(contact, {acceptRedirect}, status);
      expect(await call.log.end()).to.include({cause: 'redirected', code: status});
      expect(call.log.redirections).to.deep.equal([]);
    });
  }

  it('may come after another one', async () => {
    const call = await moved(`<${CAROL}>`);
    (await redirection(call)).follow(CAROL);
    const second = await call.line.server.next('INVITE');
    call.line.server.respond(second, 300, {tag: 'carol', contact: '<sip:dave@example.com>'});
    const {code, from, follow} = await redirection(call);
    expect([code, from]).to.deep.equal([300, CAROL]);
    follow('sip:dave@example.com');
    const third = await call.line.server.next('INVITE');
    expect(third.startLine).to.contain('sip:dave@example.com');
    await answer(call, third);
  });

  it('can be followed to somebody who refuses', async () => {
    const call = await moved(`<${CAROL}>`);
    (await redirection(call)).follow(CAROL);
    call.line.server.respond(await call.line.server.next('INVITE'), 486, {tag: 'carol', phrase: 'Busy Here'});
    expect(await call.log.end()).to.include({by: 'remote', cause: 'busy', code: 486});
  });

  it('can be followed to somebody whose server asks who we are', async () => {
    const call = await moved(`<${CAROL}>`);
    (await redirection(call)).follow(CAROL);
    const challenge = 'Proxy-Authenticate: Digest realm="example.com", nonce="n", qop="auth"';
    call.line.server.respond(await call.line.server.next('INVITE'), 407, {headers: [challenge]});
    const invite = await call.line.server.next('INVITE');
    expect(invite.startLine).to.contain(CAROL);
    expect(invite.header('proxy-authorization')).to.contain(`uri="${CAROL}"`);
    await answer(call, invite);
  });

  it('after early media is followed, and the media are those of who answers', async () => {
    const line = await PhoneLine.connected({acceptRedirect});
    const call = await ringing(line);
    line.server.respond(call.invite, 183, {body: await line.farEnd().answerUnreached(call.invite.body)});
    await call.log.until('early');
    line.server.respond(call.invite, 302, {contact: `<${CAROL}>`});
    (await redirection(call)).follow(CAROL);
    const invite = await line.server.next('INVITE');
    line.server.respond(invite, 200, {tag: 'carol', body: await call.far.answer(invite.body)});
    const renewed = await line.server.next('INVITE');
    expect(renewed.tag('to')).to.equal('carol');
    const far = line.farEnd();
    line.server.respond(renewed, 200, {body: await far.answer(renewed.body)});
    await until(() => call.log.media?.phase === 'flowing', 'media to flow');
    expect(call.log.ends).to.deep.equal([]);
  });
});

describe('a call that is being redirected can be hung up', () => {
  it('while the page decides: nobody is called any more, and nobody has to be told', async () => {
    const call = await moved(`<${CAROL}>`);
    const {follow} = await redirection(call);
    const ended = call.session.end({status: 486});
    expect(await call.log.end()).to.include({by: 'local', cause: 'canceled'});
    follow(CAROL);
    await ended;
    await turn();
    expect(call.line.server.summaries()).to.deep.equal(['INVITE', 'ACK']);
    expect(call.line.media.liveTracks).to.equal(0);
  });

  it('when the other one is called already, and then rings', async () => {
    const call = await moved(`<${CAROL}>`);
    (await redirection(call)).follow(CAROL);
    const invite = await call.line.server.next('INVITE');
    const ended = call.session.end({status: 486});
    await turn();
    expect(call.line.server.count('CANCEL')).to.equal(0);
    call.line.server.respond(invite, 180, {tag: 'carol'});
    const cancel = await call.line.server.next('CANCEL');
    expect(cancel.startLine).to.contain(CAROL);
    expect(cancel.header('via')).to.equal(invite.header('via'));
    call.line.server.respond(cancel, 200);
    call.line.server.respond(invite, 487, {tag: 'carol'});
    await ended;
    expect(await call.log.end()).to.include({by: 'local', cause: 'canceled'});
  });

  it('in the moment in which the page has decided', async () => {
    const call = await moved(`<${CAROL}>`);
    const {follow} = await redirection(call);
    follow(CAROL);
    void call.session.end({status: 486});
    expect(await call.log.end()).to.include({by: 'local', cause: 'canceled'});
    await turn();
    expect(call.line.server.count('INVITE')).to.equal(1);
  });

  it('by nobody answering in time, however long the page thinks', async () => {
    const call = await moved(`<${CAROL}>`, {acceptRedirect, ringOutTimeout: 20} as never);
    await redirection(call);
    call.line.clock.advance(20_000);
    expect(await call.log.end()).to.include({by: 'system', cause: 'no-answer'});
  });

  it('and survives a lost connection meanwhile', async () => {
    const call = await moved(`<${CAROL}>`);
    const {follow} = await redirection(call);
    const {line} = call;
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    await line.engine.connect();
    await call.session.repair();
    expect(line.server.count('INVITE')).to.equal(1);
    follow(CAROL);
    await answer(call, await line.server.next('INVITE'));
  });
});
