/**
 * Calls back when the machine may be on another network: the browser is online again, or reports another kind of
 * network.
 */
export function onNetworkChange(callback: () => void, signal: AbortSignal): void {
  const {connection} = navigator as {connection?: EventTarget};
  globalThis.addEventListener('online', callback, {signal});
  connection?.addEventListener('change', callback, {signal});
}
