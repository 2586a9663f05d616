import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define/sip-dial-field.js';
import '../../src/define/sip-dialpad.js';
import type {SipDialFieldElement} from '../../src/elements/sip-dial-field.js';
import type {SipDialpadElement} from '../../src/elements/sip-dialpad.js';
import {answeredCall, captureWarnings, fixture, html, registeredPhone, settle, shadowStates} from './owners.js';

type Change = CustomEvent<{key: string; value: string}>;

const keysOf = (pad: SipDialpadElement) => [...pad.shadowRoot!.querySelectorAll<HTMLButtonElement>('[data-key]')];
const keyOf = (pad: SipDialpadElement, key: string) => keysOf(pad).find((button) => button.dataset['key'] === key)!;
const focused = (pad: SipDialpadElement) => (pad.shadowRoot!.activeElement as HTMLElement | null)?.dataset['key'];

async function bench(content = html`<sip-dial-field></sip-dial-field><sip-dialpad></sip-dialpad>`) {
  const owner = await registeredPhone(content);
  const pad = owner.phone.querySelector<SipDialpadElement>('sip-dialpad')!;
  const field = owner.phone.querySelector<SipDialFieldElement>('sip-dial-field')!;
  return {...owner, pad, field};
}

const click = (pad: SipDialpadElement, keys: string) => {
  for (const key of keys) keyOf(pad, key).click();
};

function paste(target: EventTarget, text: string): ClipboardEvent {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const event = new ClipboardEvent('paste', {bubbles: true, composed: true, cancelable: true});
  // Firefox ignores it in the constructor's options.
  Object.defineProperty(event, 'clipboardData', {value: clipboardData});
  target.dispatchEvent(event);
  return event;
}

describe('<sip-dialpad> before a call', () => {
  it('types into the field of its phone, as a person would', async () => {
    const {pad, field} = await bench();
    let inputs = 0;
    field.addEventListener('input', () => inputs++);
    click(pad, '*97#');
    expect(field.value).to.equal('*97#');
    expect(inputs).to.equal(4);
    expect(shadowStates(pad, 'dial', 'digits')).to.deep.equal(['dial']);
  });

  it('types into the field that it names, also a plain one, and then needs no phone', async () => {
    const holder = await fixture(
      html`<div><input id="plain" aria-label="Number" /><sip-dialpad into="plain"></sip-dialpad></div>`,
    );
    const pad = holder.querySelector('sip-dialpad')!;
    const input = holder.querySelector('input')!;
    let inputs = 0;
    input.addEventListener('input', () => inputs++);
    click(pad, '12');
    expect(input.value).to.equal('12');
    expect(inputs).to.equal(2);
    expect(pad.matches(':state(unlinked)')).to.equal(false);
  });

  it('tells each key, which can be kept out of the field', async () => {
    const {pad, field, phone} = await bench();
    const details: Change['detail'][] = [];
    phone.addEventListener('sip-digits-change', (event) => {
      const {detail} = event as Change;
      details.push(detail);
      if (detail.key === '2') event.preventDefault();
    });
    click(pad, '123');
    expect(details).to.deep.equal([
      {key: '1', value: '1'},
      {key: '2', value: '12'},
      {key: '3', value: '123'},
    ]);
    expect(field.value).to.equal('13');
    expect(pad.value).to.equal('123');
    pad.clear();
    expect(pad.value).to.equal('');
    expect(field.value).to.equal('13');
  });

  it('sends nothing', async () => {
    const {pad, engine} = await bench();
    click(pad, '123');
    await settle();
    expect(engine.sessions).to.have.length(0);
  });

  it('has letters on its keys, unless they are not wanted', async () => {
    const {pad} = await bench();
    expect(keyOf(pad, '7').querySelector('[part=letters]')!.textContent).to.equal('PQRS');
    expect(keyOf(pad, '7').getAttribute('aria-label')).to.equal('7 PQRS');
    expect(keyOf(pad, '*').getAttribute('aria-label')).to.equal('star');
    pad.noLetters = true;
    await pad.updateComplete;
    expect(pad.shadowRoot!.querySelector('[part=letters]')).to.equal(null);
    expect(keyOf(pad, '7').getAttribute('aria-label')).to.equal('7');
  });

  it('stands in the same order where the language runs from right to left', async () => {
    const {pad} = await bench(html`<div dir="rtl" lang="he"><sip-dialpad></sip-dialpad></div>`);
    const [one, two, three] = keysOf(pad).map((key) => key.getBoundingClientRect().left);
    expect(one! < two! && two! < three!).to.equal(true);
  });
});

