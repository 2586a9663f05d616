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
 * @slot - The face of the call, made of any of the other elements. If it is empty, a `<sip-call-card>` takes its place
 *   as long as there is a call.
 *
 * @attr {boolean} muted - The microphone is silent. A page that sets it asks the call for a change; afterwards it shows
 *   what is true. If it is set before there is a call, it mutes the next call.
 * @attr {boolean} deaf - The far end is not heard here, and does not notice. It works like `muted`, also before there is
 *   a call.
 * @attr {boolean} held - We hold the call. A page that sets it asks the far end; afterwards it shows what is true. If the
 *   far end refuses, the element removes the attribute and fires `sip-error`.
 * @attr {boolean} video - We send a picture. A page that sets it asks the far end; afterwards it shows what is true.
 * @attr {string} state - The state of the call, absent without one. Read-only: the element restores it when a page
 *   changes it.
 * @attr {'inbound' | 'outbound'} direction - Which side called; absent without a call. Read-only.
 * @fires {SipNoticeEvent<'sip-error'>} sip-error - `{error, call}`. A request to the call was refused or failed.
 *
 * @cssState empty - There is no call.
 * @cssState incoming - The far end called.
 * @cssState outgoing - We called.
 * @cssState ringing - The call can be answered, or rings at the far end.
 * @cssState established - The call is answered and not over.
 * @cssState held - We hold the call.
 * @cssState remote-held - The far end holds us.
 * @cssState muted - The microphone is silent.
 * @cssState recording - The phone records both sides.
 * @cssState awaiting-consent - The call has a question to the person here.
 * @cssState ended - The call is over and still shown.
 * @cssState default-face - The element shows its own card, and has a box that a page can size.
 */
export class SipCallElement extends SipCallMethodsElement implements CallNoticeTarget {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static override styles = ownerStyles;
  /** @internal Registers the card that the element shows if it has no children; `define/` sets it. */
  static loadFace: (() => Promise<unknown>) | undefined;

  readonly #truth = new TruthAttributes(this, {state: null, direction: null});
  readonly #states = new StatesController(this);
  readonly #face = new FaceController(this, {tag: 'sip-call-card', load: () => SipCallElement.loadFace?.()});
  readonly #store = createStore<CallHolder>({call: null});
  readonly #report = (error: SipError, call?: Call): void => {
    const {phone} = this.#binding.link ?? {};
    if (phone) phone.report(error, call);
    else warnOnce(this, `${error.message} This <sip-call> belongs to no phone.`);
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

  /** The id of the call to show. If none is set, the id of the call that the element shows. */
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

  /** The call without its face, for scripts. */
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

  /** @internal Dispatches a notice that the phone hands over, if it is about the call here. Returns whether it is. */
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
    warnOnce(this, `select="${select}" counts as "active"; the other values are "incoming" and "held".`);
    return 'active';
  }

  /** Passes a request for the phone on to the phone, if this element is outside its phone. */
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

  /** Shows the present snapshot of the call. */
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
