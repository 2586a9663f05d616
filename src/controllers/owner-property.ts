/** The value of an owner property: the element or its id. With null, the attribute or the enclosing owner applies. */
export type OwnerName = Element | string | null;

interface Naming {
  name: OwnerName;
  readonly watchers: Set<() => void>;
}

const namings = new WeakMap<object, Map<string, Naming>>();

/**
 * Declares a property with which script names the owner of a control, for example `phone`. The link controllers of the
 * element watch it. Write this decorator below `@property()`, so that Lit sees every change.
 */
export function ownerProperty(): (prototype: object, property: string) => void {
  return (prototype, property) => {
    Object.defineProperty(prototype, property, {
      configurable: true,
      enumerable: true,
      get(this: object) {
        return ownerName(this, property);
      },
      set(this: object, name: OwnerName) {
        const naming = namingOf(this, property);
        if (name === naming.name) return;
        naming.name = name;
        for (const watcher of naming.watchers) watcher();
      },
    });
  };
}

/** The current value of the property; null also for an element without this property. */
export function ownerName(element: object, property: string): OwnerName {
  return namings.get(element)?.get(property)?.name ?? null;
}

/** Calls back after each change of the property, for as long as the element lives. */
export function watchOwnerName(element: object, property: string, watcher: () => void): void {
  namingOf(element, property).watchers.add(watcher);
}

function namingOf(element: object, property: string): Naming {
  let all = namings.get(element);
  if (!all) namings.set(element, (all = new Map<string, Naming>()));
  let naming = all.get(property);
  if (!naming) all.set(property, (naming = {name: null, watchers: new Set()}));
  return naming;
}
