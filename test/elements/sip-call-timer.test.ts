import {expect} from '@open-wc/testing';
import '../../src/define/sip-call-timer.js';
import {tickerCount} from '../../src/controllers/ticker.js';
import type {SipCallTimerElement} from '../../src/elements/sip-call-timer.js';
import {answeredCall, html, registeredPhone, settle} from './owners.js';

const {now} = Date;
const timeOf = (timer: SipCallTimerElement) => timer.shadowRoot!.querySelector('time')!;

/** Resolves when the timer shows a text. */
function shows(timer: SipCallTimerElement, text: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (timeOf(timer).textContent.trim() !== text) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(timer.shadowRoot!, {subtree: true, childList: true, characterData: true});
    look();
  });
}

async function bench(content = html`<sip-call-timer></sip-call-timer>`) {
  const owner = await registeredPhone(content);
  return {...owner, timer: owner.phone.querySelector('sip-call-timer')!};
}

describe('<sip-call-timer>', () => {
  afterEach(() => {
    Date.now = now;
  });

  it('stands still until both sides have answered', async () => {
    const {timer, engine} = await bench();
    engine.ring();
    await settle();
    expect(timeOf(timer).textContent.trim()).to.equal('0:00');
    expect(timer.matches(':state(empty)')).to.equal(true);
    expect(tickerCount()).to.equal(0);
  });

  it('counts', async () => {
    const owner = await bench();
    await answeredCall(owner);
    expect(owner.timer.matches(':state(running)')).to.equal(true);
    for (const [seconds, text] of [
      [7, '0:07'],
      [65, '1:05'],
      [3723, '1:02:03'],
    ] as const) {
      const at = owner.phone.activeCall!.snapshot.startTime!.getTime() + seconds * 1000;
      Date.now = () => at;
      await shows(owner.timer, text);
      expect(owner.timer.seconds).to.equal(seconds);
      expect(timeOf(owner.timer).dateTime).to.equal(`PT${String(seconds)}S`);
    }
  });

  it('is read in words, and written so if wanted', async () => {
    const owner = await bench(html`<sip-call-timer format="words"></sip-call-timer>`);
    await answeredCall(owner);
    const at = owner.phone.activeCall!.snapshot.startTime!.getTime() + 62_000;
    Date.now = () => at;
    await shows(owner.timer, '1 minute, 2 seconds');
    expect(timeOf(owner.timer).getAttribute('aria-label')).to.equal('1 minute, 2 seconds');
    expect(timeOf(owner.timer).getAttribute('role')).to.equal('timer');
    await expect(owner.timer).to.be.accessible();
  });

  it('stops when the call ends, and keeps how long it was', async () => {
    const owner = await bench(html`<sip-call><sip-call-timer></sip-call-timer></sip-call>`);
    const {session, call} = await answeredCall(owner);
    const at = call.snapshot.startTime!.getTime() + 9_000;
    Date.now = () => at;
    session.hangup();
    await settle();
    expect(timeOf(owner.timer).textContent.trim()).to.equal('0:09');
    expect(owner.timer.matches(':state(running)')).to.equal(false);
    expect(tickerCount()).to.equal(0);
  });

  it('ticks for nobody when it is gone, and goes on when it is back', async () => {
    // A phone without content would show its own face, which contains a timer.
    const owner = await bench(
      html`<p></p>
        <sip-call-timer></sip-call-timer>`,
    );
    await answeredCall(owner);
    expect(tickerCount()).to.equal(1);
    owner.timer.remove();
    await settle();
    expect(tickerCount()).to.equal(0);
    owner.phone.append(owner.timer);
    await settle();
    expect(tickerCount()).to.equal(1);
    owner.timer.remove();
  });
});
