import {isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {cameraIcon, cameraOffIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

/**
 * @summary Adds our camera to a call and removes it again.
 * @tag sip-camera-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-video-request - `{video}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - We send video.
 * @cssState pending - The camera is being opened, or the far end has not agreed yet.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipCameraButtonElement extends SipCallButtonElement {
  /** Whether we send video. */
  get sending(): boolean {
    return this.view().pressed ?? false;
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const sending = call?.video ?? false;
    return {
      label: this.localize.term('call.camera'),
      hint: this.localize.term(sending ? 'call.camera-off' : 'call.camera-on'),
      icon: sending ? cameraIcon : cameraOffIcon,
      enabled: call !== null && isEstablished(call.state),
      pressed: sending,
      pending: isPending(call, 'video'),
    };
  }

  protected override activateCall(call: Readonly<CallState>): void {
    this.ask('sip-video-request', {video: !call.video});
  }
}
