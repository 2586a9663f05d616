import {expect} from '@open-wc/testing';
import {SipError} from '../../src/core/errors.js';
import type {SipDeviceSelectElement} from '../../src/elements/sip-device-select.js';
import '../../src/define/sip-device-select.js';
import {fixture, html, listen, ownerBench, registeredPhone, settle, shadowStates} from './owners.js';

const desk = {deviceId: 'd', label: 'Desk'};
const head = {deviceId: 'h', label: 'Headset'};

async function bench(kind: string) {
  const owner = await registeredPhone(html`<sip-device-select kind=${kind}></sip-device-select>`);
  const element = owner.phone.querySelector<SipDeviceSelectElement>('sip-device-select')!;
  const plug = async (change: Parameters<typeof owner.media.plug>[0]) => {
    owner.media.plug(change);
    await settle();
  };
  await settle();
  return {...owner, element, plug};
}

const selectOf = (element: Element) => element.shadowRoot!.querySelector('select')!;
const optionsOf = (element: Element) => [...selectOf(element).options].map(({text}) => text);
const hintOf = (element: Element) => element.shadowRoot!.querySelector('[part=hint]')!.textContent.trim();

async function pick(element: Element, value: string): Promise<void> {
  const select = selectOf(element);
  select.value = value;
  select.dispatchEvent(new Event('change', {bubbles: true}));
  await settle();
}

describe('<sip-device-select>', () => {
  it('lists what there is, the choice of the browser first, and chooses', async () => {
    const {element, phone, plug, media} = await bench('microphone');
    await plug({microphones: [desk, head, desk, {deviceId: '', label: ''}]});
    expect(optionsOf(element)).to.deep.equal(['System default', 'Desk', 'Headset']);
    expect(element.value).to.equal('');
    const notices = listen(phone, 'sip-device-change');
    await pick(element, 'h');
    expect([element.value, selectOf(element).value, media.used.microphone]).to.deep.equal(['h', 'h', 'h']);
    expect(notices.map(({detail}) => detail)).to.deep.equal([{kind: 'microphone', device: head, reason: 'chosen'}]);
    await plug({microphones: [desk]});
    expect(selectOf(element).value).to.equal('');
    await plug({microphones: [desk, head]});
    expect(selectOf(element).value).to.equal('h');
  });

  for (const [kind, list] of [
    ['camera', 'cameras'],
    ['speaker', 'speakers'],
    ['ringer', 'speakers'],
  ] as const) {
    it(`chooses a ${kind}`, async () => {
      const {element, plug, media} = await bench(kind);
      await plug({[list]: [desk, head]});
      await pick(element, 'h');
      expect(media.used).to.deep.equal({microphone: '', camera: '', speaker: '', ringer: '', [kind]: 'h'});
    });
  }

  it('counts devices that have no name yet, and lets the browser ask for it', async () => {
    const {element, plug, media} = await bench('microphone');
    await plug({
      microphones: [
        {deviceId: 'd', label: ''},
        {deviceId: 'h', label: ''},
      ],
    });
    expect(optionsOf(element)).to.deep.equal(['System default', 'Microphone 1', 'Microphone 2', 'Choose…']);
    media.choice = desk;
    await pick(element, '?');
    expect(media.used.microphone).to.equal('d');
    await plug({microphones: [desk, head]});
    expect(optionsOf(element)).to.deep.equal(['System default', 'Desk', 'Headset']);
  });

  it("offers the browser's own dialog for loudspeakers where it has one", async () => {
    const ports = ownerBench();
    ports.media.speakerChoice = 'dialog';
    const phone = await fixture(
      html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" .ports=${ports.ports}>
        <sip-device-select kind="speaker"></sip-device-select>
      </sip-phone>`,
    );
    const element = phone.querySelector('sip-device-select')!;
    await settle();
    expect(optionsOf(element)).to.deep.equal(['System default', 'Choose…']);
    await pick(element, '?');
    expect(selectOf(element).value).to.equal('');
    ports.media.choice = head;
    await pick(element, '?');
    expect(ports.media.used.speaker).to.equal('h');
  });

  it('says how to allow what is blocked, until it is allowed', async () => {
    const {element, plug} = await bench('microphone');
    await plug({microphones: [desk], denied: ['microphone']});
    expect(hintOf(element)).to.match(/blocked\. Allow it in the settings of this site/);
    expect(shadowStates(element, 'denied', 'empty', 'unsupported')).to.deep.equal(['denied']);
    await plug({denied: []});
    expect(hintOf(element)).to.equal('');
    expect(shadowStates(element, 'denied', 'empty', 'unsupported')).to.deep.equal([]);
  });

  it('says why something could not be used', async () => {
    const {element, plug, media} = await bench('speaker');
    await plug({speakers: [desk, head]});
    media.mute.add('h');
    await pick(element, 'h');
    expect(hintOf(element)).to.equal('This speaker cannot be used. Choose another one.');
    expect(selectOf(element).value).to.equal('');
    await pick(element, 'd');
    expect(hintOf(element)).to.equal('');
  });

  it('says that there is none, or that this browser cannot choose', async () => {
    const camera = await bench('camera');
    await camera.plug({});
    expect(hintOf(camera.element)).to.match(/No camera was found/);
    expect(selectOf(camera.element).disabled).to.equal(true);
    expect(shadowStates(camera.element, 'empty')).to.deep.equal(['empty']);

    const speaker = await bench('ringer');
    speaker.media.speakerChoice = 'none';
    await speaker.plug({speakers: [desk]});
    expect(hintOf(speaker.element)).to.match(/cannot choose a speaker/);
    expect(selectOf(speaker.element).disabled).to.equal(true);
    expect(shadowStates(speaker.element, 'unsupported')).to.deep.equal(['unsupported']);
    await expect(speaker.element).to.be.accessible();
  });

  it('lists devices also before the phone is connected', async () => {
    const ports = ownerBench();
    ports.media.present = {...ports.media.present, microphones: [desk]};
    const phone = await fixture(
      html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" connect="manual" .ports=${ports.ports}>
        <sip-device-select></sip-device-select>
      </sip-phone>`,
    );
    await settle();
    expect(optionsOf(phone.querySelector('sip-device-select')!)).to.deep.equal(['System default', 'Desk']);
    expect(ports.engine.log).to.deep.equal([]);
  });

  it('leaves a running call as it is when its choice cannot be opened', async () => {
    const {element, plug, media, phone, engine} = await bench('microphone');
    await plug({microphones: [desk, head]});
    phone.dial('1002');
    await settle();
    engine.last.answer();
    await settle();
    media.failure = new SipError('device-busy', 'In use.');
    await pick(element, 'h');
    expect(selectOf(element).value).to.equal('');
    expect(hintOf(element)).to.match(/in use by another program/);
    expect(phone.calls[0]!.state).to.equal('active');
  });
});
