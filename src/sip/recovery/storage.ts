const PREFIX = 'sip-elements.';

/**
 * Reads a text that outlives a reload of this tab. The reader must check it: any script of the page can write there.
 */
export function readStored(key: string): string | undefined {
  try {
    return globalThis.sessionStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined; // Storage is forbidden here, in a sandboxed frame for instance: every page starts anew.
  }
}

/** Whether a phone of an earlier page has left calls behind, perhaps long ago. */
export function hasCalls(instanceId: string): boolean {
  return readStored(callsOf(instanceId)) !== undefined;
}

/** The key of the calls of a phone. */
export function callsOf(instanceId: string): string {
  return `calls.${instanceId}`;
}

/** Undefined forgets it. */
export function store(key: string, value: string | undefined): void {
  try {
    if (value === undefined) globalThis.sessionStorage.removeItem(PREFIX + key);
    else globalThis.sessionStorage.setItem(PREFIX + key, value);
  } catch {
    // As above; or other data has filled the storage.
  }
}
