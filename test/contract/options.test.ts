import {expect} from '@open-wc/testing';
import {OPTIONS, type Option, type OptionName} from '../../src/core/config/options.js';
import {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {elements, type DeclaredElement} from './declared.js';

customElements.define('x-phone', class extends SipPhoneElement {});

/** What only an element needs, and its attribute. */
const ELEMENT_ONLY: Readonly<Record<string, string | false>> = {
  username: 'username',
  connect: 'connect',
  credentialsUrl: 'credentials-url',
  keepAlive: 'keep-alive',
  ports: false,
};
/** How Lit and the manifest know each type of option, and what its property is before anybody sets it. */
const TYPES = {
  text: {lit: 'String', declared: /\| null$/, initial: null},
  number: {lit: 'Number', declared: /^number \| null$/, initial: null},
  boolean: {lit: 'Boolean', declared: /^boolean$/, initial: false},
  script: {lit: 'String', declared: /^PhoneOptions\['\w+'\]$/, initial: undefined},
} as const;

const options = new Map<OptionName, Option<unknown>>(
  Object.entries(OPTIONS).map(([name, option]) => [name as OptionName, option]),
);
const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const spelled = (name: OptionName, {default: usual, type}: Option<unknown>) => {
  const property = usual === true ? `no${capitalized(name)}` : name;
  const attribute = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return {property, attribute: type === 'script' ? (false as const) : attribute};
};
const litAttribute = (property: string) => {
  const attribute = SipPhoneElement.elementProperties.get(property)?.attribute;
  return typeof attribute === 'string' || attribute === false ? attribute : property.toLowerCase();
};
/** By name: a text is what Lit reads where nothing is said. */
const litType = (property: string) => {
  const type = SipPhoneElement.elementProperties.get(property)?.type as {readonly name: string} | undefined;
  return type?.name ?? 'String';
};
const declared = elements.find(({tagName}) => tagName === 'sip-phone') as DeclaredElement;
const member = (name: string) => declared.members?.find((field) => field.name === name);
const own = (properties: Iterable<PropertyKey>) => [...properties].filter((name) => !(String(name) in ELEMENT_ONLY));

describe('every option of a phone', () => {
  for (const [name, option] of options) {
    const {property, attribute} = spelled(name, option);
    const {lit, declared: type, initial} = TYPES[option.type];

    it(`${name} is a property of <sip-phone>, ${attribute ? `and its attribute ${attribute}` : 'without an attribute'}`, () => {
      expect(SipPhoneElement.elementProperties.has(property), property).to.equal(true);
      expect(litAttribute(property)).to.equal(attribute);
      expect(litType(property)).to.equal(lit);
      if (attribute) expect(SipPhoneElement.observedAttributes).to.include(attribute);
      const phone = document.createElement('x-phone') as unknown as Record<string, unknown>;
      expect(phone[property], 'before anybody sets it').to.equal(initial);
    });

    it(`${name} is in custom-elements.json with its type, its default and what it may do`, () => {
      const field = member(property);
      expect(field?.type?.text).to.match(type);
      expect(field?.attribute ?? false).to.equal(attribute);
      // The default of what has a getter is in no declaration.
      if (property !== 'autoAnswer')
        expect(field?.default).to.equal(initial === undefined ? undefined : String(initial));
      const words = field?.description?.replace(/\s+/g, ' ');
      const described = declared.attributes?.find(({fieldName}) => fieldName === property);
      expect(described?.name ?? false).to.equal(attribute);
      if (attribute) expect(described).to.deep.include({type: field?.type, description: field?.description});
      if (option.type === 'number') expect(words).to.contain(`Default: ${String(option.default)}.`);
      if (option.words) expect(words).to.contain(`Default: \`${String(option.default)}\`.`);
      expect(words?.includes('May change at any time.'), 'live').to.equal(option.live ?? false);
    });
  }

  it('whose default is one of some words has the first of them', () => {
    for (const {default: usual, words} of options.values()) if (words) expect(usual).to.equal(words[0]);
  });
});

describe('every property of <sip-phone>', () => {
  const properties = [...options].map(([name, option]) => spelled(name, option).property);

  it('is an option, or one of those that only an element needs', () => {
    expect(own(SipPhoneElement.elementProperties.keys())).to.have.members(properties);
    for (const [property, attribute] of Object.entries(ELEMENT_ONLY))
      expect(litAttribute(property)).to.equal(attribute);
  });

  it('that has an attribute in custom-elements.json is an option, or one of those', () => {
    const fields = (declared.attributes ?? []).flatMap(({fieldName}) => fieldName ?? []);
    const withAttribute = [...options].flatMap(([name, option]) => {
      const {property, attribute} = spelled(name, option);
      return attribute ? property : [];
    });
    expect(own(fields)).to.have.members(withAttribute);
  });
});
