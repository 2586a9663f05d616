import {namedElement} from './named-element.js';

/** A field for a number: a `<sip-dial-field>` or an `<input>`. */
export interface DialField extends HTMLElement {
  value: string;
  /** Types at the end, as a person would. */
  insert?(text: string): void;
  /** Takes the last character away. */
  backspace?(): void;
  reportValidity?(): boolean;
}

const fields = new WeakMap<HTMLElement, Set<DialField>>();

/** Lets the dial pad and the dial button of a phone find its field; the returned function ends it. */
export function addDialField(phone: HTMLElement, field: DialField): () => void {
  const list = fields.get(phone) ?? new Set();
  fields.set(phone, list.add(field));
  return () => void list.delete(field);
}

/**
 * The field that a control is about: the one that it names in this attribute or property, else the first one of its phone.
 */
export function findDialField<A extends string>(
  control: HTMLElement & Readonly<Record<A, Element | string | null>>,
  attribute: A,
  phone: HTMLElement | undefined,
): DialField | undefined {
  const wanted: Element | string | null = control[attribute];
  if (wanted === null) return phone && [...(fields.get(phone) ?? [])][0];
  const element = typeof wanted === 'string' ? namedElement({control, attribute, id: wanted}) : wanted;
  return element && isDialField(element) ? element : undefined;
}

/** Types into a field as a person would: at the end, with an `input` event. */
export function typeInto(field: DialField, text: string): void {
  if (field.insert) {
    field.insert(text);
    return;
  }
  field.value += text;
  field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
}

/** Takes the last character of a field away. */
export function eraseFrom(field: DialField): void {
  if (field.backspace) {
    field.backspace();
    return;
  }
  field.value = withoutLast(field.value);
  field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
}

/** A text without its last character, which may be longer than one code unit. */
export function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}

function isDialField(element: Element): element is DialField {
  return element instanceof HTMLElement && 'value' in element && typeof element.value === 'string';
}
