import {warnOfVersions} from '../elements/version.js';

/** A class of ours, or any other. */
type ElementClass = CustomElementConstructor & {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, CustomElementConstructor>>;
};

/**
 * Registers a class under a tag, and before it the elements that it renders. Where the tag is taken, its owner keeps it;
 * where there is no registry (in Node), nothing happens.
 */
export function define(tag: string, element: ElementClass): void {
  if (!('customElements' in globalThis)) return;
  for (const [name, dependency] of Object.entries(element.dependencies ?? {})) define(name, dependency);
  const present: ElementClass | undefined = customElements.get(tag);
  if (present) warnOfVersions(tag, present.version, element.version);
  else customElements.define(tag, element);
}
