import {html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {FocusKeeper} from '../controllers/focus.js';
import {NO_IDENTITY, type Consent} from '../core/call/call-state.js';
import '../i18n/en.js';
import {buttonStyles} from '../styles/button.styles.js';
import {consentStyles} from '../styles/consent.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {partyOf} from './party.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary Asks the person whether to follow a transfer (`consent-refer`), let another party take over the call
 *   (`consent-replaces`), show a video (`consent-video`) or make a recording (`consent-recording`). It asks one
 *   question at a time, announces it, and does not take the focus. In a phone, it asks the questions of all calls.
 * @tag sip-consent
 *
 * @fires {SipRequestEvent} sip-consent-request - `{id, granted}`; `preventDefault()` stops it.
 * @csspart text - The question.
 * @csspart answers - Around the two buttons.
 * @csspart refuse - The button that says no.
 * @csspart allow - The button that says yes.
 * @cssState awaiting-consent - There is a question. Without one, nothing is shown.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipConsentElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [hostStyles, buttonStyles, consentStyles];

  constructor() {
    super();
    new FocusKeeper(this, () => this.renderRoot.querySelector('button'));
  }

  protected override chooseCall(
    phone: Parameters<SipCallDisplayElement['chooseCall']>[0],
  ): ReturnType<SipCallDisplayElement['chooseCall']> {
    return phone.calls.find(({consents}) => consents.length) ?? super.chooseCall(phone);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.states.set({'awaiting-consent': this.#question !== undefined, unlinked: !this.callLink.linked});
  }

  protected override render(): TemplateResult {
    const question = this.#question;
    // The region always exists: some screen readers do not announce a region that appears together with its text.
    return html`<div part="text" id="text" role="alert" dir=${this.localize.dir}>
        ${question ? this.#textOf(question) : nothing}
      </div>
      ${question ? keyed(question.id, this.#renderAnswers(question)) : nothing}`;
  }

  get #question(): Consent | undefined {
    return this.shownCall?.consents[0];
  }

  /** Each question gets new buttons (`keyed`), so that a double click does not answer the next question too. */
  #renderAnswers({id}: Consent): TemplateResult {
    return html`<div part="answers" role="group" aria-labelledby="text" dir=${this.localize.dir}>
      ${(['refuse', 'allow'] as const).map(
        (answer) =>
          html`<button
            part=${answer}
            type="button"
            @click=${() => this.request('sip-consent-request', {id, granted: answer === 'allow'}, this.callLink)}
          >
            ${this.localize.term(`consent.${answer}`)}
          </button>`,
      )}
    </div>`;
  }

  #textOf({kind, target = '', party = NO_IDENTITY}: Consent): string {
    const {localize} = this;
    if (kind === 'replaces') {
      // Show the address too, because anybody can use any name.
      const {name, address} = partyOf(party, localize);
      const other = partyOf(this.shownCall?.remoteIdentity ?? NO_IDENTITY, localize).name;
      return localize.term('consent.replaces', address ? `${name} (${address})` : name, other);
    }
    if (kind !== 'refer') return localize.term(`consent.${kind}`);
    // Show the whole address: the person may pay for the call, and must see where it goes.
    const {name} = partyOf({...NO_IDENTITY, uri: target}, localize);
    return localize.term('consent.refer', partyOf(party, localize).name, name);
  }
}
