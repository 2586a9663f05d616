import {expect} from '@open-wc/testing';
import '../../src/define/sip-dial-button.js';
import '../../src/define/sip-dial-field.js';
import type {SipDialButtonElement} from '../../src/elements/sip-dial-button.js';
import type {SipDialFieldElement} from '../../src/elements/sip-dial-field.js';
import {captureWarnings, fixture, html, registeredPhone, settle, shadowStates} from './owners.js';

async function bench(content = html`<sip-dial-field></sip-dial-field><sip-dial-button></sip-dial-button>`) {
  const owner = await registeredPhone(content);
  const button = owner.phone.querySelector<SipDialButtonElement>('sip-dial-button')!;
  const field = owner.phone.querySelector<SipDialFieldElement>('sip-dial-field')!;
  const invites = () => owner.engine.log.filter((line) => line.startsWith('invite'));
  return {...owner, button, field, invites};
}

async function press(button: SipDialButtonElement): Promise<void> {
  button.shadowRoot!.querySelector('button')!.click();
  await settle();
}

describe('<sip-dial-button> takes the number', () => {
  it('from its target first', async () => {
    const {button, field, invites} = await bench();
    field.value = '1003';
    button.target = ' 1002 ';
    await press(button);
    expect(invites()).to.deep.equal(['invite sip:1002@example.com']);
  });

  it('else from the field that it names by id, also a plain one', async () => {
    const {button, field, invites} = await bench(
      html`<sip-dial-field></sip-dial-field><input id="other" aria-label="Number" value="1004" />
        <sip-dial-button from="other"></sip-dial-button>`,
    );
    field.value = '1003';
    await press(button);
    expect(invites()).to.deep.equal(['invite sip:1004@example.com']);
  });

  it('else from the field that script gives it', async () => {
    const {button, phone, invites} = await bench(
      html`<sip-dial-field id="a" value="1"></sip-dial-field><sip-dial-field id="b" value="2"></sip-dial-field>
        <sip-dial-button></sip-dial-button>`,
    );
    button.from = phone.querySelector('#b');
    await press(button);
    expect(invites()).to.deep.equal(['invite sip:2@example.com']);
  });

  it('else from the field of its phone, wherever the two are', async () => {
    const {button, field, invites, phone} = await bench();
    phone.id = 'dial-desk';
    const outside = await fixture(html`<div></div>`);
    outside.append(button);
    button.setAttribute('phone', 'dial-desk');
    field.value = '1003';
    await settle();
    await press(button);
    expect(invites()).to.deep.equal(['invite sip:1003@example.com']);
  });

  it('from no field that has left the phone', async () => {
    const {button, field, invites} = await bench();
    const {messages, restore} = captureWarnings();
    field.value = '1003';
    field.remove();
    await settle();
    await press(button);
    restore();
    expect(invites()).to.deep.equal([]);
    expect(messages.join()).to.contain('nothing to call');
  });
});

describe('<sip-dial-button> sends nothing', () => {
  it('of an empty field, but shows where to type', async () => {
    const {button, field, invites} = await bench();
    await press(button);
    expect(invites()).to.deep.equal([]);
    expect(document.activeElement).to.equal(field);
  });

  it('of a text that cannot be called: the field tells why', async () => {
    const {button, field, invites} = await bench();
    field.value = 'no such thing';
    await settle();
    await press(button);
    expect(invites()).to.deep.equal([]);
    expect(field.matches(':state(invalid)')).to.equal(true);
    expect(document.activeElement).to.equal(field);
  });
});

describe('<sip-dial-button> calls', () => {
  for (const [attributes, video] of [
    [html`<sip-dial-button target="1002"></sip-dial-button>`, false],
    [html`<sip-dial-button target="1002" video></sip-dial-button>`, true],
  ] as const) {
    it(video ? 'with a picture' : 'without a picture', async () => {
      const {button, media} = await bench(attributes);
      await press(button);
      expect(media.opened[0]!.getVideoTracks()).to.have.length(video ? 1 : 0);
    });
  }

  it('and is active until somebody answers or it is over', async () => {
    const {button, engine} = await bench(html`<sip-dial-button target="1002"></sip-dial-button>`);
    const states = () => shadowStates(button, 'active', 'pending');
    expect(states()).to.deep.equal([]);
    await press(button);
    expect(states()).to.deep.equal(['active']);
    engine.last.answer();
    await settle();
    expect(states()).to.deep.equal([]);
    await press(button);
    engine.last.hangup({cause: 'busy', code: 486, failed: true});
    await settle();
    expect(states()).to.deep.equal([]);
  });

  it('is not active for a call of somebody else', async () => {
    const {button, engine} = await bench(html`<sip-dial-button target="1002"></sip-dial-button>`);
    engine.ring();
    await settle();
    expect(shadowStates(button, 'active', 'pending')).to.deep.equal([]);
  });
});