describe('<sip-dialpad> during a call', () => {
  it('sends digits, and leaves the field alone', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    await settle();
    click(owner.pad, '5#');
    await settle();
    expect(session.log.filter((line) => line.startsWith('digits'))).to.deep.equal(['digits 5', 'digits #']);
    expect(owner.field.value).to.equal('');
    expect(shadowStates(owner.pad, 'dial', 'digits')).to.deep.equal(['digits']);
  });

  it('goes back to typing when the call is over', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    session.hangup();
    await settle();
    click(owner.pad, '5');
    await settle();
    expect(owner.field.value).to.equal('5');
    expect(session.log.join()).not.to.contain('digits');
  });

  it('sends to early media too: the announcement may ask for a digit', async () => {
    const owner = await bench();
    owner.phone.dial('1002');
    await settle();
    owner.engine.last.ring();
    owner.engine.last.early();
    await settle();
    click(owner.pad, '1');
    await settle();
    expect(owner.engine.last.log).to.include('digits 1');
  });

  it('does as its mode says, whatever there is', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    owner.pad.mode = 'dial';
    await settle();
    click(owner.pad, '5');
    expect(owner.field.value).to.equal('5');
    await settle();
    expect(session.log.join()).not.to.contain('digits');
  });

  it('does not lose a digit when keys are pressed fast', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    click(owner.pad, '0123456789');
    await settle();
    const sent = session.log.filter((line) => line.startsWith('digits')).map((line) => line.slice('digits '.length));
    expect(sent.join('')).to.equal('0123456789');
  });

  it('sends to the call that it is about, and to no other', async () => {
    const owner = await bench(html`<sip-call select="held"><sip-dialpad></sip-dialpad></sip-call>`);
    const first = await answeredCall(owner);
    const second = await answeredCall(owner);
    expect(first.call.state).to.equal('held');
    await settle();
    click(owner.pad, '7');
    await settle();
    expect(first.session.log).to.include('digits 7');
    expect(second.session.log).not.to.include('digits 7');
  });
});

describe('<sip-dialpad> by keyboard', () => {
  it('takes digits, stars and hashes where it has the focus', async () => {
    const {pad, field} = await bench();
    pad.focus();
    for (const press of ['4', '2', '*', '#', '+', 'a']) await sendKeys({press});
    expect(field.value).to.equal('42*#+A');
    await sendKeys({press: 'Backspace'});
    await sendKeys({press: 'Backspace'});
    expect(field.value).to.equal('42*#');
  });

  it('sends them during a call, once each, and + never', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    owner.pad.focus();
    await sendKeys({press: '9'});
    await sendKeys({press: '+'});
    await sendKeys({press: 'Backspace'});
    await settle();
    expect(session.log.filter((line) => line.startsWith('digits'))).to.deep.equal(['digits 9']);
  });

  it('presses the key that has the focus with Enter and Space', async () => {
    const {pad, field} = await bench();
    keyOf(pad, '6').focus();
    await sendKeys({press: 'Enter'});
    await sendKeys({press: 'Space'});
    expect(field.value).to.equal('66');
  });

  it('takes a key that is held down for one digit', async () => {
    const {pad, field} = await bench();
    pad.focus();
    for (const repeat of [false, true, true]) {
      keyOf(pad, '1').dispatchEvent(new KeyboardEvent('keydown', {key: '3', repeat, bubbles: true, cancelable: true}));
    }
    expect(field.value).to.equal('3');
  });

  it('leaves shortcuts to the browser', async () => {
    const {pad, field} = await bench();
    const event = new KeyboardEvent('keydown', {key: '1', ctrlKey: true, bubbles: true, cancelable: true});
    keyOf(pad, '1').dispatchEvent(event);
    expect(event.defaultPrevented).to.equal(false);
    expect(field.value).to.equal('');
  });

  it('is one stop for the tab key, and the arrow keys go from key to key', async () => {
    const {pad} = await bench(html`<sip-dialpad></sip-dialpad><button id="after">after</button>`);
    const stops = () =>
      keysOf(pad)
        .filter(({tabIndex}) => tabIndex === 0)
        .map((key) => key.dataset['key']);
    expect(stops()).to.deep.equal(['1']);
    pad.focus();
    expect(focused(pad)).to.equal('1');
    for (const [press, key] of [
      ['ArrowUp', '1'],
      ['ArrowLeft', '1'],
      ['ArrowRight', '2'],
      ['ArrowDown', '5'],
      ['ArrowDown', '8'],
      ['ArrowDown', '0'],
      ['ArrowDown', '0'],
      ['ArrowRight', '#'],
      ['ArrowRight', '#'],
      ['ArrowLeft', '0'],
      ['ArrowUp', '8'],
      ['Home', '1'],
      ['End', '#'],
    ]) {
      await sendKeys({press: press!});
      await pad.updateComplete;
      expect(focused(pad), press).to.equal(key);
      expect(stops()).to.deep.equal([key]);
    }
    await sendKeys({press: 'Tab'});
    expect(document.activeElement!.id).to.equal('after');
    await sendKeys({press: 'Shift+Tab'});
    expect(focused(pad)).to.equal('#');
  });
});

