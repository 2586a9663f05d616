import {css, type CSSResultGroup} from 'lit';
import {isEnded, isEstablished} from '../core/call/call-machine.js';
import {isAnswerable, type CallState} from '../core/call/call-state.js';
import type {PhoneState} from '../core/phone/phone-state.js';
import {activeCall} from '../core/select.js';
import {hangupIcon} from '../styles/icons.js';
import type {ButtonView} from './sip-button-element.js';
import {isPending, SipCallButtonElement} from './sip-call-button-element.js';

type Way = 'reject' | 'cancel' | 'end';

const LABELS = {reject: 'call.decline', cancel: 'call.cancel', end: 'call.hangup'} as const;

/**
 * @summary Rejects, cancels or hangs up a call, as its state requires.
 * @tag sip-hangup-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-hangup-request - Asks the call to end; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState reject - A click would decline a call that rings here.
 * @cssState cancel - A click would cancel our call that is not answered yet.
 * @cssState end - A click would end a conversation.
 * @cssState pending - The call is being ended.
 * @cssState unlinked - There is neither a call nor a phone to act on.
 */
export class SipHangupButtonElement extends SipCallButtonElement {
  static override styles: CSSResultGroup = [
    SipCallButtonElement.styles,
    css`
      :host {
        --_background: var(--_danger);
        --_color: var(--_on-danger);
      }
    `,
  ];

  protected override chooseCall(phone: Readonly<PhoneState>): Readonly<CallState> | undefined {
    return activeCall(phone) ?? phone.calls.find(isAnswerable);
  }

  protected override callView(call: Readonly<CallState> | null): ButtonView {
    const way = call && wayToEnd(call);
    return {
      label: this.localize.term(LABELS[way ?? 'end']),
      icon: hangupIcon,
      enabled: way !== null,
      pending: way !== null && isPending(call, 'hangup'),
      states: {reject: way === 'reject', cancel: way === 'cancel', end: way === 'end'},
    };
  }

  protected override activateCall(): void {
    this.ask('sip-hangup-request', null);
  }
}

function wayToEnd(call: Readonly<CallState>): Way | null {
  if (isEnded(call.state)) return null;
  if (isEstablished(call.state) || call.state === 'answering') return 'end';
  return call.direction === 'inbound' ? 'reject' : 'cancel';
}
