import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define/sip-dial-field.js';
import '../../src/i18n/de.js';
import type {SipDialFieldElement} from '../../src/elements/sip-dial-field.js';
import {fixture, html, registeredPhone, settle, shadowStates} from './owners.js';

async function bench(content = html`<sip-dial-field></sip-dial-field>`) {
  const owner = await registeredPhone(content);
  const field = owner.phone.querySelector<SipDialFieldElement>('sip-dial-field')!;
  const invites = () => owner.engine.log.filter((line) => line.startsWith('invite'));
  return {...owner, field, invites, input: inputOf(field)};
}

const inputOf = (field: SipDialFieldElement) => field.shadowRoot!.querySelector('input')!;
const messageOf = (field: SipDialFieldElement) => field.shadowRoot!.querySelector<HTMLElement>('[part=message]')!;

async function type(field: SipDialFieldElement, ...keys: string[]): Promise<void> {
  field.focus();
  for (const text of keys) await sendKeys(text === 'Enter' ? {press: text} : {type: text});
  await settle();
}

async function inForm(content: unknown) {
  const form = await fixture<HTMLFormElement>(html`<form>${content}</form>`);
  const field = form.querySelector<SipDialFieldElement>('sip-dial-field')!;
  let submits = 0;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submits++;
  });
  return {form, field, submits: () => submits};
}

describe('<sip-dial-field> dials', () => {
  it('what is typed, at Enter', async () => {
    const {field, invites} = await bench();
    await type(field, '1002', 'Enter');
    expect(invites()).to.deep.equal(['invite sip:1002@example.com']);
  });

  it('once, however often Enter repeats the event', async () => {
    const {field, invites, phone} = await bench();
    phone.addEventListener('sip-dial-request', (event) => event.preventDefault(), {once: true});
    await type(field, '1002', 'Enter');
    expect(invites()).to.deep.equal([]);
    await type(field, 'Enter');
    expect(invites()).to.have.length(1);
  });

  it('what is pasted from a page: tel:+49 (30) 1234', async () => {
    const {field, invites} = await bench(
      html`<input id="source" aria-label="Source" value="tel:+49 (30) 1234" /><sip-dial-field></sip-dial-field>`,
    );
    const source = document.querySelector<HTMLInputElement>('#source')!;
    source.select();
    await sendKeys({press: 'Control+C'});
    field.focus();
    await sendKeys({press: 'Control+V'});
    expect(field.value).to.equal('tel:+49 (30) 1234');
    await type(field, 'Enter');
    expect(invites()).to.deep.equal(['invite sip:+49301234@example.com']);
  });

  it('from script too, with a picture if wanted', async () => {
    const {field, phone, invites} = await bench();
    const details: unknown[] = [];
    phone.addEventListener('sip-dial-request', (event) => details.push((event as CustomEvent).detail));
    field.value = ' bob ';
    field.dial({video: true});
    await settle();
    expect(details).to.deep.equal([{target: 'bob', video: true}]);
    expect(invites()).to.deep.equal(['invite sip:bob@example.com']);
  });

  it('not while a person composes a word, and not if somebody else has dealt with Enter', async () => {
    const {field, input, invites} = await bench();
    field.value = '1002';
    await settle();
    const enter = {key: 'Enter', bubbles: true, composed: true, cancelable: true};
    input.dispatchEvent(new KeyboardEvent('keydown', {...enter, isComposing: true}));
    const dealt = new KeyboardEvent('keydown', enter);
    dealt.preventDefault();
    input.dispatchEvent(dealt);
    await settle();
    expect(invites()).to.deep.equal([]);
  });

  it('nothing, but takes the focus, where there is nothing', async () => {
    const {field, input, invites} = await bench();
    field.value = '  ';
    field.dial();
    await settle();
    expect(invites()).to.deep.equal([]);
    expect(field.shadowRoot!.activeElement).to.equal(input);
    expect(field.matches(':state(invalid)')).to.equal(false);
  });
});

