import {expect} from '@open-wc/testing';
import {Inviter, SessionState, UserAgent} from 'sip.js';
import {answered, closeLines, PhoneLine, ringing} from './harness/phone-line.js';
import {SlowMedia} from './harness/slow-media.js';
import {closeStockPhones, StockPhone, stockRinging} from './harness/stock-phone.js';
import {turn, until} from './harness/until.js';

afterEach(async () => {
  await closeStockPhones();
  await closeLines();
});

describe('A2: a BYE that overtakes the answer', () => {
  it('A2 stock SIP.js: is not answered, and the session becomes established without a far end', async () => {
    const phone = await StockPhone.connected();
    const call = await stockRinging(phone);
    phone.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    call.request('BYE', 1);
    await until(() => call.inviter.state === SessionState.Established, 'the session to be established');
    expect(phone.server.count('200 BYE')).to.equal(0);
  });

  it('A2: is answered, and ends the call', async () => {
    const line = await PhoneLine.connected();
    const call = await ringing(line);
    line.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    call.request('BYE', 1);
    await line.server.next('200 BYE');
    expect(await call.log.end()).to.include({by: 'remote', cause: 'hangup'});
    expect(line.media.liveTracks).to.equal(0);
  });
});

describe('A11: a call that ends while the person is asked for the microphone', () => {
  const {mediaDevices} = navigator;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  afterEach(() => {
    mediaDevices.getUserMedia = original;
  });

  it('A11 stock SIP.js: leaves the microphone on', async () => {
    const phone = await StockPhone.connected();
    const track = phone.farEnd().tone();
    let allow: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      mediaDevices.getUserMedia = () => {
        resolve();
        return new Promise((open) => {
          allow = () => {
            open(new MediaStream([track]));
          };
        });
      };
    });
    const inviter = new Inviter(phone.agent, UserAgent.makeURI('sip:bob@example.com')!);
    const invited = inviter.invite().catch(() => undefined); // It must fail; that is the point here.
    await asked;
    await inviter.cancel();
    allow();
    await invited;
    await turn();
    expect(track.readyState).to.equal('live');
  });

  it('A11: closes it as soon as it is opened', async () => {
    const media = new SlowMedia();
    const line = await PhoneLine.connected({media});
    const {session} = line.dial();
    const connected = session.invite().catch(() => undefined); // As above.
    await media.asked;
    await session.end({status: 487});
    media.proceed();
    await connected;
    await until(() => media.opened.length > 0, 'the devices to open');
    await until(() => media.liveTracks === 0, 'the devices to be closed');
  });
});

describe('list B: no connection: a hang-up', () => {
  it('stock SIP.js: is never told to the far end', async () => {
    const phone = await StockPhone.connected();
    const call = await stockRinging(phone);
    phone.server.respond(call.invite, 200, {body: await call.far.answer(call.invite.body)});
    await until(() => call.inviter.state === SessionState.Established, 'the session to be established');
    phone.server.drop();
    await until(() => !phone.agent.isConnected(), 'the loss');
    await call.inviter.bye();
    await phone.agent.reconnect();
    await turn();
    expect(phone.server.count('BYE')).to.equal(0);
  });

  it('is told over the next connection', async () => {
    const line = await PhoneLine.connected();
    const call = await answered(line);
    line.server.drop();
    await until(() => line.lost.length > 0, 'the loss');
    await call.session.end({status: 486});
    await line.engine.connect();
    await line.server.next('BYE');
  });
});
