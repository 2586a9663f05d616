import {html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import {property} from 'lit/decorators.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import {warnOnce} from '../controllers/warn-once.js';
import {choosable} from '../core/devices/device-choice.js';
import {
  DEVICE_KINDS,
  devicesOf,
  isOutput,
  NO_DEVICES,
  type Device,
  type DeviceKind,
} from '../core/devices/device-state.js';
import type {TextKey} from '../i18n/translations.js';
import '../i18n/en.js';
import {deviceStyles} from '../styles/device.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {SipElement} from './sip-element.js';

/** Not a device id: the ids of browsers are `default`, `communications` and long numbers. */
const ASK = '?';

/**
 * @summary Chooses a microphone, camera, loudspeaker, or loudspeaker for the ring tone. The browser stores the choice.
 * @tag sip-device-select
 *
 * @fires {SipRequestEvent} sip-device-request - `{kind, deviceId}` with the wanted device: `''` for the browser's
 *   default, null to choose in the browser's own dialog; `preventDefault()` stops it.
 * @csspart control - Around everything.
 * @csspart label - The label.
 * @csspart select - The native select.
 * @csspart hint - Why nothing can be chosen, and what to do about it.
 * @cssState empty - There is no such device.
 * @cssState denied - The device is blocked for this site.
 * @cssState unsupported - This browser cannot choose a device of this kind.
 * @cssState unlinked - There is no phone.
 */
export class SipDeviceSelectElement extends SipElement {
  static override styles: CSSResultGroup = [hostStyles, deviceStyles];

  /** What to choose: `microphone` (default), `camera`, `speaker`, or `ringer`, the loudspeaker of the ring tone. */
  @property() kind: string | null = null;
  /** Replaces the built-in name. */
  @property() label = '';
  /** Disables the choice in every state of the phone. */
  @property({type: Boolean, reflect: true}) disabled = false;

  readonly #link = new PhoneLinkController(this);

  /** The phone, or its id; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** The id of the device in use; `''` for the browser's default. */
  get value(): string {
    return this.#state.chosen[this.#kind];
  }

  /** The devices that can be chosen. */
  get devices(): readonly Device[] {
    return choosable(devicesOf(this.#state, this.#kind));
  }

  get #kind(): DeviceKind {
    const kind = this.kind ?? 'microphone';
    const known = DEVICE_KINDS.find((name) => name === kind);
    if (!known)
      warnOnce(this, `kind="${kind}" counts as "microphone"; the other values are "camera", "speaker", "ringer".`);
    return known ?? 'microphone';
  }

  get #state() {
    return this.#link.state?.devices ?? NO_DEVICES;
  }

  protected override updated(): void {
    // A page that shows this element wants the list, even if the phone is not connected.
    if (this.#state === NO_DEVICES) void this.#link.phone?.listDevices();
    const {hint} = this.#obstacle();
    this.states.set({
      empty: hint === 'error.no-microphone' || hint === 'error.no-camera',
      denied: hint === 'error.permission-denied',
      unsupported: hint === 'device.unsupported',
      unlinked: !this.#link.linked,
    });
  }

  protected override render(): TemplateResult {
    const {localize, value, devices} = this;
    const kind = this.#kind;
    const name = localize.term(`device.${kind}`);
    const {hint, disabled} = this.#obstacle();
    return html`<div part="control" dir=${localize.dir}>
      <label part="label" for="select">${this.label || name}</label>
      <select
        part="select"
        id="select"
        aria-describedby="hint"
        ?disabled=${this.disabled || disabled || !this.#link.linked}
        .value=${live(devices.some(({deviceId}) => deviceId === value) ? value : '')}
        @change=${this.#change}
      >
        <option value="">${localize.term('device.default')}</option>
        ${devices.map(
          ({deviceId, label}, index) =>
            html`<option value=${deviceId} ?selected=${deviceId === value}>
              ${label || localize.term('device.numbered', name, index + 1)}
            </option>`,
        )}
        ${this.#asks() ? html`<option value=${ASK}>${localize.term('device.choose')}</option>` : nothing}
      </select>
      <p part="hint" id="hint" role="status" class=${this.#state.failure ? 'urgent' : nothing}>
        ${hint ? localize.term(hint) : nothing}
      </p>
    </div>`;
  }

  /** Returns why the person cannot choose a device, or not the wanted one. */
  #obstacle(): {readonly hint?: TextKey; readonly disabled: boolean} {
    const kind = this.#kind;
    const {denied, failure, speakerChoice} = this.#state;
    if (isOutput(kind) && speakerChoice === 'none') return {hint: 'device.unsupported', disabled: true};
    if (denied.includes(kind)) return {hint: 'error.permission-denied', disabled: false};
    if (failure?.kind === kind) return {hint: `error.${failure.error.code}`, disabled: false};
    if (isOutput(kind) || this.#state === NO_DEVICES || devicesOf(this.#state, kind).length > 0) {
      return {disabled: false};
    }
    return {hint: kind === 'camera' ? 'error.no-camera' : 'error.no-microphone', disabled: true};
  }

  /** Whether the browser's own dialog comes first: to choose a loudspeaker, or to permit the list of devices. */
  #asks(): boolean {
    const kind = this.#kind;
    if (isOutput(kind)) return this.#state.speakerChoice === 'dialog';
    const devices = devicesOf(this.#state, kind);
    return devices.length > 0 && devices.every(({label}) => !label);
  }

  readonly #change = (event: Event): void => {
    const select = event.currentTarget as HTMLSelectElement;
    const wanted = select.value === ASK ? null : select.value;
    // The select shows the device in use, not the requested one.
    this.requestUpdate();
    this.request('sip-device-request', {kind: this.#kind, deviceId: wanted}, this.#link);
  };
}
