import {css, type CSSResultGroup} from 'lit';
import {property} from 'lit/decorators.js';
import {findDialField} from '../controllers/dial-fields.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {prewarmOnApproach} from '../controllers/prewarm.js';
import {warnOnce} from '../controllers/warn-once.js';
import {isEnded, isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {callIcon, cameraIcon} from '../styles/icons.js';
import {SipButtonElement, type ButtonView} from './sip-button-element.js';

/**
 * @summary Calls an address, or the number in a field.
 * @tag sip-dial-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-dial-request - `{target, video}`. Asks the phone to call; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - An outgoing call is not answered yet.
 * @cssState pending - An outgoing call is being set up, and nothing has been sent yet.
 * @cssState unlinked - There is no phone to call with.
 */
export class SipDialButtonElement extends SipButtonElement {
  static override styles: CSSResultGroup = [
    SipButtonElement.styles,
    css`
      :host {
        --_background: var(--_success);
        --_color: var(--_on-success);
      }
    `,
  ];

  /** The number, name, SIP address or `tel:` link to call. */
  @property() target = '';
  /** The field, or its id, with the number; without it and `target`, the first `<sip-dial-field>` of the phone. */
  @property() from: Element | string | null = null;
  /** Offers our video. Without it, the configuration of the phone decides. */
  @property({type: Boolean}) video = false;

  readonly #link = new PhoneLinkController(this);

  constructor() {
    super();
    prewarmOnApproach(this, this.#link);
  }

  /** The phone to call with, or its id; without it, the one around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  protected override get linked(): boolean {
    return this.#link.linked;
  }

  protected override view(): ButtonView {
    const dialling = this.#link.state?.calls.filter(isDialling) ?? [];
    return {
      label: this.localize.term(this.video ? 'dial.call-video' : 'dial.call'),
      icon: this.video ? cameraIcon : callIcon,
      enabled: this.linked,
      pending: dialling.some((call) => call.pending.includes('connect')),
      states: {active: dialling.length > 0},
    };
  }

  protected override activate(): void {
    const target = this.target.trim() || this.#typed();
    if (target) this.request('sip-dial-request', {target, video: this.video || undefined}, this.#link);
  }

  /** Returns the text of the field, or `''` if it cannot be called; the field then shows the error. */
  #typed(): string {
    const field = findDialField(this, 'from', this.#link.element);
    if (!field) {
      warnOnce(this, 'there is nothing to call: it has no target, and there is no field to take a number from.');
      return '';
    }
    const text = field.value.trim();
    if (!text) field.focus();
    return text && field.reportValidity?.() !== false ? text : '';
  }
}

function isDialling({direction, state}: Readonly<CallState>): boolean {
  return direction === 'outbound' && !isEstablished(state) && !isEnded(state);
}
