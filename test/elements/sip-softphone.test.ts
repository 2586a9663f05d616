import {expect} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import '../../src/define/sip-softphone.js';
import {SipError} from '../../src/core/errors.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import type {SipSoftphoneElement} from '../../src/elements/sip-softphone.js';
import {
  answeredCall,
  captureWarnings,
  fixture,
  html,
  ownerBench,
  registeredPhone,
  settle,
  until,
  type OwnerBench,
} from './owners.js';

type Bench = OwnerBench & {readonly phone: SipPhoneElement; readonly face: SipSoftphoneElement};

/** Returns the first match, through shadow roots. */
function deep(root: ParentNode, selector: string): HTMLElement | null {
  const found = root.querySelector<HTMLElement>(selector);
  if (found) return found;
  for (const {shadowRoot} of root.querySelectorAll('*')) {
    const inner = shadowRoot && deep(shadowRoot, selector);
    if (inner) return inner;
  }
  return null;
}

const within = ({face}: Bench, selector: string) => deep(face.shadowRoot!, selector);
const textOf = (bench: Bench, selector: string) => {
  const element = within(bench, selector)!;
  return (element.shadowRoot ?? element).textContent.replace(/\s+/g, ' ').trim();
};

/** Returns the focused element, through shadow roots. */
function focused(root: DocumentOrShadowRoot = document): Element | null {
  const element = root.activeElement;
  return element?.shadowRoot?.activeElement ? focused(element.shadowRoot) : element;
}

/** Returns the element whose shadow root has the focus. */
const focusedControl = () => {
  const root = focused()?.getRootNode();
  return root instanceof ShadowRoot ? root.host.localName : undefined;
};

async function bench(scheme = 'light', content = html``): Promise<Bench> {
  const owner = await registeredPhone(html`${content}<sip-softphone style="color-scheme: ${scheme}"></sip-softphone>`);
  return {...owner, face: owner.phone.querySelector('sip-softphone')!};
}

