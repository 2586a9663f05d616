import {namedElement} from './named-element.js';

/** A field for a number: a `<sip-dial-field>` or an `<input>`. */
export interface DialField extends HTMLElement {
  value: string;
  /** Adds text at the end, as if a person typed it. */
  insert?(text: string): void;
  /** Deletes the last character. */
  backspace?(): void;
  reportValidity?(): boolean;
}

const fields = new WeakMap<HTMLElement, Set<DialField>>();

/** Registers the field of a phone for its dial pad and dial button. The returned function removes it again. */
export function addDialField(phone: HTMLElement, field: DialField): () => void {
  const list = fields.get(phone) ?? new Set();
  fields.set(phone, list.add(field));
  return () => void list.delete(field);
}

/**
 * Finds the field of a control: the one that its attribute or property names, else the first field of its phone.
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

/** Adds text at the end of a field, with an `input` event, as if a person typed it. */
export function typeInto(field: DialField, text: string): void {
  if (field.insert) {
    field.insert(text);
    return;
  }
  field.value += text;
  field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
}

/** Deletes the last character of a field, with an `input` event. */
export function eraseFrom(field: DialField): void {
  if (field.backspace) {
    field.backspace();
    return;
  }
  field.value = withoutLast(field.value);
  field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
}

/** Returns a text without its last character, which may be more than one UTF-16 code unit. */
export function withoutLast(text: string): string {
  return Array.from(text).slice(0, -1).join('');
}

function isDialField(element: Element): element is DialField {
  return element instanceof HTMLElement && 'value' in element && typeof element.value === 'string';
}
