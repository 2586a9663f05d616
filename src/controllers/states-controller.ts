import {createLogger} from '../core/logger.js';

let supported = true;

/** Sets the custom states of an element, for CSS `:state(…)`, from a record of booleans. */
export class StatesController {
  readonly internals: ElementInternals;

  constructor(host: HTMLElement) {
    this.internals = host.attachInternals();
  }

  /** Switches the named states on and off; the others stay. */
  set(states: Readonly<Record<string, boolean>>): void {
    if (!supported) return;
    try {
      for (const [name, on] of Object.entries(states)) {
        if (on) this.internals.states.add(name);
        else this.internals.states.delete(name);
      }
    } catch (error) {
      // Chrome before 125 requires names with two dashes, and Safari before 17.4 has no custom states. There everything
      // works except styling by state.
      supported = false;
      createLogger().debug('This browser has no custom states.', error);
    }
  }

  has(name: string): boolean {
    return supported && this.internals.states.has(name);
  }
}
