import {expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {LitElement} from 'lit';
import {focusWhenDefined} from '../../src/controllers/focus.js';

let count = 0;

/** A button whose tag is not there yet, the place that waits for it, and a button of the page behind them. */
async function bench() {
  const tag = `x-later-${String(++count)}`;
  const element = document.createElement(tag);
  const root = await fixture<HTMLElement>(
    html`<div>
      <section aria-label="Place">${element}</section>
      <button>Next</button>
    </div>`,
  );
  const fetched = async () => {
    customElements.define(
      tag,
      class extends LitElement {
        static override shadowRootOptions: ShadowRootInit = {mode: 'open', delegatesFocus: true};
        protected override render = () => html`<button>Later</button>`;
      },
    );
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {element, place: root.querySelector('section')!, next: root.querySelector('button')!, fetched};
}

describe('the focus of an element that is being fetched', () => {
  it('is where the element will be, and then on it', async () => {
    const {element, place, fetched} = await bench();
    void focusWhenDefined(element, place);
    expect(document.activeElement).to.equal(place);
    await fetched();
    expect(document.activeElement).to.equal(element);
    expect(place.hasAttribute('tabindex')).to.equal(false);
  });

  it('stays with who has moved on', async () => {
    const {element, place, next, fetched} = await bench();
    void focusWhenDefined(element, place);
    await sendKeys({press: 'Tab'});
    expect(document.activeElement).to.equal(next);
    await fetched();
    expect(document.activeElement).to.equal(next);
    expect(place.hasAttribute('tabindex')).to.equal(false);
  });

  it('stays in the place of an element that was not needed any more', async () => {
    const {element, place, fetched} = await bench();
    void focusWhenDefined(element, place);
    element.remove();
    await fetched();
    expect(document.activeElement).to.equal(place);
  });
});
