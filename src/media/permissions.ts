const NAMES = ['microphone', 'camera'] as const;

/** What the person, or the settings of the browser, have forbidden for good; nothing where the browser does not say. */
export class DevicePermissions {
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  #states: Promise<readonly PermissionStatus[]> | undefined;

  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    this.#signal = signal;
  }

  async denied(): Promise<readonly (typeof NAMES)[number][]> {
    this.#states ??= this.#ask();
    const states = await this.#states;
    return NAMES.filter((name) => states.some((status) => status.name === name && status.state === 'denied'));
  }

  async #ask(): Promise<readonly PermissionStatus[]> {
    // Typed as always there, which they are not.
    const {permissions} = navigator as {permissions?: Pick<Navigator['permissions'], 'query'>};
    const asked = await Promise.all(
      NAMES.map(async (name) => {
        try {
          return await permissions?.query({name});
        } catch {
          return undefined; // Firefox before 132 does not know these names.
        }
      }),
    );
    const states = asked.filter((status) => status !== undefined);
    for (const status of states) status.addEventListener('change', this.#changed, {signal: this.#signal});
    return states;
  }
}
