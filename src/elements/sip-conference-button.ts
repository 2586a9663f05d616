import {property} from 'lit/decorators.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {joiningOf} from '../core/conference/joining.js';
import {conferenceIcon} from '../styles/icons.js';
import {SipButtonElement, type ButtonView} from './sip-button-element.js';

/**
 * @summary Joins the calls of a phone, so that everybody hears everybody, and splits them again. It needs two or three
 * calls in conversation.
 * @tag sip-conference-button
 *
 * @slot - Replaces the label.
 * @slot icon - Replaces the icon.
 * @fires {SipRequestEvent} sip-conference-request - `{joined}` with the wanted state; `preventDefault()` stops it.
 * @csspart button - The native button.
 * @csspart icon - Around the icon.
 * @csspart label - Around the label.
 * @cssprop --sip-button-background - Behind the button.
 * @cssprop --sip-button-color - Icon and label.
 * @cssprop --sip-button-radius - Corners.
 * @cssprop --sip-button-padding - Inside the button.
 * @cssprop --sip-button-gap - Between icon and label.
 * @cssState active - All calls in conversation are joined.
 * @cssState pending - A call is being held or taken back.
 * @cssState unlinked - There is no phone to act on.
 */
export class SipConferenceButtonElement extends SipButtonElement {
  readonly #link = new PhoneLinkController(this);

  /** The phone, or its id; without it, the one around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** Whether all calls in conversation are joined. */
  get joined(): boolean {
    return this.view().pressed ?? false;
  }

  protected override get linked(): boolean {
    return this.#link.linked;
  }

  protected override view(): ButtonView {
    const {state} = this.#link;
    const {possible, joined} = state ? joiningOf(state) : {possible: false, joined: false};
    return {
      label: this.localize.term('call.conference'),
      hint: this.localize.term(joined ? 'call.split' : 'call.join'),
      icon: conferenceIcon,
      enabled: possible,
      pressed: joined,
      pending: state?.calls.some(({pending}) => pending.includes('hold')),
    };
  }

  protected override activate(): void {
    this.request('sip-conference-request', {joined: !this.joined}, this.#link);
  }
}
