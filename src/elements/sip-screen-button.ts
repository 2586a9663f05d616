import {isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {screenIcon, screenOffIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Starts and stops sharing a screen, a window or a tab. Disabled if the browser cannot, as on mobile phones.
 * @tag sip-screen-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-screen-request - `{screen}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - A screen is shared.
 * @cssState pending - The person is choosing, or the far end has not agreed yet.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipScreenButtonElement extends SipCallButtonElement {
  /** Whether we share a screen. */
  get sharing(): boolean {
    return this.view().pressed ?? false;
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const sharing = call?.screen ?? false;
    return {
      label: this.localize.term('call.screen'),
      hint: this.localize.term(sharing ? 'call.screen-off' : 'call.screen-on'),
      icon: sharing ? screenOffIcon : screenIcon,
      enabled: call !== null && isEstablished(call.state) && (sharing || canShare()),
      pressed: sharing,
      pending: isPending(call, 'screen'),
    };
  }

  protected override activateCall(call: Readonly<CallState>): void {
    this.ask('sip-screen-request', {screen: !call.screen});
  }
}

/** Whether this browser can share a screen. Mobile browsers and insecure pages cannot. */
function canShare(): boolean {
  return (navigator as {mediaDevices?: Partial<MediaDevices>}).mediaDevices?.getDisplayMedia !== undefined;
}