async function failed(scheme: string): Promise<Bench> {
  const owner = ownerBench();
  owner.engine.registerFailure = new SipError('wrong-credentials', 'Refused.', {status: 403});
  const phone = await fixture<SipPhoneElement>(
    html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" .ports=${owner.ports}
      ><sip-softphone style="color-scheme: ${scheme}"></sip-softphone
    ></sip-phone>`,
  );
  await until(phone, () => phone.status === 'failed');
  await settle();
  return {...owner, phone, face: phone.querySelector('sip-softphone')!};
}

async function typeNumber(bench: Bench, number: string): Promise<void> {
  within(bench, 'sip-dial-field')!.focus();
  await sendKeys({type: number});
  await sendKeys({press: 'Enter'});
  await settle();
}

describe('<sip-softphone>', () => {
  let warnings: ReturnType<typeof captureWarnings>;

  beforeEach(() => {
    warnings = captureWarnings(); // The phone logs failed calls.
  });

  afterEach(() => {
    warnings.restore();
  });

  for (const scheme of ['light', 'dark']) {
    const states: Readonly<Record<string, () => Promise<Bench>>> = {
      'not connected': async () => {
        const idle = await bench(scheme);
        await idle.phone.stop();
        return idle;
      },
      idle: () => bench(scheme),
      'with a number that cannot be called': async () => {
        const typing = await bench(scheme);
        await typeNumber(typing, 'no such thing');
        return typing;
      },
      ringing: async () => {
        const ringing = await bench(scheme);
        ringing.engine.ring({name: 'Bob', video: true});
        return ringing;
      },
      calling: async () => {
        const calling = await bench(scheme);
        calling.phone.dial('1002');
        return calling;
      },
      'in a call': async () => {
        const talking = await bench(scheme);
        await answeredCall(talking);
        within(talking, '[part=toggle][aria-controls=keypad]')!.click();
        return talking;
      },
      'in a call, muted and on hold': async () => {
        const held = await bench(scheme);
        const {call} = await answeredCall(held);
        void call.mute();
        await call.hold();
        return held;
      },
      'with a call that failed': async () => {
        const over = await bench(scheme);
        over.phone.dial('1002');
        await settle();
        over.engine.last.hangup({cause: 'busy', code: 486, failed: true});
        return over;
      },
      failed: () => failed(scheme),
    };
    for (const [state, bring] of Object.entries(states)) {
      it(`is accessible ${state}, ${scheme}`, async () => {
        const {face, media} = await bring();
        media.setBlocked(state === 'in a call');
        await settle();
        expect(getComputedStyle(face).colorScheme).to.equal(scheme);
        await expect(face).to.be.accessible();
      });
    }
  }

  it('says that it failed, and why, and tries again', async () => {
    const phone = await failed('light');
    expect(textOf(phone, 'sip-status')).to.contain('The user name or password is wrong.').and.contain('(403)');
    phone.engine.registerFailure = undefined;
    within(phone, '[part=retry]')!.click();
    await until(phone.phone, () => phone.phone.status === 'registered');
    expect(within(phone, '[part=retry]')).to.equal(null);
    expect(textOf(phone, 'sip-status')).to.equal('Available');
  });

  it('calls who is typed, at Enter, and shows how that goes', async () => {
    const phone = await bench();
    await typeNumber(phone, '1002');
    expect(phone.engine.log).to.include('invite sip:1002@example.com');
    expect(textOf(phone, 'sip-caller')).to.contain('1002');
    expect(textOf(phone, 'sip-status[of=call]')).to.equal('Calling…');
    expect(within(phone, '[part=dial]')!.checkVisibility()).to.equal(false);
    phone.engine.last.answer();
    await settle();
    expect(textOf(phone, 'sip-status[of=call]')).to.equal('Connected');
    expect(phone.face.matches(':state(in-call)')).to.equal(true);
  });

  it('calls who is typed with its keys', async () => {
    const phone = await bench();
    const pad = within(phone, 'sip-dialpad')!.shadowRoot!;
    for (const key of ['1', '0', '0', '2']) pad.querySelector<HTMLElement>(`[data-key="${key}"]`)!.click();
    within(phone, 'sip-dial-button')!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(phone.engine.log).to.include('invite sip:1002@example.com');
  });

  it('gives the focus to Answer when somebody calls, and answers by keyboard', async () => {
    const phone = await bench();
    const session = phone.engine.ring({name: 'Bob'});
    await settle();
    expect(focusedControl()).to.equal('sip-answer-button');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(session.log).to.include('accept');
  });

  it('leaves the focus to who is typing', async () => {
    const phone = await bench('light', html`<input id="letter" aria-label="Letter" />`);
    phone.phone.querySelector<HTMLElement>('#letter')!.focus();
    const session = phone.engine.ring();
    await settle();
    await sendKeys({press: 'Enter'});
    await settle();
    expect(document.activeElement!.id).to.equal('letter');
    expect(session.log).not.to.include('accept');
  });

  it('leaves the focus to who is typing a number, whose Enter dials and does not answer', async () => {
    const phone = await bench();
    within(phone, 'sip-dial-field')!.focus();
    await sendKeys({type: '1002'});
    const session = phone.engine.ring();
    await settle();
    expect(focusedControl()).to.equal('sip-dial-field');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(session.log).not.to.include('accept');
    expect(phone.engine.log).to.include('invite sip:1002@example.com');
  });

  it('hangs up by keyboard', async () => {
    const phone = await bench();
    const {session} = await answeredCall(phone);
    within(phone, 'sip-hangup-button')!.focus();
    expect(focusedControl()).to.equal('sip-hangup-button');
    await sendKeys({press: 'Enter'});
    await settle();
    expect(session.over).to.equal(true);
    expect(textOf(phone, 'sip-status[of=call]')).to.equal('Call ended.');
  });

  it('can be worked through with the tab key alone', async () => {
    const phone = await bench();
    await answeredCall(phone);
    within(phone, 'sip-mute-button')!.focus();
    const stops = [focusedControl()];
    for (let stop = 0; stop < 5; stop++) {
      await sendKeys({press: 'Tab'});
      stops.push(focusedControl());
    }
    expect(stops).to.deep.equal([
      'sip-mute-button',
      'sip-hold-button',
      'sip-camera-button',
      'sip-call-card',
      'sip-call-card',
      'sip-hangup-button',
    ]);
  });

  it('shows why a call ended until it is cleared away, and lets call again meanwhile', async () => {
    const phone = await bench();
    await typeNumber(phone, '1002');
    phone.engine.last.hangup({cause: 'busy', code: 486, failed: true});
    await settle();
    expect(textOf(phone, 'sip-status[of=call]')).to.equal('The line is busy. (486)');
    expect(within(phone, '[part=dial]')!.checkVisibility()).to.equal(true);
    within(phone, '[part=dismiss]')!.click();
    await settle();
    expect(within(phone, 'sip-call-card')).to.equal(null);
    within(phone, 'sip-dial-button')!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(phone.engine.log.filter((line) => line === 'invite sip:1002@example.com')).to.have.length(2);
  });

  it('does not lose the focus with the call that had it', async () => {
    const phone = await bench();
    await typeNumber(phone, '1002');
    within(phone, 'sip-hangup-button')!.focus();
    await sendKeys({press: 'Enter'});
    await settle();
    expect(focused()).not.to.equal(document.body);
  });

  it('shows every call, each with its own buttons', async () => {
    const phone = await bench();
    await answeredCall(phone);
    phone.engine.ring({name: 'Cem'});
    await settle();
    expect(phone.face.shadowRoot!.querySelectorAll('sip-call-card')).to.have.length(2);
    within(phone, 'sip-answer-button')!.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(phone.phone.calls.map(({state}) => state)).to.deep.equal(['held', 'active']);
  });

  it('sends digits with the keys of the call', async () => {
    const phone = await bench();
    const {session} = await answeredCall(phone);
    within(phone, '[part=toggle][aria-controls=keypad]')!.click();
    await settle();
    within(phone, 'sip-call-card')!.shadowRoot!.querySelector('sip-dialpad')!.focus();
    await sendKeys({press: '5'});
    await settle();
    expect(session.log).to.include('digits 5');
  });

  it('lets sound through that the browser has blocked', async () => {
    const phone = await bench();
    phone.media.setBlocked(true);
    await settle();
    within(phone, '[part=unblock]')!.click();
    await settle();
    expect(phone.media.blocked).to.equal(false);
    expect(within(phone, '[part=unblock]')).to.equal(null);
  });

  it('is the face of a phone that it names', async () => {
    const {phone, engine} = await registeredPhone(html`<p></p>`);
    phone.id = 'face-desk';
    const face = await fixture<SipSoftphoneElement>(html`<sip-softphone phone="face-desk"></sip-softphone>`);
    engine.ring({name: 'Bob'});
    await settle();
    const answer = deep(face.shadowRoot!, 'sip-answer-button')!;
    answer.shadowRoot!.querySelector('button')!.click();
    await settle();
    expect(engine.last.log).to.include('accept');
  });
});
