import {expect} from '@open-wc/testing';
import type {Call} from '../../src/core/call/call.js';
import {SipError} from '../../src/core/errors.js';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import type {DialOptions} from '../../src/core/phone/phone.js';
import {bench, settle, type Bench} from './setup.js';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

async function dialled(options: DialOptions = {}, phone: Partial<PhoneOptions> = {}): Promise<Bench & {call: Call}> {
  const table = bench(phone);
  await table.phone.start();
  const call = table.phone.dial('1002', options);
  await settle();
  return {...table, call};
}

async function talking(phone: Partial<PhoneOptions> = {}): Promise<Bench & {call: Call}> {
  const table = await dialled({}, phone);
  table.engine.last.answer();
  await settle();
  return table;
}

async function ringing(headers: Record<string, string>, phone: Partial<PhoneOptions> = {}): Promise<Call> {
  const table = bench(phone);
  await table.phone.start();
  table.engine.ring({headers});
  await settle();
  return table.phone.calls[0]!;
}

describe('what a call is dialled with', () => {
  it('has params as X- header fields, beside headers of the page', async () => {
    const {engine, call} = await dialled(
      {params: {TicketId: '7', vip: 'yes'}, headers: {Subject: 'Help'}},
      {headerPrefix: '2Chat'},
    );
    expect(engine.last.headers).to.deep.equal({'X-2Chat-TicketId': '7', 'X-2Chat-vip': 'yes', Subject: 'Help'});
    expect(call.snapshot.customHeaders).to.deep.equal({TicketId: '7', vip: 'yes'});
  });

  it('needs no prefix', async () => {
    const {engine} = await dialled({params: {Ticket: '7'}});
    expect(engine.last.headers).to.deep.equal({'X-Ticket': '7'});
  });

  it('refuses a key that cannot be in a name', () => {
    const {phone} = bench();
    expect(() => phone.dial('1002', {params: {'a b': '1'}})).to.throw(SipError, /header name/);
    expect(() => phone.dial('1002', {params: {'a:\r\nVia': '1'}})).to.throw(SipError, /header name/);
    expect(phone.calls).to.have.length(0);
  });

  it('says who calls', async () => {
    const {call, engine} = await dialled({from: '2000', displayName: 'Sales'});
    expect(call.snapshot.localIdentity).to.deep.equal({name: 'Sales', uri: 'sip:2000@example.com', user: '2000'});
    expect(engine.lastOptions.caller).to.deep.equal({name: 'Sales', uri: 'sip:2000@example.com', anonymous: false});
    const hidden = await dialled({anonymous: true, displayName: 'Sales'});
    expect(hidden.engine.lastOptions.caller).to.include({name: '', anonymous: true});
    expect(() => bench().phone.dial('1002', {from: 'a b'})).to.throw(SipError, /cannot be called/);
  });

  it('can be read', async () => {
    const {call} = await dialled({headers: {Subject: 'Help'}});
    expect(call.method).to.equal('INVITE');
    expect(call.invite?.getHeader('subject')).to.equal('Help');
  });
});

describe('custom headers of an incoming call', () => {
  it('have no prefix, and the case of their keys', async () => {
    const call = await ringing(
      {'X-2Chat-TicketId': '7', 'x-2chat-lowerCase': 'b', 'X-Other': 'c', 'X-2Chat-': 'd'},
      {headerPrefix: '2Chat'},
    );
    expect(call.snapshot.customHeaders).to.deep.equal({TicketId: '7', lowerCase: 'b'});
    expect(call.snapshot.customHeaders).to.be.frozen;
  });

  it('are all X- header fields without a prefix, whatever they are called', async () => {
    const call = await ringing({'X-One': '1', 'X-__proto__': '2', Subject: 'no'});
    expect(Object.keys(call.snapshot.customHeaders)).to.deep.equal(['One', '__proto__']);
  });

  it('are none where none came', async () => {
    expect((await ringing({})).snapshot.customHeaders).to.deep.equal({});
  });
});

