import {expect} from '@open-wc/testing';
import {answered, closeLines, PhoneLine} from './harness/phone-line.js';
import {closeStockPhones, stockAnswered, StockPhone} from './harness/stock-phone.js';

afterEach(closeLines);
afterEach(closeStockPhones);

describe('list B: logging', () => {
  it('stock SIP.js writes secrets into the log', async () => {
    const lines: string[] = [];
    await StockPhone.connected({
      authorizationHa1: 'f00dfeed',
      logConnector: (_level, _category, _label, content: unknown) => void lines.push(String(content)),
    });
    expect(lines.join('\n')).to.contain('f00dfeed');
  });

  it('no secret is in the log', async () => {
    const line = await PhoneLine.connected({credentials: {password: 'account-secret'}});
    await answered(line);
    expect(line.logged.join('\n')).to.contain('INVITE sip:bob@example.com');
    expect(line.logged.join('\n')).not.to.contain('account-secret');
  });
});

describe('list B: requestOptions', () => {
  it('stock SIP.js writes Contact and Allow twice when options are used again', async () => {
    const phone = await StockPhone.connected();
    const call = await stockAnswered(phone);
    const requestOptions = {extraHeaders: []};
    for (const times of [1, 2]) {
      const done = new Promise<void>((resolve) => {
        const requestDelegate = {onAccept: () => resolve()};
        void call.inviter.invite({requestOptions, requestDelegate});
      });
      const invite = await phone.server.next('INVITE');
      expect([invite.all('contact').length, invite.all('allow').length]).to.deep.equal([times, times]);
      phone.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
      await done;
    }
  });

  it('each re-INVITE has one of each', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    for (const held of [true, false, true]) {
      const done = call.session.setHeld(held);
      const invite = await line.server.next('INVITE');
      expect([invite.all('contact').length, invite.all('allow').length]).to.deep.equal([1, 1]);
      line.server.respond(invite, 200, {body: await call.far.answer(invite.body)});
      await done;
    }
  });
});

describe('list B: version', () => {
  it('stock SIP.js 0.21.2 says that it is 0.21.1', async () => {
    const phone = await StockPhone.connected();
    const {invite} = await stockAnswered(phone);
    expect(invite.header('user-agent')).to.equal('SIP.js/0.21.1');
  });

  it('we say who we are', async () => {
    const {invite} = await answered(await PhoneLine.connected());
    expect(invite.header('user-agent')).to.match(/^sip-elements/);
  });
});
