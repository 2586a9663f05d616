import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';

afterEach(closeLines);

describe('an outbound session', () => {
  it('goes from INVITE over 100, 180 and 200 to ACK, and is hung up by us with BYE', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 100);
    line.server.respond(call.invite, 180);
    await call.log.until('ringing 180');
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    const ack = await line.server.next('ACK');
    await call.log.until('established');
    expect(ack.cseq).to.equal(call.invite.cseq);
    const ending = call.session.end({status: 486});
    const bye = await line.server.next('BYE');
    line.server.respond(bye, 200);
    await ending;
    expect(call.log.events).to.deep.equal(['requesting', 'trying', 'ringing 180', 'established', 'ended']);
    expect(call.log.ends).to.deep.equal([{by: 'local', cause: 'hangup', code: 0, reason: '', failed: false}]);
    expect(line.media.liveTracks).to.equal(0);
    expect(line.failures).to.deep.equal([]);
  });

  it('ends when the far end says BYE, and answers it', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    call.request('BYE', 1, '', ['Reason: Q.850;cause=16;text="Normal call clearing"']);
    await line.server.next('200 BYE');
    const end = await call.log.end();
    expect(end).to.include({by: 'remote', cause: 'hangup', reason: 'Normal call clearing', failed: false});
    expect(line.media.liveTracks).to.equal(0);
  });
});
