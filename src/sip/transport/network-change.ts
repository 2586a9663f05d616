/** The network of the machine may be another one now: it came back, or the browser says that its kind has changed. */
export function onNetworkChange(callback: () => void, signal: AbortSignal): void {
  const {connection} = navigator as {connection?: EventTarget};
  globalThis.addEventListener('online', callback, {signal});
  connection?.addEventListener('change', callback, {signal});
}
