import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {
  onTranslation,
  termOf,
  translationFor,
  type TermArguments,
  type TermKey,
  type Translation,
} from '../i18n/translations.js';
import {builtIn} from '../core/built-in.js';

export type Direction = Translation['$dir'];

const connected = new Set<LocalizeController>();
let observer: MutationObserver | undefined;
let stopListening: (() => void) | undefined;

const refreshAll = (): void => {
  for (const controller of [...connected]) controller.refresh();
};

/** Gives the host its terms in the language that applies to it, and re-renders the host when that language changes. */
export class LocalizeController implements ReactiveController {
  /** The nearest `lang` attribute, `''` if there is none. The terms may be those of a fallback language. */
  lang = '';
  dir: Direction = 'ltr';

  readonly #host: ReactiveControllerHost & Element;
  #translation = translationFor('');

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  /** Returns the text for a key, with its values filled in. */
  term<K extends TermKey>(key: K, ...args: TermArguments<K>): string {
    return termOf(this.#translation, key, ...args);
  }

  /** Reads language and direction again. Call it only after a change that no attribute shows. */
  refresh(): void {
    const lang = languageOf(this.#host);
    const translation = translationFor(lang);
    const dir = directionOf(this.#host);
    if (lang === this.lang && dir === this.dir && translation === this.#translation) return;
    this.lang = lang;
    this.dir = dir;
    this.#translation = translation;
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    if (connected.size === 0) {
      observer = new MutationObserver(refreshAll);
      stopListening = onTranslation(refreshAll);
    }
    connected.add(this);
    // One observer serves all hosts. Observing a root twice does no harm, and a root that is collected ends its own.
    for (const root of rootsOf(this.#host)) {
      observer?.observe(root, {attributes: true, attributeFilter: ['lang', 'dir'], subtree: true});
    }
    this.refresh();
  }

  hostDisconnected(): void {
    connected.delete(this);
    if (connected.size > 0) return;
    observer?.disconnect();
    stopListening?.();
  }
}

/** Returns a term in the language of an element, for code without a controller. */
export function localizeTerm<K extends TermKey>(element: Element, key: K, ...args: TermArguments<K>): string {
  return termOf(translationFor(languageOf(element)), key, ...args);
}

/** The nearest `lang`, also outside the shadow root: HTML determines the language of a node in this way. */
export function languageOf(element: Element): string {
  return attribute(nearest(element, '[lang]'), 'lang');
}

/** The direction of the words shown: from the nearest `dir`, or from the language if a `lang` is nearer. */
export function directionOf(element: Element): Direction {
  const found = nearest(element, '[dir=ltr i], [dir=rtl i], [dir=auto i], [lang]');
  const dir = attribute(found, 'dir').toLowerCase();
  if (dir === 'ltr' || dir === 'rtl') return dir;
  if (found && dir === 'auto') return getComputedStyle(found).direction === 'rtl' ? 'rtl' : 'ltr';
  return translationFor(attribute(found, 'lang')).$dir;
}

/** Reads an attribute safely: in a form, a control named `getAttribute` hides the method. */
function attribute(element: Element | null, name: string): string {
  return (element && builtIn(element, 'getAttribute')(name)) ?? '';
}

function nearest(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  const root = found ?? element.getRootNode();
  return root instanceof ShadowRoot ? nearest(root.host, selector) : found;
}

function* rootsOf(node: Node): Generator<Node> {
  const root = node.getRootNode();
  yield root;
  if (root instanceof ShadowRoot) yield* rootsOf(root.host);
}
