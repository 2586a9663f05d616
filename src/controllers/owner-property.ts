/** An owner as a property names it: the element or its id; null for the attribute and the surroundings. */
export type OwnerName = Element | string | null;

interface Naming {
  name: OwnerName;
  readonly watchers: Set<() => void>;
}

const namings = new WeakMap<object, Map<string, Naming>>();

/**
 * Declares a property by which script names the owner of a control, `phone` for instance. The link controllers of the
 * element follow it; nobody has to hand it on. Written below `@property()`, which then sees every change of it.
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

/** What the property says now; null also for an element that has no such property. */
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
