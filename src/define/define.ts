import {warnOfVersions} from '../elements/version.js';

/** An element class of this package, or of any other. */
type ElementClass = CustomElementConstructor & {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, CustomElementConstructor>>;
};

/**
 * Registers a class under a tag, after the elements that it renders. A tag that is registered already keeps its class.
 * Without a registry (in Node) nothing happens.
 */
export function define(tag: string, element: ElementClass): void {
  if (!('customElements' in globalThis)) return;
  for (const [name, dependency] of Object.entries(element.dependencies ?? {})) define(name, dependency);
  const present: ElementClass | undefined = customElements.get(tag);
  if (present) warnOfVersions(tag, present.version, element.version);
  else customElements.define(tag, element);
}
