import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {mayAnswerUnasked} from '../owners/phone/answer-unasked.js';
import {CommandController} from '../controllers/command-controller.js';
import {phoneContext, type PhoneLink} from '../controllers/contexts.js';
import {FaceController} from '../controllers/face-controller.js';
import {hasLeftCalls} from '../owners/phone/left-calls.js';
import {LifetimeController} from '../controllers/lifetime-controller.js';
import {LinkProvider} from '../owners/link-provider.js';
import {findCredentials} from '../owners/phone/phone-credentials.js';
import {NeededTags} from '../owners/phone/needed-tags.js';
import {NoticeRelay} from '../owners/phone/phone-notices.js';
import {callRequests, chooseCall, phoneRequests} from '../owners/owner-requests.js';
import {PhoneRunner} from '../owners/phone/phone-runner.js';
import {fixedSettings, optionsOf} from '../owners/phone/phone-settings.js';
import {RequestController} from '../controllers/request-controller.js';
import {StatesController} from '../controllers/states-controller.js';
import {TruthAttributes} from '../owners/truth-attributes.js';
import type {Call} from '../core/call/call.js';
import {isEstablished} from '../core/call/call-machine.js';
import {isAnswerable} from '../core/call/call-state.js';
import type {CredentialsQuestion} from '../core/config/credentials.js';
import type {SipCredentialsRequestEvent} from '../core/config/credentials-request.js';
import type {SipError} from '../core/errors.js';
import {LIVE_NAMES, OPTION_NAMES} from '../core/config/options.js';
import type {PhoneOptions} from '../core/config/phone-options.js';
import type {NoticeEvents, SipRequestEvent, SipRequests} from '../core/events.js';
import {BROWSER_PORTS, createPhone} from '../create-phone.js';
import {ownerStyles} from '../styles/owner.styles.js';
import {SipPhoneMethodsElement} from './sip-phone-methods.js';
import {VERSION} from './version.js';

/**
 * @summary A telephone: one account, its connection and its calls. Without children it shows a whole softphone; with
 * children, they are its face.
 * @tag sip-phone
 *
 * Secrets never come from an attribute, because markup is public: the element does not read `password`, `credentials`
 * and the like, and says in the console what to do instead.
 *
 * @slot - The face of the phone, made of any of the other elements. If it is empty, a `<sip-softphone>` takes its place.
 *
 * @attr {'idle' | 'connecting' | 'ready' | 'registered' | 'reconnecting' | 'failed'} status - The status of the phone.
 *   Read-only: the element restores it when a page changes it.
 *
 * @fires {SipCredentialsRequestEvent} sip-credentials-request - The phone needs credentials: answer by `respondWith()`.
 *
 * @cssState ready - Connected, without an account.
 * @cssState registered - Calls can come in.
 * @cssState reconnecting - The connection was lost, and the phone makes a new one.
 * @cssState failed - Connection or registration failed, or the configuration cannot work.
 * @cssState ringing - A call rings, and can be answered.
 * @cssState in-call - There is a conversation, perhaps on hold.
 * @cssState audio-blocked - The browser plays no sound before the person has clicked somewhere.
 * @cssState default-face - The phone shows its own softphone, and has a box that a page can size.
 */
export class SipPhoneElement extends SipPhoneMethodsElement {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static override styles = ownerStyles;
  /** @internal Registers the face that the element shows if it has no children; `define/` sets it. */
  static loadFace: (() => Promise<unknown>) | undefined;

