import {expect} from '@open-wc/testing';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import type {SipCredentialsRequestEvent} from '../../src/core/config/credentials-request.js';
import {SipError} from '../../src/core/errors.js';
import {
  captureWarnings,
  fixture,
  html,
  listen,
  ownerBench,
  registeredPhone,
  settle,
  shadowStates,
  task,
  until,
} from './owners.js';

const SERVER = 'wss://pbx.example.com/ws';

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

describe('<sip-phone> as configured by attributes', () => {
  it('connects and registers when the page loads', async () => {
    const {engine, phone} = await registeredPhone();
    expect(engine.log).to.deep.equal(['connect', 'register']);
    expect(phone.getAttribute('status')).to.equal('registered');
  });

  it('does nothing without a server, and says so to whoever wants to call', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone></sip-phone>`);
    expect(phone.status).to.equal('idle');
    expect(phone.phone).to.equal(undefined);
    expect((await rejection(phone.start())).code).to.equal('not-configured');
    expect(() => phone.dial('bob@example.com'))
      .to.throw(SipError)
      .with.property('code', 'not-configured');
  });

  it('takes attributes that come after it is in the document, as frameworks set them', async () => {
    const {ports} = ownerBench();
    const holder = await fixture(html`<div></div>`);
    const phone = document.createElement('sip-phone');
    holder.append(phone);
    phone.ports = ports;
    phone.setAttribute('server', SERVER);
    phone.setAttribute('connect', 'manual');
    phone.setAttribute('uri', 'sip:1001@example.com');
    await settle();
    expect(phone.status).to.equal('idle');
    expect(phone.snapshot.uri).to.equal('sip:1001@example.com');
  });

  it('is told to the core, attribute by attribute', async () => {
    const {engine, media} = ownerBench();
    let config: Record<string, unknown> = {};
    const ports = {
      media: media.factory,
      engine: (options: Parameters<typeof engine.factory>[0]) => {
        config = options.config as unknown as Record<string, unknown>;
        return engine.factory(options);
      },
    };
    const phone = await fixture<SipPhoneElement>(
      html`<sip-phone
        server=${SERVER}
        uri="1001@example.com"
        display-name="Ann"
        no-register
        video
        ice-servers="stun:a.example.com, stun:b.example.com:3478"
        ice-transport-policy="relay"
        max-calls="2"
        no-sounds
        register-expires="120"
        ring-out-timeout="20"
        answer-timeout="30"
        session-expires="600"
        .ports=${ports}
      ></sip-phone>`,
    );
    await until(phone, () => phone.status === 'ready');
    expect(config).to.deep.include({
      server: SERVER,
      uri: 'sip:1001@example.com',
      displayName: 'Ann',
      register: false,
      video: true,
      iceServers: [{urls: 'stun:a.example.com'}, {urls: 'stun:b.example.com:3478'}],
      iceTransportPolicy: 'relay',
      maxCalls: 2,
      sounds: false,
      registerExpires: 120,
      ringOutTimeout: 20,
      answerTimeout: 30,
      sessionExpires: 600,
    });
  });

  it('waits with connect="manual" until it is started', async () => {
    const {engine, ports} = ownerBench();
    const phone = await fixture<SipPhoneElement>(
      html`<sip-phone server=${SERVER} uri="sip:1001@example.com" connect="manual" .ports=${ports}></sip-phone>`,
    );
    await settle();
    expect(engine.log).to.deep.equal([]);
    await phone.start();
    expect(phone.status).to.equal('registered');
    await phone.stop();
    expect(phone.status).to.equal('idle');
  });

  for (const [name, act] of Object.entries({
    'a press': (child: HTMLElement) => child.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true})),
    'a key': (child: HTMLElement) => child.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true})),
    'a call': (child: HTMLElement) => (child.parentElement as SipPhoneElement).dial('bob@example.com'),
  })) {
    it(`waits with connect="interaction" for ${name}`, async () => {
      const {engine, ports} = ownerBench();
      const phone = await fixture<SipPhoneElement>(
        html`<sip-phone server=${SERVER} uri="sip:1001@example.com" connect="interaction" .ports=${ports}
          ><p></p
        ></sip-phone>`,
      );
      await settle();
      expect(engine.log).to.deep.equal([]);
      act(phone.querySelector('p')!);
      await until(phone, () => phone.status === 'registered');
    });
  }

  it('is made anew in a microtask when it changes', async () => {
    const {engine, phone} = await registeredPhone();
    const before = phone.phone;
    phone.uri = 'sip:1002@example.com';
    phone.displayName = 'Bob';
    await until(phone, () => phone.snapshot.uri === 'sip:1002@example.com' && phone.status === 'registered');
    expect(phone.phone).not.to.equal(before);
    expect(engine.log.filter((line) => line === 'register')).to.have.length(2);
  });

  it('is made anew only after the last call', async () => {
    const bench = await registeredPhone();
    const {engine, phone} = bench;
    const session = engine.ring();
    await phone.activeCall!.answer();
    phone.setAttribute('uri', 'sip:1002@example.com');
    await settle();
    expect(phone.snapshot.uri).to.equal('sip:1001@example.com');
    expect(phone.activeCall!.state).to.equal('active');
    session.hangup();
    await until(phone, () => phone.snapshot.uri === 'sip:1002@example.com');
  });

  it('is not made anew for what makes no difference', async () => {
    const {phone} = await registeredPhone();
    const before = phone.phone;
    phone.setAttribute('server', 'wss://pbx.example.com');
    phone.setAttribute('title', 'desk');
    phone.setAttribute('connect', 'manual');
    await settle();
    expect(phone.phone).to.equal(before);
    expect(phone.status).to.equal('registered');
  });

  it('that cannot work ends in a state, an event and a warning, never in a throw', async () => {
    const {messages, restore} = captureWarnings();
    const {ports} = ownerBench();
    const holder = await fixture<HTMLDivElement>(html`<div></div>`);
    const errors = listen(holder, 'sip-error');
    const statuses = listen(holder, 'sip-status-change');
    const phone = document.createElement('sip-phone');
    phone.ports = ports;
    phone.server = 'https://pbx.example.com';
    holder.append(phone);
    await settle();
    restore();
    expect(phone.getAttribute('status')).to.equal('failed');
    expect(errors.map(({detail}) => (detail as {error: SipError}).error.code)).to.deep.equal(['invalid-argument']);
    expect(statuses).to.have.length(1);
    expect(messages.join()).to.contain('https://pbx.example.com');
    phone.server = SERVER;
    await until(phone, () => phone.status === 'ready');
  });

  it('warns of video="false", which means video', async () => {
    const {messages, restore} = captureWarnings();
    const phone = await fixture<SipPhoneElement>(html`<sip-phone video="false"></sip-phone>`);
    phone.setAttribute('video', 'False');
    phone.setAttribute('video', 'false');
    restore();
    expect(phone.video).to.equal(true);
    expect(messages).to.have.length(1);
    expect(messages[0]).to.contain('video="false"');
  });

  it('leaves out ICE servers that would make every call fail, and says why', async () => {
    const {messages, restore} = captureWarnings();
    const {ports} = ownerBench();
    const phone = await fixture<SipPhoneElement>(
      html`<sip-phone
        server=${SERVER}
        ice-servers="turn:relay.example.com http://example.com"
        .ports=${ports}
      ></sip-phone>`,
    );
    await until(phone, () => phone.status === 'ready');
    restore();
    expect(messages.join('\n'))
      .to.match(/turn:relay.*iceServers/)
      .and.match(/http:\/\/example\.com.*stun:/);
  });

  it('is never written by the phone', async () => {
    const {phone} = await registeredPhone();
    const names = phone.getAttributeNames();
    phone.displayName = 'Ann';
    phone.video = true;
    phone.maxCalls = 3;
    await settle();
    expect(phone.getAttributeNames()).to.deep.equal(names);
  });
});

describe('<sip-phone> while there are calls', () => {
  it('changes what may change, and makes no other phone', async () => {
    const {phone, engine} = await registeredPhone();
    const before = phone.phone;
    engine.ring();
    await settle();
    phone.dnd = true;
    phone.digitsVia = 'info';
    phone.messages = true;
    await phone.updateComplete;
    engine.ring();
    expect(engine.last.log).to.deep.equal(['end 486']);
    phone.removeAttribute('dnd');
    phone.dnd = false;
    phone.maxCalls = 1;
    await phone.updateComplete;
    engine.ring();
    expect(engine.last.log).to.deep.equal(['end 486']);
    phone.maxCalls = null;
    await phone.updateComplete;
    engine.ring();
    await settle();
    expect(phone.calls).to.have.length(2);
    expect(phone.phone).to.equal(before);
  });

  it('says so when it cannot use a value, and goes on as before', async () => {
    const {phone} = await registeredPhone();
    const before = phone.phone;
    const errors = listen(phone, 'sip-error');
    phone.maxCalls = -1;
    await phone.updateComplete;
    expect((errors[0] as CustomEvent<{error: SipError}>).detail.error).to.include({code: 'invalid-argument'});
    expect(phone.phone).to.equal(before);
    expect(phone.status).to.equal('registered');
  });

  it('has the methods of its phone', async () => {
    const {phone, engine} = await registeredPhone();
    await phone.sendMessage('sip:bob@example.com', 'hello');
    expect(engine.log.at(-1)).to.contain('MESSAGE');
    const call = phone.createCall('sip:bob@example.com');
    expect(phone.call(call.id)).to.equal(call);
    phone.setVolume(0.5);
    expect(phone.snapshot.volume).to.equal(0.5);
    await phone.listDevices();
    expect(await phone.setMicrophone('')).to.equal(true);
    expect(phone.snapshot.devices.chosen.microphone).to.equal('');
  });

  it('says what to do where there is no phone to ask', async () => {
    const phone = document.createElement('sip-phone');
    phone.server = SERVER;
    const error = await rejection(phone.sendMessage('bob', 'hello'));
    expect(error.code).to.equal('invalid-state');
    expect(error.message).to.contain('put it there first');
    expect((await rejection(phone.setMicrophone(''))).code).to.equal('invalid-state');
    expect(phone.call('1')).to.equal(undefined);
  });

  it('takes a patch of options, whose properties say so from then on', async () => {
    const {phone, engine} = await registeredPhone();
    const before = phone.phone;
    engine.ring();
    phone.configure({dnd: true, sounds: false, maxCalls: 2, autoAnswer: () => false, codecs: ['opus'], uri: undefined});
    expect(phone).to.include({dnd: true, noSounds: true, maxCalls: 2, uri: null});
    engine.ring();
    expect(engine.last.log, 'at once').to.deep.equal(['end 486']);
    expect(phone.phone, 'the rest after the last call').to.equal(before);
    phone.configure({dnd: undefined, sounds: undefined, maxCalls: undefined, autoAnswer: undefined});
    expect(phone).to.include({dnd: false, noSounds: false, maxCalls: null, autoAnswer: null});
    expect(phone.codecs).to.deep.equal(['opus']);
    engine.sessions[0]!.hangup();
    await until(phone, () => phone.status === 'ready');
    expect(phone.phone).not.to.equal(before);
  });

  for (const [what, patch] of Object.entries({
    'a value that cannot work': {dnd: true, maxCalls: -1},
    'an address that is none': {dnd: true, uri: 'sip:bob'},
    'an option that there is not': {dnd: true, doNotDisturb: true},
  })) {
    it(`refuses a patch with ${what}, and nothing has changed`, async () => {
      const {phone} = await registeredPhone();
      expect(() => {
        phone.configure(patch);
      })
        .to.throw(SipError)
        .with.property('code', 'invalid-argument');
      expect(phone).to.include({dnd: false, maxCalls: null, uri: 'sip:1001@example.com'});
    });
  }

  it('tells of messages in and out of calls', async () => {
    const {phone, engine} = await registeredPhone();
    const texts: string[] = [];
    phone.addEventListener('sip-message', (event) => {
      texts.push(event.detail.message.text);
      if (event.detail.call) event.preventDefault();
    });
    expect(engine.message('hello')).to.equal(true);
    expect(engine.ring().message('psst')).to.equal(false);
    expect(texts).to.deep.equal(['hello', 'psst']);
  });

  it('takes "auto" for a way of digits that there is not, and says so once', async () => {
    const {messages, restore} = captureWarnings();
    const {phone} = await registeredPhone();
    phone.digitsVia = 'smoke';
    await phone.updateComplete;
    restore();
    expect(messages.join()).to.contain('digits-via="smoke"');
  });
});

describe('<sip-phone> says what is', () => {
  it('in its attribute status, which nobody else can write', async () => {
    const {phone} = await registeredPhone();
    phone.setAttribute('status', 'failed');
    expect(phone.getAttribute('status')).to.equal('registered');
    phone.removeAttribute('status');
    expect(phone.getAttribute('status')).to.equal('registered');
  });

  it('from the first moment, whatever the markup says', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone status="registered"></sip-phone>`);
    expect(phone.getAttribute('status')).to.equal('idle');
  });

  it('in custom states', async () => {
    const names = ['ready', 'registered', 'reconnecting', 'failed', 'ringing', 'in-call', 'audio-blocked'];
    const {phone, engine, media} = await registeredPhone(html`<p></p>`);
    expect(shadowStates(phone, ...names)).to.deep.equal(['registered']);
    const session = engine.ring();
    await settle();
    expect(shadowStates(phone, ...names)).to.deep.equal(['registered', 'ringing']);
    await phone.activeCall!.answer();
    media.setBlocked(true);
    await settle();
    expect(shadowStates(phone, ...names)).to.deep.equal(['registered', 'in-call', 'audio-blocked']);
    session.hangup();
    engine.connectFailure = new SipError('server-unreachable', 'Nobody there.');
    engine.loseConnection();
    await settle();
    expect(shadowStates(phone, ...names)).to.deep.equal(['reconnecting', 'audio-blocked']);
  });

  it('in properties: the snapshot, the calls, the active call, the phone without its face', async () => {
    const {phone, engine} = await registeredPhone();
    expect(phone.snapshot).to.equal(phone.store.state);
    expect(Object.isFrozen(phone.snapshot)).to.equal(true);
    engine.ring({name: 'Bob'});
    expect(phone.calls.map((call) => call.snapshot.remoteIdentity.name)).to.deep.equal(['Bob']);
    expect(phone.activeCall).to.equal(phone.calls[0]);
    expect(phone.phone?.calls).to.deep.equal(phone.calls);
  });

  it('before it tells: a listener finds the attribute as the event says', async () => {
    const {phone, ports} = await registeredPhone();
    const seen: [string, string | null][] = [];
    phone.addEventListener('sip-status-change', (event) => {
      seen.push([(event as CustomEvent<{status: string}>).detail.status, phone.getAttribute('status')]);
    });
    await phone.stop();
    await phone.start();
    expect(ports).to.be.an('object');
    expect(seen.length).to.be.greaterThan(1);
    for (const [told, shown] of seen) expect(shown).to.equal(told);
  });

  it('through one store, whatever becomes of the phone behind it', async () => {
    const {phone} = await registeredPhone();
    const {store} = phone;
    const statuses = new Set<string>();
    store.subscribe(() => statuses.add(store.state.status));
    phone.uri = 'sip:1002@example.com';
    await until(phone, () => phone.snapshot.uri === 'sip:1002@example.com' && phone.status === 'registered');
    expect(phone.store).to.equal(store);
    expect([...statuses]).to.include('registered');
  });
});