describe('<sip-dial-field> keeps the number', () => {
  it('until the call is answered', async () => {
    const {field, engine} = await bench();
    await type(field, '1002', 'Enter');
    engine.last.ring();
    await settle();
    expect(field.value).to.equal('1002');
    engine.last.answer();
    await settle();
    expect(field.value).to.equal('');
  });

  it('when the call fails', async () => {
    const {field, engine} = await bench();
    await type(field, '1002', 'Enter');
    engine.last.hangup({cause: 'busy', code: 486, failed: true});
    await settle();
    expect(field.value).to.equal('1002');
  });

  it('when another call is answered, and when something else has been typed by then', async () => {
    const {field, engine, phone} = await bench();
    field.value = '1002';
    phone.dial('1003');
    await settle();
    engine.last.answer();
    await settle();
    expect(field.value).to.equal('1002');
    await type(field, 'Enter');
    field.value = '1004';
    engine.last.answer();
    await settle();
    expect(field.value).to.equal('1004');
  });

  it('in a form, where it is data', async () => {
    const {field, engine} = await bench(html`<form><sip-dial-field name="number"></sip-dial-field></form>`);
    await type(field, '1002', 'Enter');
    engine.last.answer();
    await settle();
    expect(field.value).to.equal('1002');
  });
});

describe('<sip-dial-field> tells the person what is wrong', () => {
  const TEXT = 'This number or address cannot be called. Check it and try again.';

  it('in words, when Enter is pressed; sends nothing and keeps the focus', async () => {
    const {field, input, invites} = await bench();
    await type(field, 'no such thing', 'Enter');
    expect(invites()).to.deep.equal([]);
    expect(messageOf(field).textContent).to.equal(TEXT);
    expect(messageOf(field).hidden).to.equal(false);
    expect(input.getAttribute('aria-invalid')).to.equal('true');
    expect(field.shadowRoot!.getElementById(input.getAttribute('aria-describedby')!)).to.equal(messageOf(field));
    expect(field.matches(':state(invalid)')).to.equal(true);
    expect(field.shadowRoot!.activeElement).to.equal(input);
    expect(field.value).to.equal('no such thing');
  });

  it('not before', async () => {
    const {field, input} = await bench();
    await type(field, 'no such thing');
    expect(messageOf(field).hidden).to.equal(true);
    expect(input.hasAttribute('aria-invalid')).to.equal(false);
  });

  it('until the text is changed', async () => {
    const {field} = await bench();
    await type(field, 'no such thing', 'Enter');
    await type(field, 's');
    expect(messageOf(field).hidden).to.equal(true);
    expect(field.matches(':state(invalid)')).to.equal(false);
  });

  it('in the language around it, also when that changes', async () => {
    const {field, phone} = await bench();
    await type(field, 'no such thing', 'Enter');
    phone.lang = 'de';
    await settle();
    expect(messageOf(field).textContent).not.to.equal(TEXT);
    expect(field.validationMessage).to.equal(messageOf(field).textContent);
  });

  it('of a domain that a number needs where there is no account', async () => {
    const {field, phone} = await bench();
    phone.uri = '';
    await settle();
    field.value = '1002';
    await settle();
    expect(field.checkValidity()).to.equal(false);
    field.value = '1002@example.com';
    expect(field.checkValidity()).to.equal(true);
  });
});

