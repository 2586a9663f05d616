import {expect} from '@open-wc/testing';
import {LitElement} from 'lit';
import {definitions, elements, recordDefinitions, type DeclaredElement} from './declared.js';

const defined = recordDefinitions();
await import('../../src/define/all.js');

const names = (list: readonly {readonly name: string}[] | undefined) => (list ?? []).map(({name}) => name);

/** Puts an element on the page, without an owner. */
async function render(tag: string): Promise<LitElement> {
  const element: Element = document.createElement(tag);
  if (!(element instanceof LitElement)) throw new TypeError(`<${tag}> is not of Lit`);
  document.body.append(element);
  await element.updateComplete;
  return element;
}

/** Returns the values of an attribute in the shadow root, split at spaces. */
const used = (element: LitElement, attribute: string) =>
  [...(element.shadowRoot?.querySelectorAll(`[${attribute}]`) ?? [])].flatMap((inner) =>
    (inner.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean),
  );

describe('custom-elements.json', () => {
  it('has every tag that is registered, and no other', () => {
    expect(names(elements.map(({tagName}) => ({name: tagName})))).to.have.members(defined);
    expect([...definitions.keys()]).to.have.members(defined);
  });

  for (const declared of elements) describe(`<${declared.tagName}>`, () => checks(declared));
});

function checks(declared: DeclaredElement): void {
  const {tagName: tag} = declared;
  const type = customElements.get(tag) as typeof LitElement;
  const attributes = names(declared.attributes);

  it('is the class of that name', () => {
    expect(type.name.replace(/^_/, '')).to.equal(declared.name);
    expect(definitions.get(tag)).to.equal(declared.name);
  });

  it('has exactly the attributes of the class', () => {
    expect(attributes).to.have.members(type.observedAttributes);
    expect(new Set(attributes).size, 'each once').to.equal(attributes.length);
  });

  it('has only members that exist', async () => {
    const element = await render(tag);
    for (const {name, static: isStatic} of declared.members ?? []) {
      expect(name in (isStatic ? type : element), name).to.equal(true);
    }
    element.remove();
  });

  it('has every part and slot that is rendered', async () => {
    const element = await render(tag);
    expect(names(declared.cssParts)).to.include.members(used(element, 'part'));
    const slots = [...(element.shadowRoot?.querySelectorAll('slot') ?? [])].map(({name}) => name);
    expect(names(declared.slots)).to.include.members(slots);
    element.remove();
  });

  it('says what everything is for', () => {
    expect(declared.summary, 'summary').to.match(/\.$/);
    const lists = ['attributes', 'events', 'slots', 'cssParts', 'cssStates', 'cssProperties'] as const;
    for (const list of lists) {
      const silent = (declared[list] ?? []).filter(({description}) => !description?.trim());
      expect(names(silent), list).to.deep.equal([]);
    }
  });

  it('names its events, states and properties as we do', () => {
    for (const name of names(declared.events)) expect(name).to.match(/^(sip-[a-z-]+|change|input|invalid)$/);
    for (const name of names(declared.cssStates)) expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
    for (const name of names(declared.cssProperties)) expect(name).to.match(/^--sip-[a-z-]+$/);
  });
}
