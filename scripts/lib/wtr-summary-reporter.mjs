import {writeFileSync} from 'node:fs';
import {relative} from 'node:path';

/**
 * A reporter of web-test-runner for `npm test`: one line a file, everything else into a JSON file.
 *
 * @param {string} summary
 */
export function summaryReporter(summary) {
  const sessions = [];
  return {
    reportTestFileResults({sessionsForTestFile}) {
      for (const session of sessionsForTestFile) {
        const result = describeSession(session);
        sessions.push(result);
        const bad = result.tests.filter((test) => !test.passed && !test.skipped).length + result.errors.length;
        const verdict = result.passed && bad === 0 ? 'ok    ' : 'FAILED';
        // On a line of its own: the runner leaves the cursor behind what it erased.
        console.log(
          `\n${verdict} ${result.browser.padEnd(8)} ${String(result.tests.length).padStart(4)} ${result.file}`,
        );
      }
    },
    stop() {
      writeFileSync(summary, JSON.stringify(sessions));
    },
  };
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
