const NAMES = ['microphone', 'camera'] as const;

/** Knows which devices the person or the browser's settings block for this site; none if the browser does not tell. */
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
    // The type says that `permissions` always exists; not every browser has it.
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
