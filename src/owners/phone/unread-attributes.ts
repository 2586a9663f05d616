import type {PropertyDeclaration} from 'lit';
import {kebab} from './phone-settings.js';

const SECRETS = new Set('password passwd ha1 token secret credential credentials'.split(' '));
const HOW =
  'in script, or as your framework sets properties (React before 19: by a ref; Svelte: in onMount; Vue and Lit: ' +
  '.name; Angular: [name]; Solid: prop:name)';

/** Returns the attribute from which Lit reads a property; undefined if there is none. */
export function attributeOf(property: PropertyKey, {attribute}: PropertyDeclaration): string | undefined {
  if (attribute === false) return undefined;
  return typeof attribute === 'string' ? attribute : String(property).toLowerCase();
}

/**
 * Returns why the phone does not read an attribute that an author may have meant: the attribute would make a secret
 * public, the value of the property is not a text, or the attribute has another spelling. The text never contains the
 * value.
 *
 * @param name - In lower case, as HTML keeps it.
 */
export function whyUnread(name: string, properties: ReadonlyMap<PropertyKey, PropertyDeclaration>): string | undefined {
  if (SECRETS.has(name)) {
    return (
      `the attribute ${name} is not read, because markup is public, cached and indexed. Set the property credentials ` +
      `${HOW}, answer the event sip-credentials-request, or name a credentials-url.`
    );
  }
  for (const [property, declaration] of properties) {
    const spelled = kebab(String(property));
    const attribute = attributeOf(property, declaration);
    const meant = name === spelled || name === spelled.replaceAll('-', '');
    if (!meant || name === attribute) continue;
    if (attribute) return `the attribute ${name} is spelled ${attribute}, the property ${String(property)}.`;
    return `the attribute ${name} is not read, because its value is not a text. Set the property ${String(property)} ${HOW}.`;
  }
  return undefined;
}
