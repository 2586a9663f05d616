const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Calls back about twice a second until the returned function is called. All listeners share one interval, which runs
 * only while there are any.
 */
export function onTick(listener: () => void): () => void {
  // An interval of one second that runs a little late sometimes skips a second on the display.
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

/** The number of listeners. */
export function tickerCount(): number {
  return listeners.size;
}