describe('<sip-dialpad> takes what is pasted', () => {
  it('as text before a call', async () => {
    const {pad, field} = await bench();
    const event = paste(keyOf(pad, '1'), ' +49 (30) 1234 ');
    expect(field.value).to.equal('+49 (30) 1234');
    expect(event.defaultPrevented).to.equal(true);
  });

  it('as digits during one, without what cannot be sent', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    await settle();
    paste(keyOf(owner.pad, '1'), '12 3-4,b#x');
    await settle();
    expect(session.log).to.include('digits 1234,B#');
    paste(keyOf(owner.pad, '1'), 'no');
    await settle();
    expect(session.log.filter((line) => line.startsWith('digits'))).to.have.length(1);
  });

  it('not when it is disabled', async () => {
    const {pad, field} = await bench();
    pad.disabled = true;
    await pad.updateComplete;
    paste(pad.shadowRoot!.querySelector('[part=keys]')!, '123');
    pad.press('1');
    expect(field.value).to.equal('');
    expect(pad.value).to.equal('');
  });
});

describe('<sip-dialpad> with a long press on 0', () => {
  const changed = (pad: SipDialpadElement) =>
    new Promise<string>((resolve) => {
      pad.addEventListener('sip-digits-change', (event) => resolve((event as Change).detail.key), {once: true});
    });
  const pointer = (type: string, init: PointerEventInit = {}) =>
    new PointerEvent(type, {bubbles: true, composed: true, cancelable: true, button: 0, pointerId: 1, ...init});

  const lift = () => new MouseEvent('click', {bubbles: true, composed: true, cancelable: true, detail: 1});

  it('types + instead of 0, once', async () => {
    const {pad, field} = await bench();
    const zero = keyOf(pad, '0');
    const key = changed(pad);
    zero.dispatchEvent(pointer('pointerdown'));
    expect(await key).to.equal('+');
    zero.dispatchEvent(pointer('pointerup'));
    zero.dispatchEvent(lift());
    expect(field.value).to.equal('+');
    zero.dispatchEvent(pointer('pointerdown'));
    zero.dispatchEvent(pointer('pointerup'));
    zero.dispatchEvent(lift());
    expect(field.value).to.equal('+0');
  });

  for (const type of ['pointerup', 'pointercancel', 'pointerout']) {
    it(`types nothing more after a short one: ${type}`, async () => {
      const {pad} = await bench();
      const zero = keyOf(pad, '0');
      const {setTimeout: set, clearTimeout: clear} = window;
      const open = new Set<unknown>();
      window.setTimeout = ((callback: () => void) => {
        const id = {callback};
        open.add(id);
        return id;
      }) as never;
      window.clearTimeout = (id) => void open.delete(id);
      zero.dispatchEvent(pointer('pointerdown'));
      const waiting = open.size;
      zero.dispatchEvent(pointer(type));
      const left = open.size;
      Object.assign(window, {setTimeout: set, clearTimeout: clear});
      expect([waiting, left]).to.deep.equal([1, 0]);
    });
  }

  it('that ends beside the key does not swallow the next key by keyboard', async () => {
    const {pad, field} = await bench();
    const key = changed(pad);
    const zero = keyOf(pad, '0');
    zero.dispatchEvent(pointer('pointerdown'));
    await key;
    zero.dispatchEvent(pointer('pointerout')); // The finger leaves the key: no click follows.
    zero.focus();
    await sendKeys({press: 'Enter'});
    expect(field.value).to.equal('+0');
  });

  it('sends a plain 0 during a call, at once', async () => {
    const owner = await bench();
    const {session} = await answeredCall(owner);
    await settle();
    const zero = keyOf(owner.pad, '0');
    zero.dispatchEvent(pointer('pointerdown'));
    zero.dispatchEvent(pointer('pointerup'));
    zero.click();
    await settle();
    expect(session.log).to.include('digits 0');
  });
});

describe('<sip-dialpad> sounds', () => {
  it('for each key, through the phone', async () => {
    const {pad, media} = await bench();
    click(pad, '12');
    pad.press('#');
    expect(media.keys).to.deep.equal(['1', '2', '#']);
  });

  it('not where it is to be silent', async () => {
    const {pad, media, field} = await bench();
    pad.noSound = true;
    click(pad, '12');
    expect(media.keys).to.deep.equal([]);
    expect(field.value).to.equal('12');
  });

  it('not for what is no key', async () => {
    const {pad, media, field} = await bench();
    pad.press('x');
    pad.press('12');
    pad.press('');
    expect(media.keys).to.deep.equal([]);
    expect(field.value).to.equal('');
  });
});

describe('<sip-dialpad> without an owner', () => {
  it('does nothing, and says in the console what it needs', async () => {
    const pad = await fixture<SipDialpadElement>(html`<sip-dialpad mode="digits"></sip-dialpad>`);
    const {messages, restore} = captureWarnings();
    pad.press('1');
    pad.press('2');
    restore();
    expect(messages).to.have.length(1);
    expect(messages[0]).to.contain('sip-dialpad').and.contain('sip-digits-request');
  });
});
