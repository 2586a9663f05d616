/**
 * Servers never outlive this process. They are stopped in reverse order when it gets a signal to end, and killed when
 * it ends without one. (If this process is killed itself, the kernel ends them, see server-process.mjs.)
 */

/** @typedef {{stop(): Promise<void>, kill(): void}} Stoppable */

/** @type {Set<Stoppable>} */
const alive = new Set();
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @param {Stoppable} group
 * @returns {() => void} call it when the group has been stopped
 */
export function stopWithProcess(group) {
  if (alive.size === 0) listen();
  alive.add(group);
  return () => {
    alive.delete(group);
    if (alive.size === 0) unlisten();
  };
}

function listen() {
  process.on('exit', killAll);
  for (const signal of SIGNALS) process.on(signal, stopAll);
}

function unlisten() {
  process.off('exit', killAll);
  for (const signal of SIGNALS) process.off(signal, stopAll);
}

function killAll() {
  for (const group of [...alive].reverse()) group.kill();
}

/** @param {NodeJS.Signals} signal */
async function stopAll(signal) {
  for (const group of [...alive].reverse()) await group.stop();
  unlisten();
  // If another listener exists, it decides what the signal does; else the signal has its default effect.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
