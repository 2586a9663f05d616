/** How browsers are started for tests: with a camera and a microphone that are not there. */

/**
 * What it is not to do. The last list on the command line is the one that counts, so Playwright's own, which keeps it from
 * looking for news and for other devices, stands here too.
 */
const WITHOUT = [
  // A renderer for each window, and a third of the work of opening one: what drops down from an address bar.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AimEnabled', 'DialMediaRouteProvider', 'GlobalMediaControls', 'LensOverlay', 'MediaRouter', 'Translate'],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'HttpsUpgrades', 'PaintHolding'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'BlockOriginHeaderModificationOnRedirect'],
];

/** For every Chromium. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox', // tests may run as root, for which Chromium has no sandbox
  '--disable-gpu',
  '--disable-background-networking',
  `--disable-features=${WITHOUT.join(',')}`,
];

/** For calls: devices, and sound without a click. */
export const CALL_FLAGS = [
  ...CHROMIUM_FLAGS,
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Without it a machine that has no network but loopback gathers no candidates at all.
  '--allow-loopback-in-peer-connection',
];

/** The same for Firefox. */
export const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Without these two Firefox hides its addresses, and a machine with loopback only has no candidates at all.
  'permissions.default.microphone': 1,
  'permissions.default.camera': 1,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  // Without a sound card an AudioContext of Firefox never starts; its own mock of one does.
  'media.cubeb.force_mock_context': true,
};
