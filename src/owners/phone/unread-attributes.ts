import type {PropertyDeclaration} from 'lit';
import {kebab} from './phone-settings.js';

const SECRETS = new Set('password passwd ha1 token secret credential credentials'.split(' '));
const HOW =
  'in script, or as your framework sets properties (React before 19: by a ref; Svelte: in onMount; Vue and Lit: ' +
  '.name; Angular: [name]; Solid: prop:name)';

/** The attribute that Lit reads a property from; undefined if there is none. */
export function attributeOf(property: PropertyKey, {attribute}: PropertyDeclaration): string | undefined {
  if (attribute === false) return undefined;
  return typeof attribute === 'string' ? attribute : String(property).toLowerCase();
}

/**
 * Why an attribute that an author may have meant is not read: it would make a secret public, its value is no text, or it
 * is spelled otherwise. Never says its value.
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
    return `the attribute ${name} is not read, because its value is no text. Set the property ${String(property)} ${HOW}.`;
  }
  return undefined;
}