describe('<sip-phone> tells', () => {
  it('of a call, exactly once, up to the document', async () => {
    const {engine, phone} = await registeredPhone();
    const abort = new AbortController();
    const events: Event[] = [];
    for (const type of ['sip-incoming', 'sip-call-added', 'sip-accepted', 'sip-call-ended']) {
      document.addEventListener(type, (event) => events.push(event), {signal: abort.signal});
    }
    const session = engine.ring();
    await phone.activeCall!.answer();
    session.hangup();
    await settle();
    abort.abort();
    expect(events.map(({type}) => type)).to.deep.equal([
      'sip-incoming',
      'sip-call-added',
      'sip-accepted',
      'sip-call-ended',
    ]);
    expect(events.every(({bubbles, composed, target}) => bubbles && composed && target === phone)).to.equal(true);
  });

  for (const where of ['phone', 'document'] as const) {
    it(`of an incoming call that a listener on the ${where} can turn away`, async () => {
      const {engine, phone} = await registeredPhone();
      const abort = new AbortController();
      const target = where === 'phone' ? phone : document;
      target.addEventListener('sip-incoming', (event) => event.preventDefault(), {signal: abort.signal});
      const added = listen(phone, 'sip-call-added');
      const session = engine.ring();
      await settle();
      abort.abort();
      expect(session.log).to.deep.equal(['end 486']);
      expect(added).to.have.length(0);
      expect(phone.calls).to.have.length(0);
    });
  }

  it('everybody, even where a listener throws', async () => {
    const {engine, phone} = await registeredPhone();
    const uncaught: string[] = [];
    const {onerror} = window;
    window.onerror = (message) => {
      uncaught.push(message instanceof Event ? message.type : message);
      return true;
    };
    phone.addEventListener('sip-incoming', () => {
      throw new Error('the page has a bug');
    });
    const added = listen(phone, 'sip-call-added');
    engine.ring();
    window.onerror = onerror;
    expect(uncaught.join()).to.contain('the page has a bug');
    expect(added).to.have.length(1);
  });

  it('of names in text, never in HTML', async () => {
    const {engine, phone} = await registeredPhone(html`<p></p>`);
    const name = '<img src=x onerror="window.hacked = true">';
    const events = listen(phone, 'sip-incoming');
    engine.ring({name});
    await settle();
    expect((events[0]!.detail as {call: {remoteIdentity: {name: string}}}).call.remoteIdentity.name).to.equal(name);
    expect(phone.querySelector('img')).to.equal(null);
    expect(phone.shadowRoot!.querySelector('img')).to.equal(null);
    expect(window).not.to.have.property('hacked');
  });
});

