import {css, html, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {onTick} from '../controllers/ticker.js';
import {callDuration} from '../core/call/call-state.js';
import '../i18n/en.js';
import {hostStyles} from '../styles/host.styles.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary How long a call has lasted since it was answered.
 * @tag sip-call-timer
 *
 * @csspart time - The `<time>`.
 * @cssState running - The call is going on.
 * @cssState empty - There is no call, or nobody has answered it.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipCallTimerElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
        color: inherit;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** `clock` (default): 1:02:03. `words`: 1 hour, 2 minutes. */
  @property() format: string | null = null;

  #stopTicking: (() => void) | undefined;

  /** The seconds since the answer; 0 before it. */
  get seconds(): number {
    return this.shownCall ? Math.floor(callDuration(this.shownCall)) : 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tick(false);
  }

  protected override updated(): void {
    const call = this.shownCall;
    const running = Boolean(call?.startTime && !call.endTime);
    this.#tick(running && this.isConnected);
    this.states.set({running, empty: !call?.startTime, unlinked: !this.callLink.linked});
  }

  protected override render(): TemplateResult {
    const {seconds} = this;
    const words = this.localize.term('call.duration', seconds);
    // Screen readers do not announce a timer by themselves. The label makes them read words, not "one colon zero two".
    return html`<time part="time" role="timer" datetime=${`PT${String(seconds)}S`} aria-label=${words}
      >${this.format === 'words' ? words : clock(seconds)}</time
    >`;
  }

  #tick(running: boolean): void {
    if (running === (this.#stopTicking !== undefined)) return;
    this.#stopTicking?.();
    this.#stopTicking = running ? onTick(() => this.requestUpdate()) : undefined;
  }
}

/** `0:07`, `12:34`, `1:02:03`. */
function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) parts.unshift(hours);
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
