import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import type {SipCallElement} from '../../src/elements/sip-call.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {
  answeredCall,
  captureWarnings,
  html,
  listen,
  registeredPhone,
  settle,
  shadowStates,
  until,
  type OwnerBench,
} from './owners.js';

type Bench = OwnerBench & {phone: SipPhoneElement; element: SipCallElement};

const STATES = ['empty', 'incoming', 'outgoing', 'ringing', 'established', 'held', 'remote-held', 'muted', 'ended'];

async function bench(content = html`<sip-call><p></p></sip-call>`): Promise<Bench> {
  const owner = await registeredPhone(content);
  return {...owner, element: owner.phone.querySelector('sip-call')!};
}

const refusal = () => new SipError('renegotiation-refused', 'The far end said 488.', {status: 488});

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('should have been rejected'),
    (error: unknown) => error as SipError,
  );

describe('<sip-call> without a call', () => {
  it('is empty, and says so', async () => {
    const {element} = await bench();
    expect(shadowStates(element, ...STATES)).to.deep.equal(['empty']);
    expect(element.snapshot).to.equal(null);
    expect(element).to.include({status: null, prevState: null, remoteIdentity: null, startTime: null, duration: 0});
    expect([element.isMuted(), element.isOnHold()]).to.deep.equal([false, false]);
    expect(element.call).to.equal(undefined);
    expect(element.state).to.equal(null);
    expect(element.hasAttribute('state')).to.equal(false);
    expect(element.hasAttribute('direction')).to.equal(false);
  });

  it('shows no card', async () => {
    const {element} = await bench(html`<sip-call></sip-call>`);
    expect(element.shadowRoot!.querySelector('sip-call-card')).to.equal(null);
    expect(getComputedStyle(element).display).to.equal('contents');
  });

  it('refuses what needs a call, except to hang up', async () => {
    const {element} = await bench();
    await element.hangup();
    for (const act of [
      () => element.answer(),
      () => element.hold(),
      () => element.unhold(),
      () => element.sendDigits('1'),
      () => element.mute(),
    ]) {
      expect((await rejection(act())).code).to.equal('invalid-state');
    }
  });
});

