import {css, type CSSResultGroup} from 'lit';
import {property} from 'lit/decorators.js';
import {isAnswerable, type CallState} from '../core/call/call-state.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import {activeCall} from '../core/select.js';
import {callIcon, cameraIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Answers a ringing call.
 * @tag sip-answer-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-answer-request - `{video}`. Asks the call to answer; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState pending - The devices are being opened and the answer is on its way.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipAnswerButtonElement extends SipCallButtonElement {
  static override styles: CSSResultGroup = [
    SipCallButtonElement.styles,
    css`
      :host {
        --_background: var(--_success);
        --_color: var(--_on-success);
      }
    `,
  ];

  /** Sends our video too. */
  @property({type: Boolean}) video = false;

  /** The button acts on a ringing call even while another call is active. */
  protected override chooseCall(phone: Readonly<PhoneState>): Readonly<CallState> | undefined {
    const active = activeCall(phone);
    if (active && isAnswerable(active)) return active;
    return phone.calls.find(isAnswerable) ?? phone.calls.find((call) => isPending(call, 'answer'));
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const pending = isPending(call, 'answer');
    return {
      label: this.localize.term(this.video ? 'call.answer-video' : 'call.answer'),
      icon: this.video ? cameraIcon : callIcon,
      enabled: call !== null && (isAnswerable(call) || pending),
      pending,
    };
  }

  protected override activateCall(): void {
    this.ask('sip-answer-request', {video: this.video});
  }
}
