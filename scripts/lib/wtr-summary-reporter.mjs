import {appendFileSync} from 'node:fs';
import {relative} from 'node:path';
import {PAGES} from './test-pages.mjs';

/**
 * A reporter of web-test-runner for `npm test`. It prints one line for each test file, and writes the details as a line
 * of JSON. It does so as soon as a page is done, so that a time limit or a crash does not lose the results before it.
 *
 * @param {string} summary
 * @param {boolean} filtered only tests with certain names run; the others have no result
 */
export function summaryReporter(summary, filtered) {
  return {
    start({sessions}) {
      sessions.on('session-status-updated', (session) => {
        if (session.status !== 'FINISHED') return;
        for (const result of resultsOf(session, filtered)) {
          appendFileSync(summary, `${JSON.stringify(result)}\n`);
          console.log(lineOf(result));
        }
      });
    },
  };
}

function lineOf({passed, browser, file, tests, errors, seconds}) {
  const bad = tests.filter((test) => !test.passed && !test.skipped).length + errors.length;
  const verdict = passed && bad === 0 ? 'ok    ' : 'FAILED';
  // The text starts with a line break, because the runner leaves the cursor behind the text that it erased.
  return `\n${verdict} ${browser.padEnd(8)} ${String(tests.length).padStart(4)} ${file} ${seconds.toFixed(1)} s`;
}

/** Returns one result for each file, and one more for errors that belong to no single file. */
function resultsOf({testFile, browser, passed, errors, testResults, logs, request404s}, filtered) {
  const page = relative(process.cwd(), testFile).replaceAll('\\', '/');
  const shared = page.startsWith(`${PAGES}/`);
  const common = {
    browser: browser.name.toLowerCase(),
    logs: [
      ...logs.map((args) => args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')),
      ...request404s.map((url) => `not found: ${url}`),
    ],
  };
  const suites = shared ? (testResults?.suites ?? []) : testResults ? [{...testResults, name: page}] : [];
  const ran = (test) => !filtered || test.passed || test.error !== undefined;
  const results = suites.map((suite) => ({
    ...common,
    file: suite.name,
    errors: [],
    ...verdictOf(testsOf(suite).filter(ran)),
  }));
  const explained = filtered || results.some((result) => !result.passed);
  if (errors.length === 0 && (passed || explained)) return results;
  const texts = errors.map((error) => error.stack ?? error.message);
  return [...results, {...common, file: page, errors: texts, tests: [], passed, seconds: 0}];
}

function verdictOf(tests) {
  return {
    tests,
    passed: tests.every((test) => test.passed || test.skipped),
    seconds: tests.reduce((sum, {duration}) => sum + duration, 0) / 1000,
  };
}

function testsOf(suite, path = []) {
  return [
    ...suite.tests.map(({name, passed, skipped, duration = 0, error}) => ({
      name: [...path, name].join(' › '),
      passed,
      skipped: Boolean(skipped),
      duration,
      error: error && textOf(error),
    })),
    ...suite.suites.flatMap((inner) => testsOf(inner, [...path, inner.name])),
  ];
}

function textOf({message, stack, expected, actual}) {
  const difference = expected === undefined ? '' : `\nexpected: ${expected}\nactual:   ${actual}`;
  return `${stack?.includes(message) ? stack : [message, stack].filter(Boolean).join('\n')}${difference}`;
}