describe('<sip-call> shows a call', () => {
  it('in attributes, states and properties', async () => {
    const {element, engine, phone} = await bench();
    const session = engine.ring({name: 'Bob', uri: 'sip:bob@example.com'});
    await settle();
    expect(element.getAttribute('state')).to.equal('ringing');
    expect(element.getAttribute('direction')).to.equal('inbound');
    expect(shadowStates(element, ...STATES)).to.deep.equal(['incoming', 'ringing']);
    await element.answer();
    session.hold();
    await settle();
    expect(element.getAttribute('state')).to.equal('active');
    expect(shadowStates(element, ...STATES)).to.deep.equal(['incoming', 'established', 'remote-held']);
    expect(element.snapshot).to.equal(phone.snapshot.calls[0]);
    session.hangup();
    await settle();
    expect(element.getAttribute('state')).to.equal('hangup');
    expect(shadowStates(element, ...STATES)).to.deep.equal(['incoming', 'remote-held', 'ended']);
  });

  it('as ringing no more once it is answered, though media take their time', async () => {
    const {element, engine, phone} = await bench();
    void phone.dial('1002');
    await settle();
    const session = engine.last;
    session.flows = false;
    session.ring();
    await settle();
    expect(shadowStates(element, ...STATES)).to.deep.equal(['outgoing', 'ringing']);
    session.answer();
    await settle();
    expect(element.status).to.equal('answered');
    expect(shadowStates(element, ...STATES)).to.deep.equal(['outgoing', 'established']);
    session.media({phase: 'flowing'});
    await settle();
    expect(element.status).to.equal('accepted');
    expect(shadowStates(element, ...STATES)).to.deep.equal(['outgoing', 'established']);
  });

  it('in attributes that nobody else can write', async () => {
    const {element, engine} = await bench();
    element.setAttribute('state', 'active');
    expect(element.hasAttribute('state')).to.equal(false);
    engine.ring();
    await settle();
    element.setAttribute('state', 'active');
    element.setAttribute('direction', 'outbound');
    expect(element.getAttribute('state')).to.equal('ringing');
    expect(element.getAttribute('direction')).to.equal('inbound');
  });

  it('on a card of its own when it is empty, and is a box then', async () => {
    const {element, engine} = await bench(html`<sip-call></sip-call>`);
    engine.ring();
    await settle();
    expect(element.shadowRoot!.querySelector('sip-call-card')).to.be.instanceOf(HTMLElement);
    expect(getComputedStyle(element).display).to.equal('block');
  });

  it('which has been there before the element', async () => {
    const owner = await registeredPhone(html`<p></p>`);
    owner.engine.ring();
    owner.phone.append(document.createElement('sip-call'));
    await settle();
    expect(owner.phone.querySelector('sip-call')!.getAttribute('state')).to.equal('ringing');
  });

  it('until it is cleared away, so that the person can read why it ended', async () => {
    const {element, engine, phone} = await bench();
    const session = engine.ring();
    await settle();
    session.hangup({cause: 'canceled'});
    await settle();
    expect(element.snapshot?.end?.cause).to.equal('canceled');
    phone.calls[0]!.dismiss();
    await settle();
    expect(element.state).to.equal(null);
  });

  it('and stays with it while it lives, whatever else comes', async () => {
    const {element, engine, phone} = await bench();
    engine.ring({name: 'first'});
    await settle();
    engine.ring({name: 'second'});
    phone.select(phone.calls[1]!.id);
    await settle();
    expect(phone.activeCall).to.equal(phone.calls[1]);
    expect(element.snapshot?.remoteIdentity.name).to.equal('first');
  });

  it('and takes the next one that is there when it has ended', async () => {
    const {element, engine} = await bench();
    const first = engine.ring({name: 'first'});
    await settle();
    engine.ring({name: 'second'});
    first.hangup();
    await settle();
    expect(element.snapshot?.remoteIdentity.name).to.equal('second');
  });

  it('by its id', async () => {
    const {element, engine, phone} = await bench();
    engine.ring({name: 'first'});
    engine.ring({name: 'second'});
    element.setAttribute('call-id', phone.calls[1]!.id);
    await settle();
    expect(element.call).to.equal(phone.calls[1]);
    element.callId = phone.calls[0]!.id;
    await settle();
    expect(element.call).to.equal(phone.calls[0]);
    element.callId = 'nobody';
    await settle();
    expect(element.call).to.equal(undefined);
  });

  it('that comes in, with select="incoming"', async () => {
    const {element, engine, phone} = await bench(html`<sip-call select="incoming"></sip-call>`);
    phone.dial('bob@example.com');
    await settle();
    expect(element.call).to.equal(undefined);
    engine.ring({name: 'Bob'});
    await settle();
    expect(element.snapshot?.remoteIdentity.name).to.equal('Bob');
  });

  it('that is on hold, with select="held"', async () => {
    const owner = await bench(html`<sip-call select="held"></sip-call>`);
    const {call} = await answeredCall(owner);
    expect(owner.element.call).to.equal(undefined);
    await call.hold();
    await settle();
    expect(owner.element.call).to.equal(call);
  });

  it('as chosen by the other word when it does not know the one given', async () => {
    const {messages, restore} = captureWarnings();
    const {element, engine} = await bench(html`<sip-call select="best"></sip-call>`);
    engine.ring();
    await settle();
    restore();
    expect(element.state).to.equal('ringing');
    expect(messages.join()).to.contain('select="best"');
  });

  it('and lets go of it when it leaves its phone', async () => {
    const {element, engine, phone} = await bench();
    engine.ring();
    await settle();
    phone.after(element);
    await settle();
    expect(element.call).to.equal(undefined);
    expect(shadowStates(element, 'empty')).to.deep.equal(['empty']);
  });

  it('and keeps it through a move', async () => {
    const {element, engine, phone} = await bench();
    engine.ring();
    await settle();
    const {call} = element;
    const told: unknown[] = [];
    new MutationObserver((records) => told.push(...records)).observe(element, {attributes: true});
    phone.prepend(element);
    await settle();
    expect(element.call).to.equal(call);
    expect(told).to.have.length(0);
  });
});

