import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {SipRequestEvent} from '../core/events.js';

type Source = (Element & {readonly value?: unknown}) | null | undefined;

/** The request event for each value of `command` on a button with `commandfor`. */
const REQUESTS: Readonly<Record<string, (source: Source) => SipRequestEvent>> = {
  '--sip-start': () => new SipRequestEvent('sip-start-request', null),
  '--sip-stop': () => new SipRequestEvent('sip-stop-request', null),
  '--sip-dial': (source) =>
    new SipRequestEvent('sip-dial-request', {target: typeof source?.value === 'string' ? source.value : ''}),
  '--sip-answer': () => new SipRequestEvent('sip-answer-request', {video: false}),
  '--sip-hangup': () => new SipRequestEvent('sip-hangup-request', null),
  '--sip-mute': () => new SipRequestEvent('sip-mute-request', {kind: 'audio', muted: true}),
  '--sip-unmute': () => new SipRequestEvent('sip-mute-request', {kind: 'audio', muted: false}),
  '--sip-hold': () => new SipRequestEvent('sip-hold-request', {held: true}),
  '--sip-unhold': () => new SipRequestEvent('sip-hold-request', {held: false}),
};

/** Turns the invoker commands that plain buttons send to an owner into request events. */
export class CommandController implements ReactiveController {
  readonly #host: HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addEventListener('command', this.#handle);
    host.addController(this);
  }

  hostConnected(): void {
    // A controller must implement one reactive callback; the listener lives as long as the host.
  }

  readonly #handle = (event: Event & {readonly command?: string; readonly source?: Source}): void => {
    const request = Object.hasOwn(REQUESTS, event.command ?? '') ? REQUESTS[event.command ?? ''] : undefined;
    if (!request) return;
    // In the microtask every listener of the command has run, and any of them may have prevented it.
    queueMicrotask(() => {
      if (!event.defaultPrevented) this.#host.dispatchEvent(request(event.source));
    });
  };
}
