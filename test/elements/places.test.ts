import {expect} from '@open-wc/testing';
import type {TemplateResult} from 'lit';
import '../../src/define/sip-softphone.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {fixture, html, ownerBench, settle, until, type OwnerBench} from './owners.js';

/** The default width of a face in pixels: 26rem. */
const USUAL = 416;

/** Places where pages put a telephone. In most of them the content sets the width. */
const PLACES: Readonly<Record<string, (face: TemplateResult) => TemplateResult>> = {
  'a block': (face) => html`<div>${face}</div>`,
  'a dialog': (face) => html`<dialog open>${face}</dialog>`,
  'a modal dialog': (face) => html`<dialog data-modal>${face}</dialog>`,
  'a popover': (face) => html`<div popover="manual">${face}</div>`,
  'a flex row': (face) => html`<div style="display: flex">${face}</div>`,
  'a flex row beside another thing': (face) => html`<div style="display: flex">${face}<button>x</button></div>`,
  'a centring flex box': (face) =>
    html`<div style="display: flex; justify-content: center; align-items: center; block-size: 40rem">${face}</div>`,
  'a centring flex column': (face) =>
    html`<div style="display: flex; flex-direction: column; align-items: center">${face}</div>`,
  'a centring grid': (face) => html`<div style="display: grid; place-items: center">${face}</div>`,
  'a grid with centred tracks': (face) => html`<div style="display: grid; place-content: center">${face}</div>`,
  'an inline block': (face) => html`<div style="display: inline-block">${face}</div>`,
  'a float': (face) => html`<div style="float: inline-start">${face}</div>`,
  'a fixed corner': (face) => html`<div style="position: fixed; inset-block-end: 0; inset-inline-end: 0">${face}</div>`,
  'an absolute corner': (face) =>
    html`<div style="position: absolute; inset-block-start: 0; inset-inline-end: 0">${face}</div>`,
  'a table cell': (face) =>
    html`<table>
      <tr>
        <td>${face}</td>
      </tr>
    </table>`,
  'a box that fits its content': (face) => html`<div style="inline-size: fit-content">${face}</div>`,
};

type Bench = OwnerBench & {readonly place: HTMLElement; readonly phone: SipPhoneElement};

interface Subject {
  readonly face: (bench: OwnerBench) => TemplateResult;
  /** The selectors from the page's element to the visible box, each in the shadow root of the one before. */
  readonly seen: readonly string[];
  readonly calling?: boolean;
}

