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
  /** The owner, if the control names it; undefined if the owner is only around the control. */
  readonly named: HTMLElement | undefined;
  /** Takes a request that did not pass the owner. */
  readonly request: (event: Event) => void;
}

/** The tags and classes of the elements that a class renders. `define()` registers them first. */
export type Dependencies = Readonly<Record<string, CustomElementConstructor>>;

/** Base of the visible elements: styles, translated terms, custom states and requests. */
export abstract class SipElement extends LitElement {
  /** The version of the package that the class is from. */
  static readonly version: string = VERSION;
  static readonly dependencies: Dependencies = {};
  static override styles: CSSResultGroup = hostStyles;

  /** Terms in the language around the element. */
  protected readonly localize = new LocalizeController(this);
  protected readonly states = new StatesController(this);

  /** Dispatches a request. If no owner around this element claims it, the linked owner gets it. */
  protected request<K extends keyof SipRequests>(type: K, detail: SipRequests[K], target: RequestTarget): void {
    const event = new SipRequestEvent(type, detail, target.named);
    this.dispatchEvent(event);
    if (!isClaimed(event)) target.request(event);
    if (isClaimed(event)) return;
    warnOnce(this, `nobody took the ${type}. It needs ${this.wantedOwner()}.`);
  }

  /** Names the owner that the element looked for, for the warning in the console. */
  protected wantedOwner(): string {
    for (const name of ['call', 'phone']) {
      const id = this.getAttribute(name);
      if (id !== null) return `a <sip-${name}> with the id "${id}"`;
    }
    return 'a <sip-phone> or <sip-call> around it, or the id of one in its attribute phone or call';
  }
}
