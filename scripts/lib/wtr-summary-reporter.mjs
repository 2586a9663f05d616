import {appendFileSync} from 'node:fs';
import {relative} from 'node:path';

/**
 * A reporter of web-test-runner for `npm test`: one line a file, and all about it as a line of JSON in a file. It tells of a
 * file as soon as its browser is through with it, so that what a time limit or a crash ends has told what it knew.
 *
 * @param {string} summary
 */
export function summaryReporter(summary) {
  const begun = performance.now();
  /** When each session got its turn; the first have theirs before reporters are asked. */
  const turns = new Map();
  return {
    start({sessions}) {
      sessions.on('session-status-updated', (session) => {
        if (session.status === 'INITIALIZING') turns.set(session.id, performance.now());
        if (session.status !== 'FINISHED') return;
        const seconds = (performance.now() - (turns.get(session.id) ?? begun)) / 1000;
        const result = {...describeSession(session), seconds};
        appendFileSync(summary, `${JSON.stringify(result)}\n`);
        console.log(lineOf(result));
      });
    },
  };
}

function lineOf({passed, browser, file, tests, errors, seconds}) {
  const bad = tests.filter((test) => !test.passed && !test.skipped).length + errors.length;
  const verdict = passed && bad === 0 ? 'ok    ' : 'FAILED';
  // On a line of its own: the runner leaves the cursor behind what it erased.
  return `\n${verdict} ${browser.padEnd(8)} ${String(tests.length).padStart(4)} ${file} ${seconds.toFixed(1)} s`;
}

function describeSession({testFile, browser, passed, errors, testResults, logs, request404s}) {
  return {
    file: relative(process.cwd(), testFile).replaceAll('\\', '/'),
    browser: browser.name.toLowerCase(),
    passed,
    errors: errors.map((error) => error.stack ?? error.message),
    logs: [
      ...logs.map((args) => args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')),
      ...request404s.map((url) => `not found: ${url}`),
    ],
    tests: testResults ? testsOf(testResults) : [],
  };
}

function testsOf(suite, path = []) {
  return [
    ...suite.tests.map(({name, passed, skipped, error}) => ({
      name: [...path, name].join(' › '),
      passed,
      skipped: Boolean(skipped),
      error: error && textOf(error),
    })),
    ...suite.suites.flatMap((inner) => testsOf(inner, [...path, inner.name])),
  ];
}

function textOf({message, stack, expected, actual}) {
  const difference = expected === undefined ? '' : `\nexpected: ${expected}\nactual:   ${actual}`;
  return `${stack?.includes(message) ? stack : [message, stack].filter(Boolean).join('\n')}${difference}`;
}
