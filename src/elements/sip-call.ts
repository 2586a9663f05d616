import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property} from 'lit/decorators.js';
import {CallBinding} from '../owners/call/call-binding.js';
import {isCallSelection, type CallSelection} from '../owners/call/call-choice.js';
import {callCustomStates} from '../owners/call/call-custom-states.js';
import {CommandController} from '../controllers/command-controller.js';
import {callContext, type CallHolder, type CallLink, type CallNoticeTarget} from '../controllers/contexts.js';
import {FaceController} from '../controllers/face-controller.js';
import {LinkProvider} from '../owners/link-provider.js';
import {CALL_REQUEST_NAMES, callRequests, PHONE_REQUEST_NAMES} from '../owners/owner-requests.js';
import {ownerProperty} from '../controllers/owner-property.js';
import {isClaimed, RequestController} from '../controllers/request-controller.js';
import {StatesController} from '../controllers/states-controller.js';
import {TruthAttributes} from '../owners/truth-attributes.js';
import {TWO_WAY_NAMES, TwoWayAttributes} from '../owners/call/two-way-attributes.js';
import {warnOfFalse, warnOnce} from '../controllers/warn-once.js';
import type {Call} from '../core/call/call.js';
import type {SipError} from '../core/errors.js';
import type {SipNoticeEvent} from '../core/events.js';
import {createStore} from '../core/store.js';
import {ownerStyles} from '../styles/owner.styles.js';
import {SipCallMethodsElement} from './sip-call-methods.js';
import {VERSION} from './version.js';

const TRUTH = ['state', 'direction'] as const;

/**
 * @summary One call of a phone. Without children it shows a card with the usual controls; with children, they are its
 * face.
 * @tag sip-call
 *
 * @slot - The face of the call, made of any of the other elements. Left empty, a `<sip-call-card>` takes its place as
 *   long as there is a call.
 *
 * @attr {boolean} muted - The microphone is silent. Setting it asks, then it follows the truth. Present before there is a
 *   call, it mutes the call that comes.
 * @attr {boolean} deaf - The far end is not heard, and does not notice. As `muted`, also before there is a call.
 * @attr {boolean} held - We hold the call. Setting it asks the far end, then it follows the truth: a refusal takes it off
 *   again and fires `sip-error`.
 * @attr {boolean} video - We send a picture. Setting it asks, then it follows the truth.
 * @attr {string} state - The state of the call, absent without one. Read-only: what anybody else writes is put right.
 * @attr {'inbound' | 'outbound'} direction - Who called; absent without a call. Read-only.
 * @fires {SipNoticeEvent<'sip-error'>} sip-error - `{error, call}`. Something asked of the call was refused or failed.
 *
 * @cssState empty - There is no call.
 * @cssState incoming - They called.
 * @cssState outgoing - We called.
 * @cssState ringing - It can be answered, or rings at the far end.
 * @cssState established - Answered and not over.
 * @cssState held - We hold the call.
 * @cssState remote-held - The far end holds us.
 * @cssState muted - The microphone is silent.
 * @cssState recording - Both sides are being recorded here.
 * @cssState awaiting-consent - Something waits for somebody to allow it.
 * @cssState ended - It is over and still in sight.
 * @cssState default-face - The call shows a card of its own, and is a box that can be sized.
 */
export class SipCallElement extends SipCallMethodsElement implements CallNoticeTarget {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static override styles = ownerStyles;
  /** @internal Registers the card that is shown for want of children; `define/` knows how. */
  static loadFace: (() => Promise<unknown>) | undefined;