describe('<sip-call> acts', () => {
  it('by its methods', async () => {
    const {element, engine} = await bench();
    const session = engine.ring({video: true});
    await settle();
    await element.answer({video: true});
    await element.hold();
    await element.unhold();
    await element.sendDigits('12');
    void element.mute();
    expect(session.muted).to.deep.equal({audio: true, video: false});
    void element.unmute();
    await element.hangup();
    expect(session.log).to.deep.equal(['accept video', 'hold', 'unhold', 'digits 12', 'end 486']);
  });

  it('and rejects what the far end refuses', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    session.refusal = refusal();
    expect((await rejection(owner.element.hold())).code).to.equal('renegotiation-refused');
    expect(owner.element.held).to.equal(false);
  });
});

describe('<sip-call> works both ways', () => {
  it('with muted: setting it asks, and it follows', async () => {
    const owner = await bench();
    const {session, call} = await answeredCall(owner);
    owner.element.setAttribute('muted', '');
    expect(session.muted.audio).to.equal(true);
    owner.element.muted = false;
    await settle();
    expect(session.muted.audio).to.equal(false);
    void call.mute();
    await settle();
    expect(owner.element.hasAttribute('muted')).to.equal(true);
    expect(owner.element.matches(':state(muted)')).to.equal(true);
  });

  it('with deaf: the far end is not heard, and not asked', async () => {
    const owner = await bench(html`<sip-call deaf></sip-call>`);
    const {session, call} = await answeredCall(owner);
    const [sound] = [...owner.media.playing.values()];
    expect([owner.element.deaf, sound?.muted]).to.deep.equal([true, true]);
    owner.element.deaf = false;
    await settle();
    expect([call.snapshot.deaf, sound?.muted]).to.deep.equal([false, false]);
    call.deafen();
    await settle();
    expect(owner.element.hasAttribute('deaf')).to.equal(true);
    expect(session.log.filter((entry) => /hold|mute/.test(entry))).to.deep.equal([]);
  });

  it('with held', async () => {
    const owner = await bench();
    const {session, call} = await answeredCall(owner);
    owner.element.held = true;
    await settle();
    expect(session.log).to.include('hold');
    expect(call.state).to.equal('held');
    owner.element.removeAttribute('held');
    await settle();
    expect(call.state).to.equal('active');
    await call.hold();
    await settle();
    expect(owner.element.held).to.equal(true);
  });

  it('with video', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    owner.element.video = true;
    await settle();
    expect(session.log).to.include('video on');
    expect(owner.element.snapshot?.video).to.equal(true);
    owner.element.toggleAttribute('video');
    await settle();
    expect(owner.element.snapshot?.video).to.equal(false);
  });

  for (const name of ['held', 'video'] as const) {
    it(`and takes ${name} off again when the far end refuses, and says why`, async () => {
      const owner = await bench();
      const {session} = await answeredCall(owner);
      const shown: boolean[] = [];
      const errors = listen(owner.element, 'sip-error');
      owner.element.addEventListener('sip-error', () => shown.push(owner.element.hasAttribute(name)));
      session.refusal = refusal();
      owner.element.setAttribute(name, '');
      await settle();
      expect(owner.element.hasAttribute(name)).to.equal(false);
      expect(errors.map(({detail}) => (detail as {error: SipError}).error.status)).to.deep.equal([488]);
      expect(shown).to.deep.equal([false]);
    });
  }

  it('and puts held back when the far end refuses to resume', async () => {
    const owner = await bench();
    const {session, call} = await answeredCall(owner);
    await call.hold();
    await settle();
    session.refusal = refusal();
    owner.element.held = false;
    await settle();
    expect(owner.element.held).to.equal(true);
  });

  it('and takes off what cannot be, as holding a call that rings', async () => {
    const {element, engine} = await bench();
    engine.ring();
    await settle();
    const errors = listen(element, 'sip-error');
    element.held = true;
    await settle();
    expect(element.held).to.equal(false);
    expect(errors).to.have.length(1);
  });

  it('and follows a mind that changes while the far end is being asked', async () => {
    const owner = await bench();
    const {session, call} = await answeredCall(owner);
    let agree: () => void = () => undefined;
    const hold = session.setHeld.bind(session);
    session.setHeld = async (held) => {
      await new Promise<void>((resolve) => {
        agree = resolve;
      });
      await hold(held);
    };
    owner.element.held = true;
    await settle();
    owner.element.held = false;
    agree();
    await settle();
    agree();
    await settle();
    expect(session.log.filter((line) => line.includes('hold'))).to.deep.equal(['hold', 'unhold']);
    expect(call.state).to.equal('active');
    expect(owner.element.held).to.equal(false);
  });

  it('with muted before there is a call: the call that comes is muted', async () => {
    const {element, engine} = await bench(html`<sip-call muted></sip-call>`);
    const session = engine.ring();
    await settle();
    expect(session.muted.audio).to.equal(true);
    expect(element.muted).to.equal(true);
    session.hangup();
    await settle();
    element.call!.dismiss();
    await settle();
    expect(element.muted).to.equal(false);
    expect(engine.ring().muted.audio).to.equal(false);
  });

  it('and never unmutes a call for want of the attribute', async () => {
    const {element, engine, phone} = await bench(html`<sip-call call-id="none yet"></sip-call>`);
    engine.ring();
    void phone.calls[0]!.mute();
    element.callId = phone.calls[0]!.id;
    await settle();
    expect(phone.calls[0]!.snapshot.muted.audio).to.equal(true);
    expect(element.muted).to.equal(true);
  });

  it('and warns of muted="false", which means muted', async () => {
    const {messages, restore} = captureWarnings();
    const {element} = await bench();
    element.setAttribute('muted', 'false');
    restore();
    expect(element.muted).to.equal(true);
    expect(messages.join()).to.contain('muted="false"');
  });
});

