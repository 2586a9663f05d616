import type {Call} from './call/call.js';
import {DEVICE_KINDS} from './devices/device-state.js';
import type {CallRequests, PhoneRequests, SipRequests} from './events.js';
import type {Phone} from './phone/phone.js';
import {SipError} from './errors.js';

// Any element may send a request, so its detail is untrusted input: each property is checked.
type Detail = Readonly<Record<string, unknown>>;
type Table<K extends string, T> = Readonly<Record<K, (owner: T, detail: Detail) => Promise<void>>>;

/** What each request of a call does. */
export const CALL_REQUESTS: Table<keyof CallRequests, Call> = {
  'sip-answer-request': (call, {video}) => call.answer({video: video === true}),
  'sip-hangup-request': (call) => call.hangup(),
  'sip-mute-request': (call, {kind, muted}) => call.setMuted(kind === 'video' ? 'video' : 'audio', muted !== false),
  'sip-hold-request': (call, {held}) => call.setHeld(held !== false),
  'sip-video-request': (call, {video}) => call.setVideo(video !== false),
  'sip-screen-request': (call, {screen}) => call.setScreen(screen !== false),
  'sip-digits-request': (call, {digits}) => call.sendDigits(typeof digits === 'string' ? digits : ''),
  'sip-record-request': async (call, {recording, video}) => {
    await call.setRecording(recording !== false, {video: video === true});
  },
  'sip-volume-request': async (call, {volume}) => {
    call.setVolume(Number(volume));
    return Promise.resolve();
  },
  'sip-consent-request': async (call, {id, granted}) => {
    call.grantConsent(String(id), granted === true);
    return Promise.resolve();
  },
  'sip-transfer-request': async (call, {target, attendedCallId}) => {
    const other = typeof attendedCallId === 'string' ? call.phone.call(attendedCallId) : undefined;
    if (attendedCallId !== undefined && !other)
      throw new SipError('invalid-state', 'The call to connect with is over.');
    await call.transfer(other ?? (typeof target === 'string' ? target : ''));
  },
};

/** What each request of a phone does. */
export const PHONE_REQUESTS: Table<
  keyof PhoneRequests,
  Pick<Phone, 'start' | 'stop' | 'dial' | 'chooseDevice' | 'merge' | 'split'>
> = {
  'sip-start-request': (phone) => phone.start(),
  'sip-stop-request': (phone) => phone.stop(),
  'sip-device-request': async (phone, {kind, deviceId}) => {
    const known = DEVICE_KINDS.find((name) => name === kind);
    if (!known) throw new SipError('invalid-argument', `There is no kind of device called ${String(kind)}.`);
    // The phone has already reported the result.
    await phone.chooseDevice(known, typeof deviceId === 'string' ? deviceId : null);
  },
  'sip-conference-request': (phone, {joined}) => (joined === false ? phone.split() : phone.merge()),
  'sip-dial-request': async (phone, {target, video}) => {
    if (typeof target !== 'string' || !target.trim()) {
      throw new SipError('invalid-address', 'There is nothing to call: type a number or an address first.');
    }
    phone.dial(target, typeof video === 'boolean' ? {video} : {});
    return Promise.resolve();
  },
};

/** Every request that a page or a control may send. */
export const REQUEST_NAMES = Object.freeze([
  ...Object.keys(PHONE_REQUESTS),
  ...Object.keys(CALL_REQUESTS),
] as (keyof SipRequests)[]);

/** Returns the detail of a request in the form that the tables take. */
export function requestDetail(detail: unknown): Detail {
  return typeof detail === 'object' && detail !== null ? (detail as Detail) : {};
}
