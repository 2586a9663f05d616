import {createLogger} from '../core/logger.js';

const logger = createLogger();
const warned = new WeakMap<Element, Set<string>>();

/** Writes a warning about an element to the console, once for each element and message. */
export function warnOnce(element: Element, message: string): void {
  const messages = warned.get(element) ?? new Set();
  warned.set(element, messages);
  if (messages.has(message)) return;
  messages.add(message);
  logger.warn(`<${element.localName}${element.id && ` id="${element.id}"`}>: ${message}`);
}

/** Warns about `video="false"` and the like: HTML's boolean attributes are on whenever they are present. */
export function warnOfFalse(element: Element, name: string, value: string | null): void {
  if (value?.trim().toLowerCase() !== 'false') return;
  warnOnce(element, `${name}="false" means ${name}, as for every boolean attribute of HTML; leave the attribute out.`);
}
