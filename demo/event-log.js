const REQUESTS = [
  'sip-start-request',
  'sip-stop-request',
  'sip-dial-request',
  'sip-answer-request',
  'sip-hangup-request',
  'sip-mute-request',
  'sip-hold-request',
  'sip-video-request',
  'sip-digits-request',
  'sip-conference-request',
  'sip-record-request',
  'sip-screen-request',
  'sip-transfer-request',
  'sip-consent-request',
  'sip-volume-request',
  'sip-device-request',
];

const NOTICES = [
  'sip-status-change',
  'sip-incoming',
  'sip-call-added',
  'sip-device-change',
  'sip-error',
  'sip-state-change',
  'sip-progress',
  'sip-accepted',
  'sip-media-change',
  'sip-recording-request',
  'sip-recording-change',
  'sip-mute-change',
  'sip-hold-change',
  'sip-media-request',
  'sip-digit',
  'sip-warning',
  'sip-warning-cleared',
  'sip-recovering',
  'sip-recovered',
  'sip-transfer-change',
  'sip-refer',
  'sip-replaces',
  'sip-replaced',
  'sip-redirected',
  'sip-message',
  'sip-call-ended',
];

// 'sip-quality' comes every second, and is shown by <sip-quality>.
const LONGEST_LOG = 500;

/** Every event that the elements fire; they bubble, so one listener high up hears all phones below it. */
export const EVENT_NAMES = [...REQUESTS, ...NOTICES];

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
  item.className = REQUESTS.includes(event.type) ? 'request' : 'notice';
  item.append(
    part('time', new Date().toLocaleTimeString()),
    part('b', event.type),
    part('i', event.target.id || event.target.localName),
    part('code', describe(event.detail)),
  );
  return item;
}

// Names and reasons in there come from strangers: text, never markup.
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
  // A snapshot of a call: who it is with says enough.
  if (value?.remoteIdentity) return `${value.direction} ${value.remoteIdentity.uri || '…'}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
