import type {LitElement} from 'lit';
import {SipError} from '../../src/core/errors.js';
import type {SipRequests} from '../../src/core/events.js';
import type {TextKey} from '../../src/i18n/translations.js';
import type {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {FakeMedia} from '../../src/testing/index.js';
import {answeredCall, settle, until, type OwnerBench} from '../elements/owners.js';

export type Bench = OwnerBench & {readonly phone: SipPhoneElement; readonly element: LitElement};
export type Way = 'click' | 'Enter' | 'Space' | 'ArrowDown' | 'ArrowLeft';
type Step = (bench: Bench) => unknown;

/** What the contract tests need to know of a control. */
export interface ControlRow {
  readonly tag: `sip-${string}`;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Selector of the part that is pressed, in the shadow root. */
  readonly inner: string;
  /** Selector of the part that is named by `term`; default: `inner`. */
  readonly named?: string;
  readonly term: TextKey;
  readonly request: keyof SipRequests;
  readonly detail: unknown;
  /** Default: all three. */
  readonly ways?: readonly Way[];
  /** The control is a text field, which needs no owner and so is never disabled for lack of one. */
  readonly text?: boolean;
  /** Brings the phone into a state in which pressing makes sense. */
  readonly ready: Step;
  /** Delays the core from now on; the returned function ends the delay. */
  readonly delay?: (bench: Bench) => () => void;
  /** Makes the far end or the browser refuse. If neither can, the page does. */
  readonly refuse?: Step;
  /** Pressing does not change the look of the control. */
  readonly plain?: boolean;
  /** Further states in which the control looks different, besides unlinked and ready. */
  readonly looks?: Readonly<Record<string, Step>>;
}

const DIALLED = {inner: 'button', request: 'sip-dial-request', ready: settle} as const;
const refused = () => new SipError('renegotiation-refused', 'The far end said 488.', {status: 488});
const noMicrophone = () => new SipError('no-microphone', 'There is no microphone.');

const ring: Step = async ({engine}) => {
  engine.ring({name: 'Bob', video: true});
  await settle();
};

const answer: Step = (bench) => answeredCall(bench);

const press: Step = async ({element}) => {
  element.shadowRoot?.querySelector('button')?.click();
  await settle();
};

const refuseChange: Step = ({engine}) => {
  engine.last.refusal = refused();
};

const refuseDevices: Step = ({media}) => {
  media.failure = noMicrophone();
};

const plugIn: Step = async ({media, phone}) => {
  media.plug({microphones: [{deviceId: 'd', label: 'Desk'}]});
  await until(phone, () => phone.snapshot.devices.microphones.length > 0);
};

/** The device is unplugged before the phone notices. */
const noSuchDevice: Step = ({media}) => {
  const {use} = media;
  media.use = () => {
    media.use = use;
    return Promise.resolve(false);
  };
};

function gate() {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {passed, open};
}

/** Devices open late, as while the browser asks for permission. */
const delayDevices = ({media}: Bench) => {
  const {passed, open} = gate();
  media.open = async (...wanted) => {
    await passed;
    return FakeMedia.prototype.open.apply(media, wanted);
  };
  return open;
};

/** The browser begins to record late. */
const delayRecording = ({media}: Bench) => {
  const {passed, open} = gate();
  media.record = async (options) => {
    await passed;
    return FakeMedia.prototype.record.call(media, options);
  };
  return open;
};

/** The far end answers late. */
const delaySession = (method: 'setHeld' | 'setVideo' | 'shareScreen' | 'end') => (bench: Bench) => {
  const session = bench.engine.last;
  const act = session[method].bind(session) as (...wanted: unknown[]) => Promise<void>;
  const {passed, open} = gate();
  session[method] = async (...wanted: unknown[]) => {
    await passed;
    await act(...wanted);
  };
  return open;
};

const DELAYED_HOLD: Step = async (bench) => {
  delaySession('setHeld')(bench);
  await press(bench);
};

/** One row per control. */
export const CONTROLS: readonly ControlRow[] = [
  {
    ...DIALLED,
    tag: 'sip-dial-button',
    attributes: {target: '1002'},
    term: 'dial.call',
    detail: {target: '1002', video: undefined},
    delay: delayDevices,
    refuse: refuseDevices,
    looks: {dialling: press},
  },
  {
    ...DIALLED,
    tag: 'sip-dial-button',
    attributes: {target: '1002', video: '', 'icon-only': ''},
    term: 'dial.call-video',
    detail: {target: '1002', video: true},
  },
  {
    tag: 'sip-answer-button',
    inner: 'button',
    term: 'call.answer',
    request: 'sip-answer-request',
    detail: {video: false},
    ready: ring,
    delay: delayDevices,
    refuse: refuseDevices,
  },
  {
    tag: 'sip-hangup-button',
    inner: 'button',
    term: 'call.hangup',
    request: 'sip-hangup-request',
    detail: null,
    ready: answer,
    delay: delaySession('end'),
    looks: {rejecting: ring},
  },
  {
    tag: 'sip-mute-button',
    inner: 'button',
    term: 'call.mute',
    request: 'sip-mute-request',
    detail: {kind: 'audio', muted: true},
    ready: answer,
    looks: {muted: press},
  },
  {
    tag: 'sip-hold-button',
    inner: 'button',
    term: 'call.hold',
    request: 'sip-hold-request',
    detail: {held: true},
    ready: answer,
    delay: delaySession('setHeld'),
    refuse: refuseChange,
    looks: {
      pending: DELAYED_HOLD,
      held: press,
      'remote-held': async ({engine}) => {
        engine.last.hold();
        await settle();
      },
    },
  },
  {
    tag: 'sip-camera-button',
    inner: 'button',
    term: 'call.camera',
    request: 'sip-video-request',
    detail: {video: true},
    ready: answer,
    delay: delaySession('setVideo'),
    refuse: refuseChange,
    looks: {sending: press},
  },
  {
    tag: 'sip-record-button',
    inner: 'button',
    term: 'call.record',
    request: 'sip-record-request',
    detail: {recording: true, video: false},
    ready: answer,
    delay: delayRecording,
    refuse: refuseDevices,
    looks: {recording: press},
  },
  {
    tag: 'sip-conference-button',
    inner: 'button',
    term: 'call.conference',
    request: 'sip-conference-request',
    detail: {joined: true},
    ready: async (bench) => {
      await answer(bench);
      await answer(bench);
    },
    refuse: ({engine}) => {
      for (const session of engine.sessions) session.refusal = refused();
    },
    looks: {joined: press},
  },
  {
    tag: 'sip-screen-button',
    inner: 'button',
    term: 'call.screen',
    request: 'sip-screen-request',
    detail: {screen: true},
    ready: answer,
    delay: delaySession('shareScreen'),
    refuse: refuseChange,
    looks: {sharing: press},
  },
  {
    tag: 'sip-dialpad',
    inner: '[data-key="5"]',
    named: '[role=group]',
    term: 'dialpad.label',
    request: 'sip-digits-request',
    detail: {digits: '5'},
    ready: answer,
    plain: true,
    looks: {'without letters': ({element}) => element.setAttribute('no-letters', '')},
  },
  {
    tag: 'sip-device-select',
    inner: 'select',
    named: 'label',
    term: 'device.microphone',
    request: 'sip-device-request',
    detail: {kind: 'microphone', deviceId: 'd'},
    ways: ['ArrowDown'],
    ready: plugIn,
    refuse: noSuchDevice,
    looks: {
      denied: ({media}) => media.plug({denied: ['microphone']}),
      empty: ({media}) => media.plug({microphones: []}),
      'without names': ({media}) => media.plug({microphones: [{deviceId: 'd', label: ''}]}),
    },
  },
  {
    tag: 'sip-volume-range',
    inner: 'input',
    named: 'label',
    term: 'volume.label',
    request: 'sip-volume-request',
    detail: {volume: 0.95},
    ways: ['ArrowLeft'],
    ready: answer,
  },
  {
    tag: 'sip-dial-field',
    attributes: {value: '1002'},
    inner: 'input',
    term: 'dial.label',
    request: 'sip-dial-request',
    detail: {target: '1002'},
    ways: ['Enter'],
    text: true,
    ready: settle,
    plain: true,
    looks: {
      empty: ({element}) => Object.assign(element, {value: ''}),
      invalid: async ({element}) => {
        Object.assign(element, {value: 'no such thing'});
        await settle();
        (element as LitElement & {reportValidity(): boolean}).reportValidity();
        await settle();
      },
    },
  },
];