describe('digits', () => {
  it('are told one by one, without the pauses', async () => {
    const {call, engine, seen} = await talking();
    await call.sendDigits('1p2w,a#');
    expect(engine.last.log).to.include('digits 1,2W,A#');
    expect(seen('sip-digit').map(({digit, direction, via}) => `${digit} ${direction} ${via}`)).to.deep.equal([
      '1 sent rtp',
      '2 sent rtp',
      'A sent rtp',
      '# sent rtp',
    ]);
  });

  it('may be a number, and go as the phone is told', async () => {
    const {call, seen} = await talking({digitsVia: 'info'});
    await call.sendDigits(42);
    expect(seen('sip-digit').map(({digit, via}) => digit + via)).to.deep.equal(['4info', '2info']);
  });

  it('are refused if they are none, or at the wrong time', async () => {
    const {call} = await talking();
    for (const digits of ['', 'x', '1 2', -1, '1\r\n']) {
      expect(await rejection(call.sendDigits(digits))).to.include({code: 'invalid-argument'});
    }
    expect(await rejection(call.sendDigits('1', {duration: 10}))).to.include({code: 'invalid-argument'});
    expect(await rejection(call.sendDigits('1', {gap: 10}))).to.include({code: 'invalid-argument'});
    const early = await dialled();
    expect(await rejection(early.call.sendDigits('1'))).to.include({code: 'invalid-state'});
  });
});

describe('requests and messages', () => {
  it('go out inside a call', async () => {
    const {call, engine} = await talking();
    expect(await call.request('INFO', {body: 'x'})).to.include({status: 200});
    await call.sendMessage('hello');
    expect(engine.last.log.slice(-2)).to.deep.equal(['INFO x', 'MESSAGE hello']);
  });

  it('leave the call as it is when they are refused', async () => {
    const {call, engine} = await talking();
    engine.last.refusal = new SipError('request-refused', 'No.', {status: 405});
    expect(await rejection(call.sendMessage('hello'))).to.include({code: 'request-refused', status: 405});
    expect(call.state).to.equal('active');
  });

  it('need a call in conversation', async () => {
    const {call} = await dialled();
    expect(await rejection(call.request('INFO'))).to.include({code: 'invalid-state'});
  });

  it('go out of dialogs too, and connect first', async () => {
    const {phone, engine} = bench();
    await phone.sendMessage('1002', 'hello');
    expect(engine.log).to.include('MESSAGE sip:1002@example.com hello');
    expect(await phone.ping()).to.be.a('number');
    expect(engine.log).to.include('OPTIONS sip:example.com');
    engine.requestFailure = new SipError('request-refused', 'No.', {status: 404});
    expect(await phone.ping('sip:1002@example.com'), 'any answer is a sign of life').to.be.a('number');
    expect(await rejection(phone.sendMessage('1002', 'hello'))).to.include({status: 404});
    engine.requestFailure = new SipError('timeout', 'Silence.');
    expect(await rejection(phone.ping())).to.include({code: 'timeout'});
  });

  it('come in, and can be refused', async () => {
    const {phone, call, engine, seen} = await talking();
    expect(engine.last.message('hi')).to.equal(true);
    expect(engine.message('psst')).to.equal(true);
    expect(seen('sip-message').map(({call: of, message}) => [of?.id, message.text])).to.deep.equal([
      [call.id, 'hi'],
      [undefined, 'psst'],
    ]);
    phone.on('sip-message', (event) => {
      event.preventDefault();
    });
    expect(engine.last.message('hi')).to.equal(false);
    expect(engine.message('psst')).to.equal(false);
  });
});

describe('what may change in mid-call', () => {
  it('do not disturb and the limit of calls', async () => {
    const {phone, engine} = await talking();
    phone.configure({dnd: true});
    engine.ring();
    expect(engine.last.log).to.deep.equal(['end 486']);
    phone.configure({dnd: false, maxCalls: 1});
    engine.ring();
    expect(engine.last.log).to.deep.equal(['end 486']);
    phone.configure({maxCalls: undefined});
    engine.ring();
    await settle();
    expect(phone.calls.filter(({state}) => state === 'ringing')).to.have.length(1);
    expect(() => {
      phone.configure({dnd: true, maxCalls: -1});
    }).to.throw(SipError, /maxCalls/);
    engine.ring();
    expect(engine.last.over, 'nothing has changed').to.equal(false);
  });
});

describe('toggles', () => {
  it('turn mute and hold round', async () => {
    const {call} = await talking();
    void call.toggleMute();
    void call.toggleMute('video');
    expect(call.snapshot.muted).to.deep.equal({audio: true, video: true});
    void call.toggleMute();
    expect(call.snapshot.muted).to.deep.equal({audio: false, video: true});
    await call.toggleHold();
    expect(call.snapshot.held.local).to.equal(true);
    await call.toggleHold();
    expect(call.snapshot.held.local).to.equal(false);
  });
});
