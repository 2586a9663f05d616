import {html} from 'lit';
import {isEnded} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {microphoneIcon, microphoneOffIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Mutes and unmutes the microphone of a call.
 * @tag sip-mute-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon in both states.
 * @slot icon-on - Replaces the icon of an open microphone.
 * @slot icon-off - Replaces the icon of a muted one.
 * @fires {SipRequestEvent} sip-mute-request - `{kind: 'audio', muted}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - The microphone is muted.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipMuteButtonElement extends SipCallButtonElement {
  /** Whether the microphone is muted. */
  get muted(): boolean {
    return this.view().pressed ?? false;
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const muted = call?.muted.audio ?? false;
    return {
      label: this.localize.term('call.mute'),
      hint: this.localize.term(muted ? 'call.unmute' : 'call.mute'),
      icon: muted
        ? html`<slot name="icon-off">${microphoneOffIcon}</slot>`
        : html`<slot name="icon-on">${microphoneIcon}</slot>`,
      enabled: call !== null && !isEnded(call.state),
      pressed: muted,
    };
  }

  protected override activateCall(call: Readonly<CallState>): void {
    this.ask('sip-mute-request', {kind: 'audio', muted: !call.muted.audio});
  }
}
