import {fixture, fixtureCleanup, html} from '@open-wc/testing';
import {LitElement, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {callContext, phoneContext, type CallLink, type PhoneLink} from '../../src/controllers/contexts.js';
import {LinkController} from '../../src/controllers/link-controller.js';
import {ownerProperty} from '../../src/controllers/owner-property.js';
import type {PhonePorts} from '../../src/core/phone/phone-parts.js';
import {SipNoticeEvent, type SipNotices} from '../../src/core/events.js';
import {SipCallElement} from '../../src/elements/sip-call.js';
import {SipCallListElement} from '../../src/elements/sip-call-list.js';
import {SipPhoneElement} from '../../src/elements/sip-phone.js';
import {FakeEngine, FakeMedia, type FakeClock} from '../../src/testing/index.js';

/** The smallest possible control: it knows its owners. */
export class ProbeElement extends LitElement {
  @property() @ownerProperty() phone: Element | string | null = null;
  @property() @ownerProperty() call: Element | string | null = null;
  /** The links that it was given, in order. */
  readonly told: (PhoneLink | undefined)[] = [];
  readonly phoneLink = new LinkController<PhoneLink>(this, {
    context: phoneContext,
    attribute: 'phone',
    onChange: (link) => this.told.push(link),
  });
  readonly callLink = new LinkController<CallLink>(this, {context: callContext, attribute: 'call'});

  /** The phone element that the control belongs to. */
  get owner(): HTMLElement | undefined {
    return this.phoneLink.value?.element;
  }
}

for (const [tag, type] of Object.entries({
  'sip-phone': SipPhoneElement,
  'sip-call': SipCallElement,
  'sip-call-list': SipCallListElement,
  'x-probe': ProbeElement,
})) {
  if (!customElements.get(tag)) customElements.define(tag, type);
}

export interface OwnerBench {
  readonly engine: FakeEngine;
  readonly media: FakeMedia;
  readonly ports: PhonePorts;
}

/** Makes a fake SIP stack and fake media for one phone element. */
export function ownerBench(): OwnerBench {
  const engine = new FakeEngine();
  const media = new FakeMedia();
  return {engine, media, ports: {engine: engine.factory, media: media.factory}};
}

/** Makes a registered phone element, with its stack and, if one is given, its clock. */
export async function registeredPhone(
  content: TemplateResult | string = '',
  clock?: FakeClock,
): Promise<OwnerBench & {phone: SipPhoneElement}> {
  const bench = ownerBench();
  const phone = await fixture<SipPhoneElement>(
    html`<sip-phone server="wss://pbx.example.com" uri="sip:1001@example.com" .ports=${bench.ports} .clock=${clock}
      >${content}</sip-phone
    >`,
  );
  await until(phone, () => phone.status === 'registered');
  return {...bench, phone};
}

/** Makes an inbound call and answers it. */
export async function answeredCall(bench: OwnerBench & {phone: SipPhoneElement}) {
  const session = bench.engine.ring();
  const call = bench.phone.calls.at(-1)!;
  await call.answer();
  await settle();
  return {session, call};
}

/** Resolves when the condition holds; checks it after each change of the phone. */
export async function until(phone: SipPhoneElement, condition: () => boolean): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve) => {
    const stop = phone.store.subscribe(() => {
      if (!condition()) return;
      stop();
      resolve();
    });
  });
  await settle();
}

/** Lets everything run that is due now, and one more task. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await task();
}

/** Resolves in the next task; elements that were removed before count as removed for good then. */
export function task(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve));
}

const isNotice = (event: Event): event is SipNoticeEvent => event instanceof SipNoticeEvent;

/** Records every notice that reaches a target, in order. */
export function listen(target: EventTarget, ...types: (keyof SipNotices)[]): SipNoticeEvent[] {
  const events: SipNoticeEvent[] = [];
  for (const type of types) {
    target.addEventListener(type, (event) => {
      if (isNotice(event)) events.push(event);
    });
  }
  return events;
}

/** Records the console's warnings until `restore()` is called. */
export function captureWarnings(): {messages: string[]; restore: () => void} {
  const messages: string[] = [];
  const {warn} = console;
  console.warn = (...args: unknown[]) => messages.push(args.join(' '));
  return {
    messages,
    restore: () => {
      console.warn = warn;
    },
  };
}

export function shadowStates(element: Element, ...names: string[]): string[] {
  return names.filter((name) => element.matches(`:state(${name})`));
}

export {fixture, fixtureCleanup, html};
