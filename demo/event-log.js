import {NOTICE_NAMES, REQUEST_NAMES} from '/cdn/sip-elements.js';

const LONGEST_LOG = 500;

/** The events that the elements fire. They bubble, so one listener on an ancestor gets those of all phones below it. */
// 'sip-quality' is left out: it fires every second, and <sip-quality> shows it.
export const EVENT_NAMES = [...REQUEST_NAMES, ...NOTICE_NAMES.filter((name) => name !== 'sip-quality')];

/**
 * Writes every event that bubbles up to `target` into `list`, newest first.
 *
 * @param {EventTarget} target
 * @param {HTMLOListElement} list
 */
export function logEvents(target, list) {
  for (const name of EVENT_NAMES) target.addEventListener(name, (event) => list.prepend(entry(event)));
  new MutationObserver(() => {
    while (list.children.length > LONGEST_LOG) list.lastElementChild.remove();
  }).observe(list, {childList: true});
}

function entry(event) {
  const item = document.createElement('li');
  item.className = REQUEST_NAMES.includes(event.type) ? 'request' : 'notice';
  item.append(
    part('time', new Date().toLocaleTimeString()),
    part('b', event.type),
    part('i', event.target.id || event.target.localName),
    part('code', describe(event.detail)),
  );
  return item;
}

// Names and reasons come from strangers, so they become text, never markup.
function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function describe(detail) {
  return Object.entries(detail ?? {})
    .map(([key, value]) => `${key}: ${summary(value)}`)
    .join(', ');
}

function summary(value) {
  if (value instanceof Error) return `${value.code ?? value.name}, ${value.message}`;
  // Of a call, show only the direction and the far end.
  if (value?.remoteIdentity) return `${value.direction} ${value.remoteIdentity.uri || '…'}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