describe('<sip-call> tells', () => {
  it('of its call in the place of the phone, once', async () => {
    const {element, engine, phone} = await bench();
    const events = listen(phone, 'sip-state-change', 'sip-media-change', 'sip-accepted', 'sip-call-ended');
    const session = engine.ring();
    await settle();
    await element.answer();
    session.hangup();
    expect(events.length).to.be.greaterThan(4);
    expect(events.every(({target}) => target === element)).to.equal(true);
    expect(events.filter(({type}) => type === 'sip-call-ended')).to.have.length(1);
    expect(events.filter(({type}) => type === 'sip-accepted')).to.have.length(1);
  });

  it('nothing where it is outside its phone: then the phone does', async () => {
    const {element, engine, phone} = await bench();
    phone.id = 'outside-desk';
    element.setAttribute('phone', 'outside-desk');
    phone.after(element);
    await settle();
    const events = listen(document, 'sip-mute-change');
    engine.ring();
    await settle();
    expect(element.state).to.equal('ringing');
    void phone.calls[0]!.mute();
    expect(events.map(({target}) => target)).to.deep.equal([phone]);
    element.remove();
  });

  it('once where two of them show the same call', async () => {
    const {engine, phone} = await bench(html`<sip-call></sip-call><sip-call></sip-call>`);
    const events = listen(phone, 'sip-mute-change');
    engine.ring();
    await settle();
    void phone.calls[0]!.mute();
    expect(events).to.have.length(1);
  });

  it('from inside a shadow root too', async () => {
    const {engine, phone} = await bench(html`<div></div>`);
    const element = document.createElement('sip-call');
    phone.querySelector('div')!.attachShadow({mode: 'open'}).append(element);
    await settle();
    engine.ring();
    await settle();
    const events = listen(element, 'sip-mute-change');
    void phone.calls[0]!.mute();
    expect(events).to.have.length(1);
  });

  it('people and networks, not the echo of an attribute', async () => {
    const owner = await bench();
    const {call} = await answeredCall(owner);
    const events = listen(document, 'sip-mute-change', 'sip-hold-change');
    owner.element.muted = true;
    owner.element.held = true;
    await settle();
    expect(call.snapshot.held.local).to.equal(true);
    expect(events).to.have.length(0);
    owner.element.dispatchEvent(
      new CustomEvent('sip-mute-request', {bubbles: true, cancelable: true, detail: {kind: 'audio', muted: false}}),
    );
    await call.unhold();
    await settle();
    expect(events.map(({type}) => type)).to.have.members(['sip-mute-change', 'sip-hold-change']);
  });

  it('when it is up to date: a listener finds the attributes as the event says', async () => {
    const owner = await bench();
    const {call} = await answeredCall(owner);
    const seen: unknown[] = [];
    owner.element.addEventListener('sip-mute-change', ({detail}) => seen.push([detail.muted, owner.element.muted]));
    owner.element.addEventListener('sip-state-change', ({detail}) => {
      seen.push([detail.state, owner.element.getAttribute('state')]);
    });
    void call.mute();
    await call.hold();
    expect(seen).to.deep.equal([
      [true, true],
      ['held', 'held'],
    ]);
  });
});