describe('<sip-phone> has secrets', () => {
  const credentialsOf = async (prepare: (phone: SipPhoneElement) => void, attributes: Record<string, string> = {}) => {
    const {engine, media} = ownerBench();
    let found: unknown;
    const phone = document.createElement('sip-phone');
    phone.ports = {
      media: media.factory,
      engine: async (options) => {
        const {credentials} = options.config;
        found = typeof credentials === 'function' ? await credentials({reason: 'start'}) : credentials;
        return engine.factory(options);
      },
    };
    for (const [name, value] of Object.entries({server: SERVER, uri: 'sip:1001@example.com', ...attributes})) {
      phone.setAttribute(name, value);
    }
    prepare(phone);
    const holder = await fixture(html`<div></div>`);
    holder.append(phone);
    await until(phone, () => phone.status === 'registered' || phone.status === 'failed');
    return {phone, found, error: phone.snapshot.error};
  };

  const fetches: string[] = [];
  const realFetch = window.fetch;
  const answerWith = (make: () => Response | Promise<Response>) => {
    window.fetch = (input, init) => {
      fetches.push(
        `${input instanceof Request ? input.url : input.toString()} ${init?.credentials ?? ''} ${init?.cache ?? ''}`,
      );
      return Promise.resolve(make());
    };
  };

  beforeEach(() => {
    fetches.length = 0;
    answerWith(() => Response.json({username: 'url', password: 'u', servers: [SERVER]}));
  });

  afterEach(() => {
    window.fetch = realFetch;
  });

  it('from its property first', async () => {
    const {found} = await credentialsOf(
      (phone) => {
        phone.credentials = {username: 'property', password: 'p'};
        phone.addEventListener('sip-credentials-request', (event) =>
          event.respondWith({username: 'event', password: 'e'}),
        );
      },
      {'credentials-url': '/credentials'},
    );
    expect(found).to.deep.equal({username: 'property', password: 'p'});
    expect(fetches).to.deep.equal([]);
  });

  it('from a function in its property', async () => {
    const {found} = await credentialsOf((phone) => {
      phone.credentials = () => Promise.resolve({password: 'p'});
      phone.username = 'auth';
    });
    expect(found).to.deep.equal({username: 'auth', password: 'p'});
  });

  it('else from the first that answers its event', async () => {
    let second = 0;
    const {found, phone} = await credentialsOf(
      (phone) => {
        phone.addEventListener('sip-credentials-request', (event) => {
          expect(event.detail).to.deep.equal({
            server: SERVER,
            uri: 'sip:1001@example.com',
            reason: 'start',
          });
          event.respondWith(Promise.resolve({username: 'event', password: 'e'}));
          expect(() => event.respondWith({password: 'again'}))
            .to.throw(SipError)
            .with.property('code', 'invalid-state');
        });
        phone.addEventListener('sip-credentials-request', () => second++);
      },
      {'credentials-url': '/credentials'},
    );
    expect(found).to.deep.equal({username: 'event', password: 'e'});
    expect(second).to.equal(0);
    expect(fetches).to.deep.equal([]);
    expect(phone.status).to.equal('registered');
  });

  it('of every kind, from wherever: a hash or a token instead of a password', async () => {
    const ha1 = 'a'.repeat(32);
    const servers = [SERVER];
    answerWith(() => Response.json({ha1, realm: 'ignored', servers}));
    const hash = await credentialsOf(() => undefined, {'credentials-url': '/credentials', username: '1001-web'});
    expect(hash.found).to.deep.equal({username: '1001-web', ha1, algorithm: 'MD5', servers});
    answerWith(() => Response.json({token: 'abc.def', expires: 3600, servers}));
    const token = await credentialsOf(() => undefined, {'credentials-url': '/credentials'});
    expect(token.found).to.deep.equal({token: 'abc.def', expires: 3600, servers});
  });

  it('not from whoever answers after the event', async () => {
    let late: SipCredentialsRequestEvent | undefined;
    await credentialsOf((phone) => {
      phone.addEventListener('sip-credentials-request', (event) => {
        late = event;
      });
    });
    expect(() => late!.respondWith({password: 'p'})).to.throw('Too late');
  });

  it('else from its URL, with cookies of this origin and past every cache', async () => {
    const {found} = await credentialsOf(() => undefined, {'credentials-url': '/credentials?for=1001'});
    expect(found).to.deep.equal({username: 'url', password: 'u', servers: [SERVER]});
    expect(fetches).to.deep.equal([`${location.origin}/credentials?for=1001 same-origin no-store`]);
  });

  it('never from another origin', async () => {
    const {error} = await credentialsOf(() => undefined, {'credentials-url': 'https://evil.example.com/credentials'});
    expect(fetches).to.deep.equal([]);
    expect(error?.message).to.contain('https://evil.example.com/credentials');
  });

  for (const [what, response, text] of [
    ['an error', () => new Response('', {status: 403}), '403'],
    ['no JSON', () => new Response('{password: "sesame"}'), 'JSON object'],
    ['no object', () => Response.json('secret'), 'JSON object'],
    ['no password', () => Response.json({username: 'url', servers: [SERVER]}), 'password'],
  ] as const) {
    it(`fails clearly when its URL answers ${what}`, async () => {
      answerWith(response);
      const {error, phone} = await credentialsOf(() => undefined, {'credentials-url': '/credentials'});
      expect(phone.status).to.equal('failed');
      expect(error?.code).to.equal('credentials-missing');
      expect(error?.message).to.contain(text).and.not.contain('sesame');
    });
  }

  // The page of the tests is on localhost.
  for (const [server, servers, given] of [
    ['wss://pbx.example.com/ws', undefined, undefined],
    ['wss://pbx.example.com/ws', null, undefined],
    ['wss://localhost.example.com/ws', undefined, undefined],
    ['wss://127.0.0.1.example.com/ws', undefined, undefined],
    ['wss://localhost@pbx.example.com/ws', undefined, undefined],
    ['ws://localhost:9/ws', undefined, ['ws://localhost:9/ws']],
    ['ws://127.0.0.1:9/ws', undefined, ['ws://127.0.0.1:9/ws']],
    ['wss://pbx.example.com/ws ws://localhost:9/ws', undefined, ['ws://localhost:9/ws']],
    ['ws://localhost:9/ws', [], []],
    ['wss://pbx.example.com/ws', ['wss://pbx.example.com'], ['wss://pbx.example.com']],
  ] as const) {
    it(`from its URL for ${servers ? JSON.stringify(servers) : 'the site'}, with the server ${server}`, async () => {
      answerWith(() => Response.json({password: 'sesame', servers}));
      const {found, error, phone} = await credentialsOf(() => undefined, {'credentials-url': '/credentials', server});
      if (given) {
        expect(found).to.deep.equal({username: undefined, password: 'sesame', servers: given});
        return;
      }
      expect(found).to.equal(undefined);
      expect(phone.status).to.equal('failed');
      expect(error?.code).to.equal('credentials-missing');
      expect(error?.message).to.contain(`"servers": ["${server}"]`).and.not.contain('sesame');
    });
  }

  it('or none, and registers without', async () => {
    const {found, phone} = await credentialsOf(() => undefined);
    expect(found).to.equal(undefined);
    expect(phone.status).to.equal('registered');
  });

  it('but never from an attribute password, which is refused with an explanation', async () => {
    const {messages, restore} = captureWarnings();
    const {found, phone} = await credentialsOf(() => undefined, {password: 'open sesame'});
    phone.setAttribute('password', 'open sesame again');
    restore();
    expect(found).to.equal(undefined);
    expect(messages).to.have.length(1);
    expect(messages[0]).to.contain('credentials').and.not.contain('sesame');
  });

  it('that change make it register anew', async () => {
    const {engine, phone} = await registeredPhone();
    phone.credentials = {password: 'better'};
    await until(phone, () => engine.log.filter((line) => line === 'register').length === 2);
    expect(phone.status).to.equal('registered');
  });
});

