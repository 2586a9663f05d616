// The answers of our phone in those cases in which stock-unpatched.test.ts shows the answers of plain SIP.js.
import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {rawRequest} from './harness/raw-message.js';
import {turn} from './harness/until.js';

afterEach(closeLines);

describe('where SIP.js has no answer', () => {
  it('list B: Require: what is not understood is answered 420, and named', async () => {
    const {server} = await PhoneLine.connected();
    server.sockets.at(-1)!.deliver(rawRequest({Require: 'timer, foo'}));
    expect((await server.next('420 INVITE')).header('unsupported')).to.equal('foo');
  });

  it('list B: PRACK: 100rel is seen in any case', async () => {
    const {line, invite} = await ringing(await PhoneLine.connected());
    line.server.respond(invite, 180, {headers: ['Require: 100REL', 'RSeq: 7']});
    expect((await line.server.next('PRACK')).header('rack')).to.equal(`7 ${invite.header('cseq')}`);
  });

  it('list B: PRACK out of dialog: is answered 481', async () => {
    const {server, failures} = await PhoneLine.connected();
    server.sockets.at(-1)!.deliver(rawRequest({RAck: '1 1 INVITE'}, {method: 'PRACK'}));
    await server.next('481 PRACK');
    expect(failures).to.deep.equal([]);
  });

  it('list B: unhandled throws: an address that is not SIP is answered 416, a status beyond 699 changes nothing', async () => {
    const {line, invite, log} = await ringing(await PhoneLine.connected());
    line.server.sockets.at(-1)!.deliver(rawRequest({}, {uri: 'tel:+15551234'}));
    await line.server.next('416 INVITE');
    line.server.respond(invite, 700);
    await turn();
    expect(log.ends).to.deep.equal([]);
    expect(line.failures).to.deep.equal([]);
  });

  it('list B: UAC ring timer: a call that nobody answers ends, even if nobody hears its CANCEL', async () => {
    const line = await PhoneLine.connected({ringOutTimeout: 20});
    const {log, invite} = await ringing(line);
    line.server.respond(invite, 180);
    await log.until('ringing 180');
    line.clock.advance(20_000);
    await line.server.next('CANCEL');
    line.clock.advance(5000);
    line.clock.advance(2000);
    expect(await log.end()).to.include({cause: 'no-answer', by: 'system', failed: true});
    expect(line.media.liveTracks).to.equal(0);
  });

  it('list B: OPTIONS: is answered inside a call too', async () => {
    const call = await answered(await PhoneLine.connected());
    call.request('OPTIONS', 1);
    await call.line.server.next('200 OPTIONS');
  });
});
