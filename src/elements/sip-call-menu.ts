import {html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import '../i18n/en.js';
import {callMenuStyles} from '../styles/call-menu.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';
import {SipConferenceButtonElement} from './sip-conference-button.js';
import {SipDeviceSelectElement} from './sip-device-select.js';
import type {Dependencies} from './sip-element.js';
import {SipRecordButtonElement} from './sip-record-button.js';
import {SipScreenButtonElement} from './sip-screen-button.js';
import {SipTransferButtonElement} from './sip-transfer-button.js';
import {SipVolumeRangeElement} from './sip-volume-range.js';

/**
 * @summary The less frequent tools of a conversation: transfer, conference, recording, screen, volume and devices.
 * @tag sip-call-menu
 *
 * @slot - Below everything else.
 * @csspart tools - Around the buttons.
 * @csspart devices - Around volume and devices.
 */
export class SipCallMenuElement extends SipCallDisplayElement {
  static override readonly dependencies: Dependencies = {
    'sip-conference-button': SipConferenceButtonElement,
    'sip-device-select': SipDeviceSelectElement,
    'sip-record-button': SipRecordButtonElement,
    'sip-screen-button': SipScreenButtonElement,
    'sip-transfer-button': SipTransferButtonElement,
    'sip-volume-range': SipVolumeRangeElement,
  };
  static override styles: CSSResultGroup = [hostStyles, callMenuStyles];

  /** Offers neither the screen nor a camera. */
  @property({type: Boolean, attribute: 'no-video'}) noVideo = false;

  protected override render(): TemplateResult {
    if (!this.shownCall) return html`<slot></slot>`;
    return html`<sip-transfer-button></sip-transfer-button>
      <div part="tools">
        <sip-conference-button></sip-conference-button>
        <sip-record-button download></sip-record-button>
        ${this.noVideo ? nothing : html`<sip-screen-button></sip-screen-button>`}
      </div>
      <div part="devices">
        <sip-volume-range></sip-volume-range>
        <sip-device-select kind="microphone"></sip-device-select>
        <sip-device-select kind="speaker"></sip-device-select>
        ${this.noVideo ? nothing : html`<sip-device-select kind="camera"></sip-device-select>`}
      </div>
      <slot></slot>`;
  }
}
