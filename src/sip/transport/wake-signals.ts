/** What the Network Information API adds, where there is one. */
interface NetworkNavigator {
  readonly connection?: EventTarget;
}

/**
 * Calls back when connections may have died or may be possible again: the network came, went or changed, the page was
 * shown, thawed or taken out of the cache. `throttled` says that the page was hidden until now.
 */
export function onWake(callback: (throttled: boolean) => void, signal: AbortSignal): void {
  if (typeof document === 'undefined') return; // Not in a page.
  const wake = () => {
    callback(document.hidden);
  };
  const options = {signal};
  for (const type of ['online', 'offline', 'pageshow']) globalThis.addEventListener(type, wake, options);
  // Page Lifecycle: a frozen tab goes on.
  document.addEventListener('resume', wake, options);
  document.addEventListener(
    'visibilitychange',
    () => {
      if (!document.hidden) callback(true);
    },
    options,
  );
  (navigator as NetworkNavigator).connection?.addEventListener('change', wake, options);
}