  readonly #truth = new TruthAttributes(this, {status: 'idle'});
  readonly #states = new StatesController(this);
  readonly #face = new FaceController(this, {tag: 'sip-softphone', load: () => SipPhoneElement.loadFace?.()});
  readonly #needed = new NeededTags();
  readonly #notices = new NoticeRelay(this, () => this.#mirror());
  protected override readonly runner = new PhoneRunner({
    fixed: () => fixedSettings(this),
    live: () => this.#live,
    create: () => {
      const options = {...optionsOf(this, OPTION_NAMES), ...this.#live};
      const credentials = (question: CredentialsQuestion) => findCredentials(this, question);
      const ports = {...BROWSER_PORTS, ...this.ports};
      return createPhone(
        {...options, server: this.server ?? '', credentials},
        this.noRegister ? ports : this.#needed.before(ports),
      );
    },
    notices: this.#notices,
  });
  readonly #requests = new RequestController(this, {
    ...phoneRequests(this),
    ...callRequests(
      (type, detail) => chooseCall(this.phone, type, detail),
      (error, call) => this.report(error, call),
      {'sip-volume-request': ({volume}) => this.setVolume(Number(volume))},
    ),
  });
  readonly #lifetime = new LifetimeController(this, {
    begin: (signal) => this.#begin(signal),
    end: () => void this.runner.close(),
    keep: () => this.keepAlive,
  });

  constructor() {
    super();
    new CommandController(this);
    new LinkProvider(this, phoneContext, createLink(this, this.#requests, this.#notices, this.#needed));
    this.#needed.add(() => this.#face.provided());
    for (const type of ['click', 'pointerdown', 'keydown']) this.addEventListener(type, this.#touched);
    this.store.subscribe(() => this.#mirror());
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'status'];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    this.#truth.restore(name);
  }

  /** Reports a failure by the notice `sip-error`. */
  report(error: SipError, call?: Call): void {
    if (this.phone) this.phone.report(error, call);
    else this.#notices.tell('sip-error', {error, call: null});
  }

  /**
   * Ends every call, unregisters and frees everything. The element starts anew when it is put into a document again.
   */
  async destroy(): Promise<void> {
    const closed = this.runner.close();
    this.#lifetime.end();
    await closed;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#mirror();
    if (!this.#lifetime.alive) return;
    if (this.runner.wanted === undefined && this.#connectsNow()) this.runner.want();
    this.runner.refresh();
  }

  #begin(signal: AbortSignal): void {
    this.runner.resume();
    // The element makes the phone after the next update: some frameworks insert an element before they set its
    // attributes.
    this.requestUpdate();
    this.#mirror();
    window.addEventListener('pagehide', () => void this.runner.leave(), {signal});
    window.addEventListener(
      'pageshow',
      ({persisted}) => {
        if (!persisted) return;
        this.runner.resume();
        this.runner.refresh();
      },
      {signal},
    );
  }

  /** The options that may change at any time. Our own face has a `<sip-consent>`, so with it the phone may ask. */
  get #live(): Partial<PhoneOptions> {
    const {bare} = this.#face;
    return {
      ...optionsOf(this, LIVE_NAMES),
      consentRefer: this.consentRefer || bare,
      consentReplaces: this.consentReplaces || bare,
      autoAnswerIf: this.#answersIf,
    };
  }

  /** Whether to connect now. Calls that the page before left cannot wait for the first press or key. */
  #connectsNow(): boolean {
    const {connectsAt} = this;
    return connectsAt === 'load' || (connectsAt === 'interaction' && !this.noRecover && hasLeftCalls());
  }

  readonly #answersIf = (heard: boolean): boolean =>
    this.autoAnswerIf?.(heard) !== false &&
    (this.autoAnswerScripted || mayAnswerUnasked(this, {heard, bare: this.#face.bare}));

  readonly #touched = ({type}: Event): void => {
    if (type === 'click') {
      if (this.snapshot.audioBlocked) void this.phone?.unblockAudio();
    } else if (this.connectsAt === 'interaction' && this.runner.wanted === undefined) {
      this.runner.want();
    }
  };

  #mirror(): void {
    const {status, calls, audioBlocked} = this.snapshot;
    this.#truth.set({status});
    this.#states.set({
      ready: status === 'ready',
      registered: status === 'registered',
      reconnecting: status === 'reconnecting',
      failed: status === 'failed',
      ringing: calls.some(isAnswerable),
      'in-call': calls.some((call) => isEstablished(call.state)),
      'audio-blocked': audioBlocked,
      'default-face': this.#face.bare,
    });
  }

  protected override render(): TemplateResult {
    return html`<slot @slotchange=${this.#face.look}></slot>${
        this.#face.bare ? html`<sip-softphone></sip-softphone>` : nothing
      }`;
  }
}

function createLink(
  element: SipPhoneElement,
  requests: RequestController,
  notices: NoticeRelay,
  needed: NeededTags,
): PhoneLink {
  return {
    element,
    store: element.store,
    get phone() {
      return element.phone;
    },
    request: (event) => {
      // The person clicked a control outside the phone, which counts as much as a click inside.
      if (element.snapshot.audioBlocked) void element.phone?.unblockAudio();
      requests.handle(event);
    },
    addCallElement: (target) => notices.add(target),
    needs: (need) => needed.add(need),
  };
}

type RequestEvents = {[K in keyof SipRequests]: SipRequestEvent<K>};

declare global {
  interface HTMLElementEventMap extends NoticeEvents, RequestEvents {
    'sip-credentials-request': SipCredentialsRequestEvent;
  }
}