describe('<sip-phone> has a face', () => {
  it('of its own when it is empty, and is a box then', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone></sip-phone>`);
    expect(phone.shadowRoot!.querySelector('sip-softphone')).to.be.instanceOf(HTMLElement);
    expect(getComputedStyle(phone).display).to.equal('block');
  });

  it('of its own when there is nothing between the tags but blanks and comments', async () => {
    const phone = await fixture<SipPhoneElement>(
      html`<sip-phone>
        <!-- nothing -->
      </sip-phone>`,
    );
    expect(phone.shadowRoot!.querySelector('sip-softphone')).to.be.instanceOf(HTMLElement);
  });

  it('made of its children, and then has no looks and no softphone that nobody sees', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone><p>My phone</p></sip-phone>`);
    expect(phone.shadowRoot!.querySelector('sip-softphone')).to.equal(null);
    expect(getComputedStyle(phone).display).to.equal('contents');
  });

  it('that follows its children', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone></sip-phone>`);
    const child = document.createElement('p');
    phone.append(child);
    await settle();
    expect(phone.shadowRoot!.querySelector('sip-softphone')).to.equal(null);
    child.remove();
    await settle();
    expect(phone.shadowRoot!.querySelector('sip-softphone')).not.to.equal(null);
    expect(getComputedStyle(phone).display).to.equal('block');
  });

  it('that can be hidden', async () => {
    const phone = await fixture<SipPhoneElement>(html`<sip-phone hidden><p></p></sip-phone>`);
    expect(getComputedStyle(phone).display).to.equal('none');
  });
});

describe('<sip-phone> unblocks sound', () => {
  it('at any click inside', async () => {
    const {phone, media} = await registeredPhone(html`<p></p>`);
    media.setBlocked(true);
    expect(phone.snapshot.audioBlocked).to.equal(true);
    phone.querySelector('p')!.click();
    expect(phone.snapshot.audioBlocked).to.equal(false);
  });

  it('at a click on a control elsewhere that belongs to it', async () => {
    const {phone, media} = await registeredPhone(html`<x-probe></x-probe>`);
    const probe = phone.querySelector('x-probe') as HTMLElement & {phoneLink: {value: {request(event: Event): void}}};
    media.setBlocked(true);
    probe.phoneLink.value.request(new CustomEvent('sip-hangup-request'));
    expect(phone.snapshot.audioBlocked).to.equal(false);
  });
});

describe('<sip-phone> lives', () => {
  it('through a move: the call goes on, and the media with it', async () => {
    const {phone, engine, media} = await registeredPhone();
    const session = engine.ring();
    await phone.activeCall!.answer();
    const call = phone.activeCall!;
    const destination = await fixture(html`<div></div>`);
    destination.append(phone);
    await settle();
    expect(call.state).to.equal('active');
    expect(phone.activeCall).to.equal(call);
    expect(media.liveTracks).to.equal(1);
    expect(media.playing.size).to.equal(1);
    expect(session.over).to.equal(false);
  });

  it('through being taken out and put back within a task', async () => {
    const {phone, engine} = await registeredPhone();
    const parent = phone.parentElement!;
    phone.remove();
    await Promise.resolve();
    parent.append(phone);
    await settle();
    expect(engine.destroyed).to.equal(false);
    expect(phone.status).to.equal('registered');
  });

  it('not beyond the task in which it is removed: calls end, devices are free, the far end hears of it', async () => {
    const {phone, engine, media} = await registeredPhone();
    const session = engine.ring();
    await phone.activeCall!.answer();
    const call = phone.activeCall!;
    const ended = listen(phone, 'sip-call-ended');
    phone.remove();
    expect(call.state).to.equal('active');
    await settle();
    expect(ended).to.have.length(1);
    expect(call.state).to.equal('purge');
    expect(session.over).to.equal(true);
    expect(session.log).to.include('end 480');
    expect(media.liveTracks).to.equal(0);
    expect(media.destroyed).to.equal(true);
    expect(engine.destroyed).to.equal(true);
    expect(phone.phone).to.equal(undefined);
    expect(phone.status).to.equal('idle');
  });

  it('anew when it is put back later', async () => {
    const {phone, engine} = await registeredPhone();
    const parent = phone.parentElement!;
    phone.remove();
    await settle();
    expect(engine.destroyed).to.equal(true);
    parent.append(phone);
    await until(phone, () => phone.status === 'registered');
    expect(engine.destroyed).to.equal(false);
  });

  it('on outside the document with keep-alive, until it is destroyed', async () => {
    const {phone, engine} = await registeredPhone();
    phone.keepAlive = true;
    engine.ring();
    await phone.activeCall!.answer();
    phone.remove();
    await settle();
    expect(phone.activeCall!.state).to.equal('active');
    await phone.destroy();
    expect(engine.destroyed).to.equal(true);
    expect(phone.calls).to.have.length(0);
  });

  it('no longer once it is destroyed, though it is still in the document', async () => {
    const {phone, engine} = await registeredPhone();
    await phone.destroy();
    phone.uri = 'sip:1002@example.com';
    await settle();
    expect(engine.destroyed).to.equal(true);
    expect(phone.phone).to.equal(undefined);
    expect((await rejection(phone.start())).code).to.equal('invalid-state');
  });

  it('not outside a document: it says so to whoever wants to call', () => {
    const phone = document.createElement('sip-phone');
    phone.server = SERVER;
    expect(() => phone.dial('bob@example.com'))
      .to.throw(SipError)
      .with.property('code', 'invalid-state');
  });

  it('as long as the page, but its conversations go on on the next one', async () => {
    const {phone, engine} = await registeredPhone();
    const session = engine.ring();
    await phone.activeCall!.answer();
    await settle();
    const {id} = phone.activeCall!;
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    expect(session.log).to.deep.equal(['accept']);
    expect(phone.status).to.equal('idle');
    await settle();
    expect(engine.destroyed).to.equal(true);
    expect(engine.saved.map((memo) => memo.id)).to.deep.equal([id]);
  });

  it('and hangs up with the page if it is not to recover them', async () => {
    const {phone, engine} = await registeredPhone();
    phone.setAttribute('no-recover', '');
    await phone.updateComplete;
    await until(phone, () => phone.status === 'registered');
    const session = engine.ring();
    await phone.activeCall!.answer();
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await settle();
    expect(session.over).to.equal(true);
    expect(engine.log).to.include('destroy');
  });

  it('in a call again after the back/forward cache: recovering, then as before', async () => {
    const {phone, engine} = await registeredPhone();
    engine.ring();
    await phone.activeCall!.answer();
    await settle();
    const {id} = phone.activeCall!;
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    expect(phone.calls).to.deep.equal([]);
    await settle();
    const element = document.createElement('sip-call');
    phone.append(element);
    window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await until(phone, () => phone.activeCall !== undefined);
    expect(phone.activeCall!.id).to.equal(id);
    await settle();
    expect(element.getAttribute('state')).to.equal('recovering');
    engine.last.resume();
    await settle();
    expect(element.getAttribute('state')).to.equal('active');
  });

  it('at once after a reload, though it waits for a touch otherwise', async () => {
    sessionStorage.setItem('sip-elements.calls.x', '[]');
    try {
      const {ports} = ownerBench();
      const phone = await fixture<SipPhoneElement>(
        html`<sip-phone server=${SERVER} connect="interaction" .ports=${ports}></sip-phone>`,
      );
      await until(phone, () => phone.status === 'ready');
    } finally {
      sessionStorage.removeItem('sip-elements.calls.x');
    }
  });

  it('again when the page comes back from the back/forward cache', async () => {
    const {phone, engine} = await registeredPhone();
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    await settle();
    expect(engine.connected).to.equal(false);
    window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await until(phone, () => phone.status === 'registered');
  });

  it('stopped when the page comes back, if it was stopped when it went', async () => {
    const {phone, engine} = await registeredPhone();
    await phone.stop();
    window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
    window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await settle();
    expect(phone.status).to.equal('idle');
    expect(engine.connected).to.equal(false);
    await task();
  });
});