describe('<sip-dial-field> in a form', () => {
  it('has a name and a value in its data', async () => {
    const {form, field} = await inForm(html`<sip-dial-field name="number" value="1002"></sip-dial-field>`);
    expect(new FormData(form).get('number')).to.equal('1002');
    await type(field, '3');
    expect(new FormData(form).get('number')).to.equal('10023');
    field.value = '9';
    expect(new FormData(form).get('number')).to.equal('9');
    expect(field.form).to.equal(form);
    expect(form.elements.namedItem('number')).to.equal(field);
  });

  it('is required, and says so', async () => {
    const {form, field} = await inForm(html`<sip-dial-field name="number" required></sip-dial-field>`);
    expect(field.validity.valueMissing).to.equal(true);
    expect(field.validationMessage).to.equal('Type a number or an address.');
    expect(form.checkValidity()).to.equal(false);
    field.value = '1002';
    expect(form.checkValidity()).to.equal(true);
    expect(field.validationMessage).to.equal('');
  });

  it('is invalid with what cannot be called, or does not match its pattern', async () => {
    const {form, field} = await inForm(html`<sip-dial-field name="number" pattern="[0-9]+"></sip-dial-field>`);
    field.value = 'a b';
    expect(field.checkValidity()).to.equal(false);
    expect(field.validity.patternMismatch).to.equal(true);
    field.pattern = '';
    await field.updateComplete;
    expect(form.checkValidity()).to.equal(false);
    expect(field.validity.typeMismatch).to.equal(true);
    expect(form.matches(':invalid')).to.equal(true);
  });

  it('keeps the form from being sent', async () => {
    const {form, field, submits} = await inForm(html`<sip-dial-field name="number" required></sip-dial-field>`);
    let told = 0;
    field.addEventListener('invalid', () => told++);
    form.requestSubmit();
    expect(submits()).to.equal(0);
    expect(told).to.equal(1);
    field.value = '1002';
    form.requestSubmit();
    expect(submits()).to.equal(1);
  });

  it('goes back to its attribute at a reset', async () => {
    const {form, field} = await inForm(html`<sip-dial-field name="number" value="1002"></sip-dial-field>`);
    await type(field, '3');
    form.reset();
    await settle();
    expect(field.value).to.equal('1002');
    expect(inputOf(field).value).to.equal('1002');
    expect(new FormData(form).get('number')).to.equal('1002');
  });

  it('is disabled by its fieldset, and not part of the data then', async () => {
    const {form, field} = await inForm(
      html`<fieldset disabled><sip-dial-field name="number" value="1002" required></sip-dial-field></fieldset>`,
    );
    await settle();
    expect(inputOf(field).disabled).to.equal(true);
    expect(new FormData(form).has('number')).to.equal(false);
    expect(field.willValidate).to.equal(false);
    form.querySelector('fieldset')!.disabled = false;
    await settle();
    expect(inputOf(field).disabled).to.equal(false);
    expect(new FormData(form).get('number')).to.equal('1002');
  });

  it('neither dials nor takes keys of a dial pad while it is disabled', async () => {
    const {field, invites} = await bench(
      html`<fieldset disabled><sip-dial-field value="1002"></sip-dial-field></fieldset>`,
    );
    field.dial();
    field.insert('3');
    field.backspace();
    await settle();
    expect(invites()).to.deep.equal([]);
    expect(field.value).to.equal('1002');
  });

  it('gets back what the browser had kept', async () => {
    const {field} = await inForm(html`<sip-dial-field name="number"></sip-dial-field>`);
    field.formStateRestoreCallback('1002');
    await settle();
    expect(inputOf(field).value).to.equal('1002');
    field.formStateRestoreCallback(null);
    expect(field.value).to.equal('1002');
  });

  it('submits at Enter where there is no phone to call with', async () => {
    const {field, submits} = await inForm(html`<sip-dial-field name="number"></sip-dial-field>`);
    await type(field, '1002', 'Enter');
    expect(submits()).to.equal(1);
  });

  it('has the name that its label gives it', async () => {
    const holder = await fixture(
      html`<div><label for="dial-labelled">Extension</label><sip-dial-field id="dial-labelled"></sip-dial-field></div>`,
    );
    const field = holder.querySelector('sip-dial-field')!;
    expect(inputOf(field).getAttribute('aria-label')).to.equal('Extension');
    holder.querySelector('label')!.click();
    expect(field.shadowRoot!.activeElement).to.equal(inputOf(field));
  });
});

describe('<sip-dial-field> as a text field', () => {
  it('tells of what the person changes, and not of what the page sets', async () => {
    const {field} = await bench();
    const events: string[] = [];
    for (const name of ['input', 'change']) field.addEventListener(name, ({type}) => events.push(type));
    field.value = '1';
    await settle();
    expect(events).to.deep.equal([]);
    await type(field, '2');
    expect(events).to.deep.equal(['input']);
    inputOf(field).blur();
    expect(events).to.deep.equal(['input', 'change']);
    expect(field.value).to.equal('12');
  });

  it('has a key that deletes the last character, while there is one', async () => {
    const {field} = await bench();
    const key = field.shadowRoot!.querySelector<HTMLButtonElement>('[part=delete]')!;
    expect(key.hidden).to.equal(true);
    field.value = '1😀';
    await settle();
    expect(key.hidden).to.equal(false);
    key.click();
    expect(field.value).to.equal('1');
    key.click();
    await settle();
    expect(field.value).to.equal('');
    expect(key.hidden).to.equal(true);
    expect(field.shadowRoot!.activeElement).to.equal(inputOf(field));
  });

  it('takes an attribute that is removed for no text', async () => {
    const {field} = await bench(html`<sip-dial-field value="1"></sip-dial-field>`);
    field.removeAttribute('value');
    await settle();
    expect(field.value).to.equal('');
    expect(field.matches(':state(empty)')).to.equal(true);
  });

  it('keeps what is typed when it gets the focus by script', async () => {
    const {field} = await bench(html`<sip-dial-field value="12"></sip-dial-field>`);
    field.focus();
    await sendKeys({type: '3'});
    expect(field.value).to.equal('123');
  });

  it('has states for its style', async () => {
    const {field} = await bench();
    expect(shadowStates(field, 'empty', 'invalid', 'unlinked')).to.deep.equal(['empty']);
    field.value = '1';
    await settle();
    expect(shadowStates(field, 'empty', 'invalid', 'unlinked')).to.deep.equal([]);
  });
});
