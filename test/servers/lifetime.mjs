/**
 * Servers never outlive us: they are stopped in reverse order when we are told to end, and killed when we end without
 * being told. (The kernel does it when we are killed ourselves, see server-process.mjs.)
 */

/** @typedef {{stop(): Promise<void>, kill(): void}} Stoppable */

/** @type {Set<Stoppable>} */
const alive = new Set();
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @param {Stoppable} group
 * @returns {() => void} to be called when it has been stopped
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
  // Somebody else who listens decides what the signal means; otherwise it does what it would have done without us.
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
