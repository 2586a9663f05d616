import type {PhoneOptions} from './core/config/phone-options.js';
import type {SipEngineFactory} from './core/engine/sip-engine.js';
import type {MediaPortFactory} from './core/media-port.js';
import {LazyGroup} from './core/lazy-group.js';
import {Phone} from './core/phone/phone.js';
import type {PhonePorts} from './core/phone/phone-parts.js';
import {isConnected} from './core/phone/phone-state.js';

// A phone loads these modules when it first needs them, so a page that only shows a button does not load them.
const engine: SipEngineFactory = async (options) => (await import('./sip/index.js')).createSipEngine(options);
const media: MediaPortFactory = async (options) => (await import('./media/index.js')).createMediaPort(options);

/** SIP.js for signalling, the browser for media. */
export const BROWSER_PORTS: PhonePorts = Object.freeze({engine, media});

/** The code of conferences and recordings. Networks fail, so a phone fetches this group before somebody needs it. */
const mixing = new LazyGroup('What mixes and records sound', () =>
  Promise.all([import('./media/mixing/mixer.js'), import('./media/mixing/stream-recorder.js')]),
);

/** Fetches the code that the phone may need later, while it is connected. */
function fetchAhead(phone: Phone): void {
  let online: AbortController | undefined;
  phone.store.subscribe(() => {
    const up = isConnected(phone.snapshot.status);
    if (up && !online) mixing.loadWhenIdle((online = new AbortController()).signal);
    if (up) return;
    online?.abort();
    online = undefined;
  });
}

/**
 * Makes a telephone without any element.
 *
 * ```js
 * const phone = createPhone({server: 'wss://pbx.example.com/ws', uri: 'sip:1001@example.com', credentials:
 * {password}}); await phone.start(); const call = phone.dial('1002'); call.on('sip-call-ended', (event) =>
 * console.log(event.detail.cause));
 * ```
 *
 * @throws SipError `not-configured` or `invalid-argument`, with a message that says what is wrong.
 */
export function createPhone(options: PhoneOptions, ports: Partial<PhonePorts> = {}): Phone {
  const phone = new Phone(options, {...BROWSER_PORTS, ...ports});
  if (!ports.media || ports.media === media) fetchAhead(phone);
  return phone;
}
