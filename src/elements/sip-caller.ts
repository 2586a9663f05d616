import {css, html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {NO_IDENTITY} from '../core/call/call-state.js';
import {hostStyles} from '../styles/host.styles.js';
import {partyOf} from './party.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary The name and the address of the other party. Both are text: nothing that a caller sends becomes HTML or a link.
 * @tag sip-caller
 *
 * @slot avatar - A picture before the name.
 * @csspart name - The name, or the number if there is no name.
 * @csspart uri - The address, if it says more than the name.
 * @cssState empty - There is no call.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipCallerElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        color: inherit;
      }

      /* The box has the direction of the page, the text inside its own. */
      [part] {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      [part='name'] {
        font-weight: 600;
      }

      [part='uri'] {
        color: var(--_muted);
        font-size: 0.875em;
      }
    `,
  ];

  /** What to show: `name`, `uri`, or both (default), separated by a space. */
  @property() show = 'name uri';

  /** The shown name. */
  get name(): string {
    return partyOf(this.shownCall?.remoteIdentity ?? NO_IDENTITY, this.localize).name;
  }

  /** The other party's address as a URI; `''` without a call. */
  get uri(): string {
    return this.shownCall?.remoteIdentity.uri ?? '';
  }

  protected override updated(): void {
    this.states.set({empty: this.shownCall === null, unlinked: !this.callLink.linked});
  }

  protected override render(): TemplateResult {
    const call = this.shownCall;
    if (!call) return html`<slot name="avatar"></slot>`;
    const {name, address} = partyOf(call.remoteIdentity, this.localize);
    const parts = this.show.split(/\s+/);
    const shown = address || (parts.includes('name') ? '' : name);
    return html`<slot name="avatar"></slot>
      ${parts.includes('name') ? html`<div part="name" title=${name}><bdi>${name}</bdi></div>` : nothing}
      ${parts.includes('uri') && shown ? html`<div part="uri" title=${shown}><bdi>${shown}</bdi></div>` : nothing}`;
  }
}
