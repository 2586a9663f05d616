import {expect} from '@open-wc/testing';
import {failure} from './harness/failure.js';
import {answered, called, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {until} from './harness/until.js';

afterEach(closeLines);

describe('what goes with the end of a call', () => {
  it('a rejection has a phrase, header fields and a body', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line);
    void session.end({
      status: 606,
      reason: 'No\r\nWay',
      headers: {Warning: '399 x "y"'},
      body: '<a/>',
      contentType: 'text/xml',
    });
    const refusal = await line.server.next('606 INVITE');
    expect(refusal.startLine).to.equal('SIP/2.0 606 No Way');
    expect(refusal.header('warning')).to.equal('399 x "y"');
    expect(refusal.header('content-type')).to.equal('text/xml');
    expect(refusal.body).to.equal('<a/>');
  });

  it('a redirection says where to, best first', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line);
    void session.end({status: 302, targets: ['sip:a@example.com', 'sip:b@example.com']});
    const moved = await line.server.next('302 INVITE');
    expect(moved.header('contact')).to.equal('<sip:a@example.com>;q=1.0, <sip:b@example.com>;q=0.9');
  });

  it('a BYE says why', async () => {
    const line = await PhoneLine.connected();
    const {session} = await answered(line);
    const ended = session.end({status: 486, cause: 503, reason: 'a "b"', headers: {'X-Key': 'k'}});
    const bye = await line.server.next('BYE');
    expect(bye.header('reason')).to.equal('SIP;cause=503;text="a \\"b\\""');
    expect(bye.header('x-key')).to.equal('k');
    line.server.respond(bye, 200);
    await ended;
  });

  it('so does a CANCEL, and neither does if there is nothing to say', async () => {
    const line = await PhoneLine.connected();
    const first = await ringing(line);
    line.server.respond(first.invite, 180);
    await first.log.until('ringing 180');
    void first.session.end({status: 486, cause: 200, reason: 'Call completed elsewhere'});
    const cancel = await line.server.next('CANCEL');
    expect(cancel.header('reason')).to.equal('SIP;cause=200;text="Call completed elsewhere"');
    const {session} = await answered(line);
    void session.end({status: 486});
    expect((await line.server.next('BYE')).all('reason')).to.deep.equal([]);
  });

  it('what cannot be written ends nothing', async () => {
    const line = await PhoneLine.connected();
    const {session, log} = await answered(line);
    expect(await failure(session.end({status: 486, headers: {Via: 'x'}}))).to.include({code: 'invalid-argument'});
    expect(line.server.count('BYE')).to.equal(0);
    expect(log.ends).to.deep.equal([]);
  });

  it('an answer has header fields, and needs no microphone', async () => {
    const line = await PhoneLine.connected();
    const call = await called(line);
    const accepted = call.session.accept({audio: false, video: false}, {headers: {'X-Agent': '7'}});
    const ok = await line.server.next('200 INVITE');
    expect(ok.header('x-agent')).to.equal('7');
    expect(ok.body).to.contain('a=recvonly');
    call.request('ACK', 1);
    await accepted;
  });
});

describe('who a trusted server says it is', () => {
  const PAI = 'P-Asserted-Identity: "Bob ""B"" Smith" <sip:4711@pbx.example.com;user=phone>, <tel:+49301234>';

  it('is believed only if the page says so', async () => {
    const line = await PhoneLine.connected();
    const {session} = await called(line, {headers: ['P-Asserted-Identity: "Boss" <sip:boss@example.com>']});
    expect(session.remoteIdentity).to.include({uri: 'sip:bob@example.com'});
  });

  it('has a name, an address and a number', async () => {
    const line = await PhoneLine.connected({trustedIdentity: true});
    const two = PAI.replaceAll('""', '');
    const {session} = await called(line, {headers: [two]});
    expect(session.remoteIdentity).to.deep.equal({
      name: 'Bob B Smith',
      uri: 'sip:4711@pbx.example.com',
      user: '+49301234',
    });
    const number = await called(line, {headers: ['P-Asserted-Identity: <tel:+49301234>']});
    expect(number.session.remoteIdentity).to.include({uri: 'tel:+49301234', user: '+49301234'});
  });

  it('may be in the older header field, and is not if the caller wants to stay unknown', async () => {
    const line = await PhoneLine.connected({trustedIdentity: true});
    const older = await called(line, {
      headers: ['Remote-Party-ID: "Bob" <sip:9@example.com>;party=calling;privacy=off'],
    });
    expect(older.session.remoteIdentity).to.include({name: 'Bob', user: '9'});
    for (const headers of [
      ['Remote-Party-ID: "Bob" <sip:9@example.com>;privacy=full'],
      ['P-Asserted-Identity: <sip:9@example.com>', 'Privacy: id'],
      ['P-Asserted-Identity: nonsense<<'],
    ]) {
      const {session} = await called(line, {headers});
      expect(session.remoteIdentity.user, headers.join()).to.equal('bob');
    }
  });

  it('is told when somebody else answers', async () => {
    const line = await PhoneLine.connected({trustedIdentity: true});
    const call = await ringing(line);
    line.server.respond(call.invite, 180, {headers: ['P-Asserted-Identity: "Carol" <sip:carol@example.com>']});
    await until(() => call.log.identities.length > 0, 'an identity');
    expect(call.log.identities[0]).to.deep.equal({name: 'Carol', uri: 'sip:carol@example.com', user: 'carol'});
    void call.session.end({status: 487});
  });
});
