import {html, nothing, type CSSResultGroup, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {LevelController} from '../controllers/level-controller.js';
import {MicrophoneTest} from '../controllers/microphone-test.js';
import {PhoneLinkController} from '../controllers/phone-link-controller.js';
import '../i18n/en.js';
import {deviceStyles} from '../styles/device.styles.js';
import {hostStyles} from '../styles/host.styles.js';
import {SipCallDisplayElement} from './sip-call-display-element.js';

/**
 * @summary Shows how loud one side of a call is. With `test`, the person can also test the microphone without a call.
 * @tag sip-audio-level
 *
 * @csspart control - Around everything.
 * @csspart meter - The meter.
 * @csspart bar - The filled part of the meter.
 * @csspart test - The button that starts and ends the test.
 * @csspart hint - Why the microphone could not be tested, and what to do about it.
 * @cssState sounding - The level is above 0.
 * @cssState testing - The microphone is open for the test.
 * @cssState unlinked - There is neither a call nor a phone.
 */
export class SipAudioLevelElement extends SipCallDisplayElement {
  static override styles: CSSResultGroup = [hostStyles, deviceStyles];

  /** Whose voice: `local` (default) or `remote`. */
  @property() side: string | null = null;
  /** Shows a button that opens the microphone, while there is no call, so that the person can test it. */
  @property({type: Boolean}) test = false;
  /** Replaces the built-in name. */
  @property() label = '';

  readonly #phoneLink = new PhoneLinkController(this);
  readonly #level = new LevelController(this);
  readonly #test = new MicrophoneTest(this);

  /** The level, 0 (silence) to 1. */
  get level(): number {
    return this.#level.level;
  }

  protected override willUpdate(): void {
    // The test ends when a call opens the microphone.
    if (this.#test.running && this.shownCall?.localStream) this.#test.stop();
    this.#level.follow(this.#stream, this.#media);
  }

  protected override updated(): void {
    this.states.set({
      sounding: this.level > 0,
      testing: this.#test.running,
      unlinked: !this.callLink.linked,
    });
  }

  protected override render(): TemplateResult {
    const {localize, level} = this;
    return html`<div part="control" dir=${localize.dir}>
      <div
        part="meter"
        role="meter"
        aria-label=${this.label || localize.term(this.side === 'remote' ? 'level.remote' : 'level.local')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(level * 100)}
      >
        <div part="bar" .style=${`transform:scaleX(${String(level)})`}></div>
      </div>
      ${this.test ? this.#renderTest() : nothing}
    </div>`;
  }

  #renderTest(): TemplateResult {
    const {running, error} = this.#test;
    return html`<button
        part="test"
        type="button"
        ?disabled=${!this.#media || Boolean(this.shownCall?.localStream)}
        @click=${this.#toggle}
      >
        ${this.localize.term(running ? 'level.stop' : 'level.test')}
      </button>
      <p part="hint" role="alert" class="urgent">${error ? this.localize.term(`error.${error.code}`) : nothing}</p>`;
  }

  get #stream(): MediaStream | null {
    const call = this.shownCall;
    if (this.side === 'remote') return call?.remoteStream ?? null;
    return call?.localStream ?? this.#test.stream;
  }

  get #media() {
    return (this.callLink.call?.phone ?? this.#phoneLink.phone)?.media();
  }

  readonly #toggle = (): void => {
    if (this.#test.running) this.#test.stop();
    else if (this.#media) void this.#test.start(this.#media);
  };
}
