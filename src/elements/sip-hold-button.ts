import {isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {pauseIcon, playIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Holds a call and resumes it.
 * @tag sip-hold-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-hold-request - `{held}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - We hold the call.
 * @cssState remote-held - The far end holds us.
 * @cssState pending - The far end has been asked and has not agreed yet.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipHoldButtonElement extends SipCallButtonElement {
  /** Whether we hold the call. */
  get held(): boolean {
    return this.view().pressed ?? false;
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const held = call?.held.local ?? false;
    return {
      label: this.localize.term('call.hold'),
      hint: this.localize.term(held ? 'call.resume' : 'call.hold'),
      icon: held ? playIcon : pauseIcon,
      enabled: call !== null && isEstablished(call.state),
      pressed: held,
      pending: isPending(call, 'hold'),
      states: {'remote-held': call?.held.remote ?? false},
    };
  }

  protected override activateCall(call: Readonly<CallState>): void {
    this.ask('sip-hold-request', {held: !call.held.local});
  }
}
