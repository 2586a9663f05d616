import {expect} from '@open-wc/testing';
import type {PhoneOptions} from '../../src/core/config/phone-options.js';
import {SipError} from '../../src/core/errors.js';
import {createPhone} from '../../src/create-phone.js';
import {bench} from './setup.js';

/** What a phone that is in use refuses. */
function refusal(act: () => void): SipError {
  try {
    act();
  } catch (error) {
    if (error instanceof SipError) return error;
  }
  return expect.fail('should have been refused');
}

async function phoneWith(options: Partial<PhoneOptions> = {}) {
  const bed = bench(options);
  await bed.phone.start();
  return {...bed, busy: () => bed.engine.ring().log.includes('end 486')};
}

describe('phone.configure()', () => {
  it('changes what the patch names, and nothing else', async () => {
    const {phone, busy} = await phoneWith({maxCalls: 1});
    phone.configure({dnd: true});
    expect(busy(), 'dnd').to.equal(true);
    phone.configure({messages: true});
    expect(busy(), 'still dnd').to.equal(true);
    phone.configure({dnd: false});
    expect(busy()).to.equal(false);
    expect(busy(), 'maxCalls as it was').to.equal(true);
  });

  it('takes undefined for the default', async () => {
    const {phone, busy} = await phoneWith({maxCalls: 1});
    expect(busy()).to.equal(false);
    phone.configure({maxCalls: undefined});
    expect([busy(), busy(), busy(), busy()]).to.deep.equal([false, false, false, true]);
  });

  for (const [name, value] of Object.entries({
    server: 'wss://other.example.com',
    uri: 'sip:1002@example.com',
    video: true,
    credentials: {password: 'p'},
    ringOutTimeout: 5,
  } satisfies Partial<PhoneOptions>)) {
    it(`says that ${name} needs another phone, and changes nothing`, async () => {
      const {phone, busy} = await phoneWith();
      const error = refusal(() => {
        phone.configure({dnd: true, [name]: value});
      });
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.contain(name).and.contain('destroy()').and.contain('createPhone()');
      expect(busy()).to.equal(false);
    });
  }

  it('is content with what is so already', async () => {
    const {phone, busy} = await phoneWith({uri: 'sip:1001@example.com', registerExpires: 300});
    phone.configure({uri: 'sip:1001@example.com', registerExpires: 300, video: undefined, dnd: true});
    expect(busy()).to.equal(true);
  });

  for (const [what, patch] of Object.entries<object>({
    'a value that cannot work': {dnd: true, maxCalls: 0},
    'a word that there is not': {dnd: true, digitsVia: 'smoke'},
    'an option that there is not': {dnd: true, doNotDisturb: true},
    'what every object has': {dnd: true, toString: () => ''},
  })) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const {phone, busy} = await phoneWith();
      const error = refusal(() => {
        phone.configure(patch);
      });
      expect(error.code).to.equal('invalid-argument');
      expect(error.message).to.contain(Object.keys(patch)[1]!);
      expect(busy()).to.equal(false);
    });
  }
});

describe('an option that there is not', () => {
  const makers: [what: string, act: (options: object) => void][] = [
    ['createPhone()', (options) => void createPhone({server: 'wss://pbx.example.com', ...options})],
    ['new Phone()', (options) => void bench(options)],
    ['phone.configure()', (options) => bench().phone.configure(options)],
  ];
  const meanings: [written: string, meant: string | null][] = [
    ['displayname', 'displayName'],
    ['display-name', 'displayName'],
    ['codec', 'codecs'],
    ['iceSevers', 'iceServers'],
    ['ringOutTimout', 'ringOutTimeout'],
    ['noSounds', 'sounds: false'],
    ['no-register', 'register: false'],
    ['password', null],
    ['toString', null],
  ];
  for (const [what, act] of makers) {
    for (const [written, meant] of meanings) {
      it(`${what} refuses ${written}, ${meant ? `and says ${meant}` : 'and guesses nothing'}`, () => {
        const error = refusal(() => act({[written]: 'x'}));
        const hint = meant ? ` Did you mean ${meant}?` : '';
        expect(error.code).to.equal('invalid-argument');
        expect(error.message).to.equal(`A phone has no option "${written}".${hint}`);
      });
    }
  }

  it('is said before a server is missed', () => {
    const error = refusal(() => void createPhone({sever: 'wss://pbx.example.com'} as never));
    expect(error.message).to.contain('Did you mean server?');
  });
});
