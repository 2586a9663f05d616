/** Waits for a condition that no event reports. After five seconds it fails and names the condition. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > 5000) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Lets all tasks run that are due now. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
