import {builtIn} from '../../core/built-in.js';

/** What the Network Information API adds, where there is one. */
interface NetworkNavigator {
  readonly connection?: EventTarget;
}

/** Whether this is a page that nobody sees. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && builtIn(document, 'hidden');
}

/**
 * Calls back when connections may have died or may be possible again: the network came, went or changed, the page was
 * shown, thawed or taken out of the cache. `throttled` says that the page was hidden until now.
 */
export function onWake(callback: (throttled: boolean) => void, signal: AbortSignal): void {
  if (typeof document === 'undefined') return; // Not in a page.
  const wake = () => callback(isHidden());
  const options = {signal};
  for (const type of ['online', 'offline', 'pageshow']) globalThis.addEventListener(type, wake, options);
  // Page Lifecycle: a frozen tab goes on.
  const listen = builtIn(document, 'addEventListener');
  listen('resume', wake, options);
  listen(
    'visibilitychange',
    () => {
      if (!isHidden()) callback(true);
    },
    options,
  );
  (navigator as NetworkNavigator).connection?.addEventListener('change', wake, options);
}