describe('requests', () => {
  const ask = (target: EventTarget, type: string, detail: unknown = null) => {
    const event = new CustomEvent(type, {bubbles: true, composed: true, cancelable: true, detail});
    target.dispatchEvent(event);
    return event;
  };

  it('from any element are carried out by the call around it, and by nobody else', async () => {
    const {engine, phone} = await bench(html`<sip-call id="one"><p></p></sip-call><sip-call id="two"></sip-call>`);
    engine.ring({name: 'first'});
    engine.ring({name: 'second'});
    const [one, two] = phone.querySelectorAll('sip-call');
    one!.callId = phone.calls[1]!.id;
    two!.callId = phone.calls[0]!.id;
    await settle();
    ask(one!.querySelector('p')!, 'sip-mute-request', {kind: 'audio', muted: true});
    await settle();
    expect(engine.sessions.map(({muted}) => muted.audio)).to.deep.equal([false, true]);
  });

  it('outside every call are for the active one', async () => {
    const owner = await bench(html`<p></p>`);
    const {session} = await answeredCall(owner);
    const child = owner.phone.querySelector('p')!;
    ask(child, 'sip-digits-request', {digits: '5'});
    ask(child, 'sip-hangup-request');
    await settle();
    expect(session.log).to.deep.equal(['accept', 'digits 5', 'end 486']);
  });

  it('to answer are for the call that rings', async () => {
    const owner = await bench(html`<p></p>`);
    const {call} = await answeredCall(owner);
    const second = owner.engine.ring();
    await settle();
    expect(owner.phone.activeCall).to.equal(call);
    ask(owner.phone.querySelector('p')!, 'sip-answer-request', {video: false});
    await until(owner.phone, () => owner.phone.activeCall !== call);
    expect(second.log).to.deep.equal(['accept']);
    expect(call.state).to.equal('held');
  });

  it('to dial, start and stop are for the phone', async () => {
    const {engine, phone} = await bench();
    ask(phone.querySelector('p')!, 'sip-dial-request', {target: 'bob@example.com'});
    await settle();
    expect(engine.last.remoteIdentity.uri).to.equal('sip:bob@example.com');
    await phone.activeCall!.hangup();
    ask(phone, 'sip-stop-request');
    await until(phone, () => phone.status === 'idle');
    ask(phone, 'sip-start-request');
    await until(phone, () => phone.status === 'registered');
  });

  it('that cannot be met end in an event, never in a throw', async () => {
    const {phone} = await bench();
    const errors = listen(phone, 'sip-error');
    ask(phone, 'sip-dial-request', {target: '  '});
    ask(phone, 'sip-dial-request', 'hostile');
    ask(phone, 'sip-hold-request', {held: true});
    ask(phone, 'sip-hangup-request');
    await settle();
    expect(errors.map(({detail}) => (detail as {error: SipError}).error.code)).to.have.members([
      'invalid-address',
      'invalid-address',
      'invalid-state',
    ]);
  });

  it('to a phone without a server say what is missing', async () => {
    const owner = await registeredPhone();
    owner.phone.server = null;
    await settle();
    const errors = listen(owner.phone, 'sip-error');
    ask(owner.phone, 'sip-dial-request', {target: 'bob@example.com'});
    await settle();
    expect(errors.map(({detail}) => (detail as {error: SipError}).error.code)).to.deep.equal(['not-configured']);
  });

  for (const where of ['window', 'document', 'phone', 'call'] as const) {
    it(`can be stopped by a listener on the ${where}, however late it was added`, async () => {
      const owner = await bench();
      const {session} = await answeredCall(owner);
      const target = {window, document, phone: owner.phone, call: owner.element}[where];
      const abort = new AbortController();
      target.addEventListener('sip-mute-request', (event) => event.preventDefault(), {signal: abort.signal});
      ask(owner.element.querySelector('p')!, 'sip-mute-request', {kind: 'audio', muted: true});
      await settle();
      abort.abort();
      expect(session.muted.audio).to.equal(false);
      ask(owner.element.querySelector('p')!, 'sip-mute-request', {kind: 'audio', muted: true});
      await settle();
      expect(session.muted.audio).to.equal(true);
    });
  }

  it('for the phone from a call that is outside its phone get there', async () => {
    const {element, engine, phone} = await bench();
    element.phone = phone;
    phone.after(element);
    await settle();
    ask(element, 'sip-dial-request', {target: 'bob@example.com'});
    await settle();
    expect(engine.sessions).to.have.length(1);
    element.remove();
  });

  it('that name another owner are left alone', async () => {
    const {engine, phone} = await bench();
    const event = Object.assign(
      new CustomEvent('sip-dial-request', {bubbles: true, detail: {target: 'bob@example.com'}}),
      {
        owner: document.body,
      },
    );
    phone.querySelector('p')!.dispatchEvent(event);
    await settle();
    expect(engine.sessions).to.have.length(0);
  });
});

