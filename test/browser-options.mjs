/** How the tests start browsers: with a fake camera and microphone. */

/**
 * Features that are switched off. Only the last such list on the command line counts, so it repeats Playwright's own,
 * which
 * stops Chromium from fetching updates and looking for other devices.
 */
const WITHOUT = [
  // The popup of the address bar costs a renderer for each window, and a third of the time to open one.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AimEnabled', 'DialMediaRouteProvider', 'GlobalMediaControls', 'LensOverlay', 'MediaRouter', 'Translate'],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'HttpsUpgrades', 'PaintHolding'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'BlockOriginHeaderModificationOnRedirect'],
];

/** Flags of every Chromium. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox', // tests may run as root, and Chromium has no sandbox for root
  '--disable-gpu',
  '--disable-background-networking',
  `--disable-features=${WITHOUT.join(',')}`,
];

/** Flags for calls: fake devices, and sound without a click. */
export const CALL_FLAGS = [
  ...CHROMIUM_FLAGS,
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Without this flag, a machine with only loopback gathers no candidates.
  '--allow-loopback-in-peer-connection',
];

/** The same for Firefox. */
export const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Without these two, Firefox hides its addresses, and a machine with only loopback has no candidates.
  'permissions.default.microphone': 1,
  'permissions.default.camera': 1,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  // Without a sound card an AudioContext never starts in Firefox; with its mock backend it does.
  'media.cubeb.force_mock_context': true,
};