  readonly #truth = new TruthAttributes(this, {state: null, direction: null});
  readonly #states = new StatesController(this);
  readonly #face = new FaceController(this, {tag: 'sip-call-card', load: () => SipCallElement.loadFace?.()});
  readonly #store = createStore<CallHolder>({call: null});
  readonly #report = (error: SipError, call?: Call): void => {
    const {phone} = this.#binding.link ?? {};
    if (phone) phone.report(error, call);
    else warnOnce(this, `${error.message} It belongs to no phone that could be asked.`);
  };
  readonly #twoWay = new TwoWayAttributes(this, this.#report);
  readonly #binding = new CallBinding(this, {
    wish: () => ({id: this.#callId, select: this.#selection()}),
    bound: (call) => {
      this.#twoWay.bind(call);
      this.#follow();
      this.requestUpdate();
    },
    changed: () => this.#follow(),
  });
  readonly #requests = new RequestController(
    this,
    callRequests(() => this.call, this.#report),
  );
  #callId: string | null = null;
  #select: string | null = null;

  constructor() {
    super();
    new CommandController(this);
    new LinkProvider<CallLink>(this, callContext, this.#createLink());
    for (const type of PHONE_REQUEST_NAMES) this.addEventListener(type, this.#forward);
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, ...TWO_WAY_NAMES, ...TRUTH];
  }

  /** The phone, or its id; without it, the phone around this element. */
  @property() @ownerProperty() phone: Element | string | null = null;

  /** The id of the call to show. Where none is set, the id of the call that is shown. */
  @property({attribute: 'call-id'})
  get callId(): string | null {
    return this.#callId ?? this.call?.id ?? null;
  }

  set callId(id: string | null) {
    this.#callId = id;
    this.#binding.schedule();
  }

  /** Which call to show without `call-id`: the `active` one (default), an `incoming` or a `held` one. */
  @property()
  get select(): string | null {
    return this.#select;
  }

  set select(select: string | null) {
    this.#select = select;
    this.#binding.schedule();
  }

  /** Whether the microphone is silent. */
  get muted(): boolean {
    return this.hasAttribute('muted');
  }

  set muted(muted: boolean) {
    this.toggleAttribute('muted', muted);
  }

  /** Whether the far end is not heard. */
  get deaf(): boolean {
    return this.hasAttribute('deaf');
  }

  set deaf(deaf: boolean) {
    this.toggleAttribute('deaf', deaf);
  }

  /** Whether we hold the call. */
  get held(): boolean {
    return this.hasAttribute('held');
  }

  set held(held: boolean) {
    this.toggleAttribute('held', held);
  }

  /** Whether we send a picture. */
  get video(): boolean {
    return this.hasAttribute('video');
  }

  set video(video: boolean) {
    this.toggleAttribute('video', video);
  }

  /** The call without its face, for script. */
  override get call(): Call | undefined {
    return this.#binding.call;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    this.#truth.restore(name);
    if (!(TWO_WAY_NAMES as readonly string[]).includes(name)) return;
    warnOfFalse(this, name, value);
    if ((old === null) !== (value === null)) this.#twoWay.changed(name);
  }

  /** @internal The phone hands over a notice of the call. */
  relay(event: SipNoticeEvent): boolean {
    const {detail} = event;
    if (!this.isConnected || !this.call || !('call' in detail) || detail.call?.id !== this.call.id) return false;
    this.#follow();
    if (!this.#twoWay.echoes(event)) this.dispatchEvent(event);
    return true;
  }

  #selection(): CallSelection {
    const select = this.#select ?? 'active';
    if (isCallSelection(select)) return select;
    warnOnce(this, `select="${select}" is taken as "active"; the others are "incoming" and "held".`);
    return 'active';
  }

  /** A request for the phone ends up here if this call was put outside its phone. */
  readonly #forward = (event: Event): void => {
    if (this.#binding.named && !isClaimed(event)) this.#binding.link?.request(event);
  };

  #createLink(): CallLink {
    const call = () => this.call;
    return {
      element: this,
      store: this.#store,
      get call() {
        return call();
      },
      request: (event) => {
        if ((CALL_REQUEST_NAMES as readonly string[]).includes(event.type)) this.#requests.handle(event);
        else this.#binding.link?.request(event);
      },
    };
  }

  /** Shows the call as it is. */
  #follow(): void {
    const call = this.snapshot;
    this.#store.patch({call});
    this.#truth.set({state: call?.state ?? null, direction: call?.direction ?? null});
    this.#twoWay.follow();
    this.#states.set({...callCustomStates(call), 'default-face': this.#face.bare && call !== null});
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#follow();
  }

  protected override render(): TemplateResult {
    return html`<slot @slotchange=${this.#face.look}></slot>${
        this.#face.bare && this.call ? html`<sip-call-card></sip-call-card>` : nothing
      }`;
  }
}