describe('invoker commands', () => {
  const supported = 'command' in HTMLButtonElement.prototype;

  /** Presses a button with `commandfor` and `command`; imitates that in browsers without them. */
  const press = (target: HTMLElement, command: string, value = '') => {
    const button = document.createElement('button');
    button.value = value;
    if (supported) {
      target.id ||= `target-${String(Math.random()).slice(2)}`;
      button.setAttribute('commandfor', target.id);
      button.setAttribute('command', command);
      target.before(button);
      button.click();
      button.remove();
    } else {
      target.dispatchEvent(Object.assign(new Event('command', {cancelable: true}), {command, source: button}));
    }
  };

  it('mute, unmute, hold, unhold and hang up a call', async () => {
    const owner = await bench();
    const {session, call} = await answeredCall(owner);
    press(owner.element, '--sip-mute');
    await settle();
    expect(session.muted.audio).to.equal(true);
    press(owner.element, '--sip-unmute');
    press(owner.element, '--sip-hold');
    await settle();
    expect(session.muted.audio).to.equal(false);
    expect(call.state).to.equal('held');
    press(owner.element, '--sip-unhold');
    await settle();
    expect(call.state).to.equal('active');
    press(owner.element, '--sip-hangup');
    await settle();
    expect(session.over).to.equal(true);
  });

  it('answer', async () => {
    const {engine, phone} = await bench();
    const session = engine.ring();
    press(phone, '--sip-answer');
    await settle();
    expect(session.log).to.deep.equal(['accept']);
  });

  it('start and stop a phone, and dial the value of the button', async () => {
    const {engine, phone} = await bench();
    press(phone, '--sip-dial', 'sales@example.com');
    await settle();
    expect(engine.last.remoteIdentity.uri).to.equal('sip:sales@example.com');
    press(phone, '--sip-hangup');
    press(phone, '--sip-stop');
    await until(phone, () => phone.status === 'idle');
    press(phone, '--sip-start');
    await until(phone, () => phone.status === 'registered');
  });

  it('can be prevented, and so can the requests that they become', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    for (const type of ['command', 'sip-mute-request']) {
      const abort = new AbortController();
      owner.element.addEventListener(type, (event) => event.preventDefault(), {signal: abort.signal});
      press(owner.element, '--sip-mute');
      await settle();
      abort.abort();
      expect(session.muted.audio, type).to.equal(false);
    }
  });

  it('of other libraries are left alone', async () => {
    const {phone} = await bench();
    const errors = listen(phone, 'sip-error');
    press(phone, '--something-else');
    press(phone, '--toString');
    await settle();
    expect(errors).to.have.length(0);
  });
});
