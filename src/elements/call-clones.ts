import {builtIn} from '../core/built-in.js';
import {warnOnce} from '../controllers/warn-once.js';

export interface CloneOptions {
  template: HTMLTemplateElement | undefined;
  /** The phone of the copies, if it is not around them. */
  phone: HTMLElement | undefined;
}

/** Keeps one copy of a template for each call, as children of an element. */
export class CallClones {
  readonly #host: HTMLElement;
  readonly #clones = new Map<string, readonly ChildNode[]>();
  #template: HTMLTemplateElement | undefined;
  #phone: HTMLElement | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** The template of the present copies. */
  get template(): HTMLTemplateElement | undefined {
    return this.#template;
  }

  /** Makes copies for new calls, removes the copies of calls that are gone, and leaves the others in place. */
  show(ids: readonly string[], {template, phone}: CloneOptions): void {
    if (template !== this.#template || phone !== this.#phone) this.#keep([]);
    this.#template = template;
    this.#phone = phone;
    this.#keep(ids);
    if (template) this.#place(ids, template);
    else if (ids.length > 0) warnOnce(this.#host, 'there is no <template> to repeat for the calls.');
  }

  #place(ids: readonly string[], template: HTMLTemplateElement): void {
    let before: ChildNode | null = template.parentNode === this.#host ? template : null;
    for (const node of ids.flatMap((id) => this.#clones.get(id) ?? this.#create(id, template))) {
      // A node in the right place is not moved: a move restarts its videos and loses the focus.
      if (before && before.nextSibling !== node) before.after(node);
      else if (node.parentNode !== this.#host) this.#host.append(node);
      before = node;
    }
  }

  #keep(ids: readonly string[]): void {
    for (const [id, nodes] of this.#clones) {
      if (ids.includes(id)) continue;
      for (const node of nodes) node.remove();
      this.#clones.delete(id);
    }
  }

  #create(id: string, template: HTMLTemplateElement): readonly ChildNode[] {
    const fragment = builtIn(document, 'importNode')(template.content, true);
    let call = fragment.querySelector('sip-call');
    if (!call) {
      call = builtIn(document, 'createElement')('sip-call');
      call.append(...fragment.childNodes);
      fragment.append(call);
    }
    call.setAttribute('call-id', id);
    // Set the property, not the attribute: in another tree the same id may name another element.
    if (this.#phone) Object.assign(call, {phone: this.#phone});
    const nodes = [...fragment.childNodes];
    this.#clones.set(id, nodes);
    return nodes;
  }
}
