import {expect} from '@open-wc/testing';
import '../../src/define/sip-call-card.js';
import '../../src/define/sip-record-button.js';
import {recordingName} from '../../src/elements/save-file.js';
import {answeredCall, captureWarnings, html, listen, registeredPhone, settle} from './owners.js';

const press = async (element: Element | null | undefined) => {
  element!.shadowRoot!.querySelector('button')!.click();
  await settle();
};

/** Records the names of files that are offered for download; `restore()` ends that. */
function downloads() {
  const names: string[] = [];
  const native = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
    names.push(`${this.download} ${this.href.slice(0, 5)}`);
  };
  return {
    names,
    restore: () => {
      HTMLAnchorElement.prototype.click = native;
    },
  };
}

async function bench(button = html`<sip-record-button></sip-record-button>`) {
  const owner = await registeredPhone(html`<sip-call>${button}</sip-call>`);
  const {call, session} = await answeredCall(owner);
  const element = owner.phone.querySelector('sip-call')!;
  return {...owner, call, session, element, button: owner.phone.querySelector('sip-record-button')!};
}

describe('<sip-record-button>', () => {
  it('begins a recording and ends it; that is to be seen on the button and on the call', async () => {
    const {button, element, call} = await bench();
    const told = listen(element, 'sip-recording-change');
    await press(button);
    expect(call.snapshot.recording).to.equal(true);
    expect(button.recording).to.equal(true);
    expect(button.shadowRoot!.textContent).to.contain('Recording');
    expect(element.matches(':state(recording)')).to.equal(true);
    await press(button);
    expect(call.snapshot.recording).to.equal(false);
    expect(element.matches(':state(recording)')).to.equal(false);
    expect(told.map(({detail}) => 'recording' in detail && detail.recording)).to.deep.equal([true, false]);
  });

  it('does nothing where the page prevents it, which is told as an error', async () => {
    const {button, element, call, phone} = await bench();
    const warnings = captureWarnings();
    const errors = listen(phone, 'sip-error');
    element.addEventListener('sip-recording-start', (event) => event.preventDefault());
    await press(button);
    warnings.restore();
    expect(call.snapshot.recording).to.equal(false);
    expect(errors.map(({detail}) => 'error' in detail && detail.error?.code)).to.deep.equal(['recording-refused']);
  });

  it('offers the file, if it is to, once, also when the call ends or the button is gone', async () => {
    const {names, restore} = downloads();
    const {button, session} = await bench(html`<sip-record-button download></sip-record-button>`);
    await press(button);
    await press(button);
    expect(names).to.have.length(1);
    expect(names[0]).to.match(/^\d{4}-\d\d-\d\d \d\d\.\d\d caller\.weba blob:$/);
    await press(button);
    button.remove();
    session.hangup();
    await settle();
    expect(names).to.have.length(2);
    restore();
  });

  it('offers nothing unless asked to, and nothing that somebody else recorded', async () => {
    const {names, restore} = downloads();
    const {button, call} = await bench();
    await press(button);
    await press(button);
    button.download = true;
    await call.startRecording();
    await call.stopRecording();
    await settle();
    restore();
    expect(names).to.deep.equal([]);
  });

  it('is not alone to say so: there is a sign on the card', async () => {
    const {phone} = await registeredPhone(html`<sip-call></sip-call>`).then(async (owner) => {
      const {call} = await answeredCall(owner);
      await call.startRecording();
      await settle();
      return owner;
    });
    const card = phone.querySelector('sip-call')!.shadowRoot!.querySelector('sip-call-card')!;
    expect(card.shadowRoot!.querySelector('[part=recording]')!.textContent).to.equal('Recording');
    await expect(card).to.be.accessible();
  });
});

describe('the name of a recording', () => {
  const nameOf = (name: string, user = 'bob') =>
    recordingName(
      {
        remoteIdentity: {name, uri: 'sip:bob@example.com', user},
        startTime: new Date(2026, 0, 2, 3, 4),
      },
      'video/webm;codecs=vp8,opus',
    );

  for (const [name, file] of [
    ['', '2026-01-02 03.04 bob.webm'],
    ['Bob Marley', '2026-01-02 03.04 Bob Marley.webm'],
    ['שלום 42', '2026-01-02 03.04 שלום 42.webm'],
    ['../../etc/passwd\u0000.exe', '2026-01-02 03.04 etc passwd exe.webm'],
    ['\u202Egnp.<script>', '2026-01-02 03.04 gnp script.webm'],
    ['x'.repeat(300), `2026-01-02 03.04 ${'x'.repeat(40)}.webm`],
    ['///', '2026-01-02 03.04.webm'],
  ] as const) {
    it(JSON.stringify(name.slice(0, 30)), () => {
      expect(nameOf(name)).to.equal(file);
    });
  }
});