const account = (bench: OwnerBench, content: TemplateResult | string = '', style = '') =>
  html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" style=${style} .ports=${bench.ports}
    >${content}</sip-phone
  >`;

/** The elements under test, alone and as a part of the page's own face. */
const SUBJECTS: Readonly<Record<string, Subject>> = {
  '<sip-phone>': {face: (bench) => account(bench), seen: ['sip-phone', 'sip-softphone', '[part=panel]']},
  '<sip-softphone> in a phone': {
    face: (bench) => account(bench, html`<sip-softphone></sip-softphone>`),
    seen: ['sip-softphone', '[part=panel]'],
  },
  '<sip-call>': {
    face: (bench) => account(bench, html`<sip-call></sip-call>`),
    seen: ['sip-call', 'sip-call-card', '[part=card]'],
    calling: true,
  },
  '<sip-call-card> in a call': {
    face: (bench) => account(bench, html`<sip-call><sip-call-card></sip-call-card></sip-call>`),
    seen: ['sip-call-card', '[part=card]'],
    calling: true,
  },
};

/** Puts a subject into a place of a page of that width. */
async function put(
  subject: Subject,
  {place, width, dir = 'ltr'}: {place: string; width: number; dir?: string},
): Promise<Bench> {
  const bench = ownerBench();
  // A box with a transform contains fixed and absolute boxes.
  const page = await fixture<HTMLElement>(
    html`<main dir=${dir} style="inline-size: ${width}px; min-block-size: 50rem; transform: translate(0)">
      ${PLACES[place]!(subject.face(bench))}
    </main>`,
  );
  page.querySelector<HTMLDialogElement>('[data-modal]')?.showModal();
  page.querySelector<HTMLElement>('[popover]')?.showPopover();
  const phone = page.querySelector<SipPhoneElement>('sip-phone')!;
  await until(phone, () => phone.status === 'registered');
  if (subject.calling) {
    bench.engine.ring({name: 'Bob'});
    await phone.calls.at(-1)!.answer();
  }
  await settle();
  return {...bench, place: page, phone};
}

/** Returns the box that a person sees. */
function box({place}: Bench, {seen}: Subject): DOMRect {
  let root: ParentNode = place;
  let found: HTMLElement | null = null;
  for (const selector of seen) {
    found = root.querySelector<HTMLElement>(selector);
    expect(found, selector).to.not.equal(null);
    root = found!.shadowRoot ?? found!;
  }
  return found!.getBoundingClientRect();
}

/** Returns how many pixels stick out of a page sideways. */
function excess({place}: Bench, {left, right}: DOMRect): number {
  const page = place.getBoundingClientRect();
  return Math.max(0, page.left - left, right - page.right, place.scrollWidth - place.clientWidth);
}

for (const [name, subject] of Object.entries(SUBJECTS)) {
  describe(`${name} where its width is not said`, () => {
    for (const place of Object.keys(PLACES)) {
      const block = place === 'a block' && subject.calling;

      it(`has its usual width in ${place}`, async () => {
        const bench = await put(subject, {place, width: 700});
        expect(box(bench, subject).width).to.be.closeTo(block ? 700 : USUAL, 1);
      });

      for (const dir of ['ltr', 'rtl']) {
        it(`fits in ${place} of a narrow page, ${dir}`, async () => {
          // A modal dialog and a popover depend on the window, which is not narrow.
          const top = /modal|popover/.test(place);
          const bench = await put(subject, {place, width: 240, dir});
          const seen = box(bench, subject);
          expect(seen.width).to.be.at.least(190);
          if (!top) expect(excess(bench, seen)).to.equal(0);
        });
      }
    }

    it('keeps a width that can be used beside a long text', async () => {
      const words = 'word '.repeat(300);
      const bench = ownerBench();
      const place = await fixture<HTMLElement>(
        html`<div style="display: flex; inline-size: 700px">
          <p>${words}</p>
          ${subject.face(bench)}
        </div>`,
      );
      const phone = place.querySelector<SipPhoneElement>('sip-phone')!;
      await until(phone, () => phone.status === 'registered');
      if (subject.calling) {
        bench.engine.ring({name: 'Bob'});
        await settle();
      }
      expect(box({...bench, place, phone}, subject).width).to.be.at.least(200);
    });
  });
}

describe('a width that the page says', () => {
  const SIZES: Readonly<Record<string, number>> = {
    'inline-size: 20rem': 320,
    'width: 300px': 300,
    'width: 160px': 160,
    'max-inline-size: 15rem': 240,
    'width: 50%': 350,
    'width: 30rem; --sip-softphone-max-width: none': 480,
  };

  for (const [style, width] of Object.entries(SIZES)) {
    for (const place of ['a block', 'a flex row']) {
      it(`counts: ${style} in ${place}`, async () => {
        const subject: Subject = {...SUBJECTS['<sip-phone>']!, face: (bench) => account(bench, '', style)};
        const bench = await put(subject, {place, width: 700});
        expect(box(bench, subject).width).to.be.closeTo(width, 1);
      });
    }
  }

  it('goes beyond the page if the page wants that', async () => {
    const subject: Subject = {...SUBJECTS['<sip-phone>']!, face: (bench) => account(bench, '', 'width: 400px')};
    const bench = await put(subject, {place: 'a block', width: 300});
    expect(box(bench, subject).width).to.be.closeTo(400, 1);
  });

  it('fills a height that is said', async () => {
    const subject: Subject = {...SUBJECTS['<sip-phone>']!, face: (bench) => account(bench, '', 'block-size: 60rem')};
    const bench = await put(subject, {place: 'a block', width: 700});
    expect(box(bench, subject).height).to.be.closeTo(960, 1);
  });
});

describe('a card without a call', () => {
  it('takes no place', async () => {
    const bench = ownerBench();
    const place = await fixture<HTMLElement>(
      html`<div style="inline-size: fit-content">${account(bench, html`<sip-call-card></sip-call-card>`)}</div>`,
    );
    await settle();
    expect(place.getBoundingClientRect().width).to.equal(0);
  });
});
