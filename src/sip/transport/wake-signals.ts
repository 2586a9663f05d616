import {builtIn} from '../../core/built-in.js';

/** The Network Information API, which not every browser has. */
interface NetworkNavigator {
  readonly connection?: EventTarget;
}

/** Whether the page is hidden. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && builtIn(document, 'hidden');
}

/**
 * Calls back when connections may have died or may be possible again: the network came, went or changed, or the page
 * was shown, thawed, or restored from the back/forward cache. `throttled` says that the page was hidden until now.
 */
export function onWake(callback: (throttled: boolean) => void, signal: AbortSignal): void {
  if (typeof document === 'undefined') return; // This code does not run in a page.
  const wake = () => callback(isHidden());
  const options = {signal};
  for (const type of ['online', 'offline', 'pageshow']) globalThis.addEventListener(type, wake, options);
  // Page Lifecycle: the browser thaws a frozen tab.
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
