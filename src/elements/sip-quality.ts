import {html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {isEstablished} from '../core/call/call-machine.js';
import type {CallState} from '../core/call/call-state.js';
import {sameCall} from '../core/select.js';
import '../i18n/en.js';
import {hostStyles} from '../styles/host.styles.js';
import {qualityStyles} from '../styles/quality.styles.js';
import {qualityFigures, qualityView, warningTerms} from './quality-view.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

type MaybeCall = Readonly<CallState> | null | undefined;

/**
 * @summary Shows the quality of a call as four bars, and warnings that say what to do. The warnings are announced.
 * @tag sip-quality
 *
 * @csspart bars - Around the four bars, whose name is for example "Good connection".
 * @csspart bar - One bar.
 * @csspart warnings - Around the warnings.
 * @csspart warning - One warning: what is wrong, and what to do.
 * @csspart figures - The list of figures (`detailed`).
 * @cssState good - Both sides hear each other well.
 * @cssState fair - Both sides can hear that the connection is not perfect.
 * @cssState poor - It is hard to understand each other, or one side hears nothing.
 * @cssState unknown - The quality is not measured yet, or cannot be measured.
 * @cssState warning - There is a warning.
 * @cssState empty - There is no conversation.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipQualityElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [hostStyles, qualityStyles];

  /** Shows the figures too. */
  @property({type: Boolean}) detailed = false;

  protected override showsSame(a: MaybeCall, b: MaybeCall): boolean {
    return this.detailed ? a === b : sameCall(a, b) && qualityView(a ?? null).bars === qualityView(b ?? null).bars;
  }

  protected override updated(): void {
    const call = this.shownCall;
    const {grade} = qualityView(call);
    const talking = call !== null && isEstablished(call.state);
    this.states.set({
      good: talking && grade === 'good',
      fair: talking && grade === 'fair',
      poor: talking && grade === 'poor',
      unknown: talking && grade === 'unknown',
      warning: talking && call.warnings.length > 0,
      empty: !talking,
      unlinked: !this.callLink.linked,
    });
  }

  protected override render(): TemplateResult {
    const call = this.shownCall;
    const talking = call !== null && isEstablished(call.state);
    const {localize} = this;
    // The region always exists: screen readers do not announce a region that appears together with its text.
    return html`${talking ? this.#renderBars(call) : nothing}
      <div part="warnings" role="status">
        ${
          talking
            ? warningTerms(call).map((term) => html`<p part="warning" dir=${localize.dir}>${localize.term(term)}</p>`)
            : nothing
        }
      </div>
      ${this.detailed && talking ? this.#renderFigures(call) : nothing}`;
  }

  #renderBars(call: Readonly<CallState>): TemplateResult {
    const {bars, grade} = qualityView(call);
    const name = this.localize.term(`quality.${grade}`);
    return html`<span part="bars" role="img" aria-label=${name} title=${name}
      >${[1, 2, 3, 4].map((bar) => html`<span part="bar" class=${bar <= bars ? 'on' : nothing}></span>`)}</span
    >`;
  }

  #renderFigures({quality}: Readonly<CallState>): TemplateResult | typeof nothing {
    if (!quality) return nothing;
    return html`<dl part="figures" dir=${this.localize.dir}>
      ${qualityFigures(quality).map(
        ([term, value]) =>
          html`<div>
            <dt>${this.localize.term(term)}</dt>
            <dd><bdi dir="ltr">${value}</bdi></dd>
          </div>`,
      )}
    </dl>`;
  }
}
