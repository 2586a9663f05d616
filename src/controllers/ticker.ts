const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Calls back about twice a second until the returned function is called. All share one interval, and without any there
 * is none.
 */
export function onTick(listener: () => void): () => void {
  // Twice, because an interval of one second that runs a little late skips a second now and then.
  timer ??= setInterval(() => {
    for (const tick of [...listeners]) tick();
  }, 500);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How many are being called back. */
export function tickerCount(): number {
  return listeners.size;
}
