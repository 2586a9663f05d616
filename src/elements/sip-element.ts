import {LitElement, type CSSResultGroup} from 'lit';
import {LocalizeController} from '../controllers/localize-controller.js';
import {isClaimed} from '../controllers/request-controller.js';
import {StatesController} from '../controllers/states-controller.js';
import {warnOnce} from '../controllers/warn-once.js';
import {SipRequestEvent, type SipRequests} from '../core/events.js';
import {hostStyles} from '../styles/host.styles.js';
import {VERSION} from './version.js';

/** The owner of a control, as far as requests are concerned. */
export interface RequestTarget {
  /** The owner, if it was named rather than found around the control. */
  readonly named: HTMLElement | undefined;
  /** Takes a request that did not pass the owner. */
  readonly request: (event: Event) => void;
}

/** The names and classes of the elements that a class renders; they are registered before it. */
export type Dependencies = Readonly<Record<string, CustomElementConstructor>>;

/** Base of the elements with looks: styles, words, states and requests. */
export abstract class SipElement extends LitElement {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static readonly dependencies: Dependencies = {};
  static override styles: CSSResultGroup = hostStyles;

  /** Terms in the language around the element. */
  protected readonly localize = new LocalizeController(this);
  protected readonly states = new StatesController(this);

  /** Asks for something: whoever is around this element, else its owner. */
  protected request<K extends keyof SipRequests>(type: K, detail: SipRequests[K], target: RequestTarget): void {
    const event = new SipRequestEvent(type, detail, target.named);
    this.dispatchEvent(event);
    if (!isClaimed(event)) target.request(event);
    if (isClaimed(event)) return;
    warnOnce(this, `nobody took the ${type}. It needs ${this.wantedOwner()}.`);
  }

  /** What the element looked for, for a person who reads the console. */
  protected wantedOwner(): string {
    for (const name of ['call', 'phone']) {
      const id = this.getAttribute(name);
      if (id !== null) return `a <sip-${name}> with the id "${id}"`;
    }
    return 'a <sip-phone> or <sip-call> around it, or the id of one in its attribute phone or call';
  }
}
