/** Waits for a condition that no event tells; fails after five seconds with what was waited for. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > 5000) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Lets everything that is due now happen. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
