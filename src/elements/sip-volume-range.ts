import {html, type CSSResultGroup, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {property} from 'lit/decorators.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import '../i18n/en.js';
import {deviceStyles} from '../styles/device.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary Sets the volume of the far end of a call; without a call, the volume with which the next one starts.
 * @tag sip-volume-range
 *
 * @fires {SipRequestEvent} sip-volume-request - `{volume}` from 0 to 1, while it is moved; `preventDefault()` stops it.
 * @csspart control - Around everything.
 * @csspart label - The label.
 * @csspart range - The native range.
 * @cssState silent - The far end is not heard.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipVolumeRangeElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [hostStyles, deviceStyles];

  /** Replaces the built-in name. */
  @property() label = '';
  /** Disables the range in every state of the call. */
  @property({type: Boolean, reflect: true}) disabled = false;

  readonly #phoneLink = new PhoneLinkController(this);

  /** The volume, 0 to 1. */
  get value(): number {
    return this.shownCall?.volume ?? this.#phoneLink.state?.volume ?? 1;
  }

  protected override updated(): void {
    this.states.set({silent: this.value === 0, unlinked: !this.callLink.linked});
  }

  protected override render(): TemplateResult {
    const percent = Math.round(this.value * 100);
    return html`<div part="control" dir=${this.localize.dir}>
      <label part="label" for="range">${this.label || this.localize.term('volume.label')}</label>
      <input
        part="range"
        id="range"
        type="range"
        min="0"
        max="100"
        step="5"
        aria-valuetext="${percent}%"
        ?disabled=${this.disabled || !this.callLink.linked}
        .value=${live(String(percent))}
        @input=${this.#input}
      />
    </div>`;
  }

  readonly #input = (event: Event): void => {
    const {value} = event.currentTarget as HTMLInputElement;
    // The range shows the current volume, not the requested one.
    this.requestUpdate();
    this.request('sip-volume-request', {volume: Number(value) / 100}, this.callLink);
  };
}
