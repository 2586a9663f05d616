import {readdirSync} from 'node:fs';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {playwrightLauncher} from '@web/test-runner-playwright';
import {testPages} from './scripts/lib/test-pages.mjs';
import {bundledTests} from './scripts/lib/wtr-bundled-tests.mjs';
import {summaryReporter} from './scripts/lib/wtr-summary-reporter.mjs';
import {CALL_FLAGS, FIREFOX_PREFERENCES} from './test/browser-options.mjs';

// Settings come from the environment because the runner refuses flags that it does not know; `npm test` sets them.
const env = process.env;
const browserNames = (env.SIP_TEST_BROWSERS ?? 'chromium,firefox').split(',');
const filters = (env.SIP_TEST_FILES ?? '').split(' ').filter(Boolean);
const suites = ['core', 'sip', 'media', 'controllers', 'elements', 'contract', 'i18n'];

// The runner starts a browser anew when one is gone. Told to end, it ends, and Playwright its browsers with it.
process.on('SIGTERM', () => process.exit(143));
const handleSIGTERM = false;

const launchers = {
  chromium: () =>
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        handleSIGTERM,
        executablePath: env.CHROMIUM ?? '/usr/bin/chromium',
        args: [
          ...CALL_FLAGS,
          // What a test of leaks would otherwise wait for.
          '--js-flags=--expose-gc',
        ],
      },
    }),
  firefox: () =>
    playwrightLauncher({
      product: 'firefox',
      // One page at a time: a page of Firefox behind another one gets no keys.
      concurrency: 1,
      launchOptions: {
        handleSIGTERM,
        // WebDriver BiDi: Playwright's own protocol needs a patched Firefox, this channel takes Debian's.
        channel: 'moz-firefox',
        executablePath: env.FIREFOX ?? '/usr/bin/firefox-esr',
        firefoxUserPrefs: {
          ...FIREFOX_PREFERENCES,
          // Firefox delays reconnects after a refused connection; tests of reconnecting would wait for nothing.
          'network.websocket.delay-failed-reconnects': false,
        },
      },
    }),
};

/** The test files of the suites that run in browsers. */
function testFiles() {
  const files = readdirSync(`${import.meta.dirname}/test`, {recursive: true})
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts') && suites.includes(path.split('/')[1]));
  return filters.length === 0 ? files : files.filter((path) => filters.some((filter) => path.includes(filter)));
}

export default {
  rootDir: import.meta.dirname,
  files: testPages(import.meta.dirname, testFiles()),
  // The development build of Lit, in every module: it is the one that reports misuse.
  nodeResolve: {exportConditions: ['development', 'browser']},
  hostname: '127.0.0.1',
  concurrency: 2,
  concurrentBrowsers: 2,
  browsers: browserNames.map((name) => launchers[name]()),
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  // Tests have limits of their own: this one is for a page that hangs as a whole, however slow the machine.
  testsFinishTimeout: 240_000,
  testFramework: {config: {ui: 'bdd', timeout: 10_000, ...(env.SIP_TEST_GREP && {grep: env.SIP_TEST_GREP})}},
  plugins: [
    bundledTests(import.meta.dirname),
    esbuildPlugin({ts: true, tsconfig: `${import.meta.dirname}/tsconfig.json`, target: 'es2022'}),
  ],
  filterBrowserLogs: ({args}) => !/^Lit is in dev mode/.test(String(args[0])),
  reporters: env.SIP_TEST_SUMMARY
    ? [summaryReporter(env.SIP_TEST_SUMMARY, Boolean(env.SIP_TEST_GREP))]
    : [defaultReporter()],
};
