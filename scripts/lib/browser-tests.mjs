import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import {run} from './run.mjs';

const SUMMARY = '.cache/browser-tests.json';
const TIME_LIMIT = 8 * 60_000;

/**
 * Runs the suites of web-test-runner.
 *
 * @param {import('./results.mjs').Results} results
 * @param {{browsers: readonly string[], files: readonly string[], grep?: string | undefined}} options
 */
export async function runBrowserTests(results, {browsers, files, grep}) {
  mkdirSync('.cache', {recursive: true});
  rmSync(SUMMARY, {force: true});
  const {ok, output, end} = await run(process.execPath, ['node_modules/@web/test-runner/dist/bin.js'], {
    timeout: TIME_LIMIT,
    echo: /^(ok {4}|FAILED) /,
    env: {
      SIP_TEST_SUMMARY: SUMMARY,
      SIP_TEST_BROWSERS: browsers.join(','),
      SIP_TEST_FILES: files.join(' '),
      SIP_TEST_GREP: grep ?? '',
    },
  });
  const sessions = readSummary();
  const before = results.failures.length;
  for (const session of sessions) count(results, session, Boolean(grep));
  const unreported = files.flatMap((file) =>
    browsers
      .filter((browser) => !sessions.some((session) => session.file === file && session.browser === browser))
      .map((browser) => `${file} in ${browser}`),
  );
  if (unreported.length > 0)
    results.fail('web-test-runner', `No result (${end}) of:\n${unreported.join('\n')}\n${output}`);
  else if (!ok && results.failures.length === before) results.fail('web-test-runner', `${end}\n${output}`);
}

function readSummary() {
  try {
    return JSON.parse(readFileSync(SUMMARY, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return []; // it died before it could tell: every file counts as unreported
    throw error;
  }
}

function count(results, {file, browser, passed, errors, tests, logs}, filtered) {
  const where = `${file} in ${browser}`;
  const context = logs.length > 0 ? `\nconsole:\n${logs.join('\n')}` : '';
  for (const test of tests) {
    if (test.skipped) results.skip(`${where}: ${test.name}`);
    else if (test.passed) results.pass();
    else results.fail(`${where}: ${test.name}`, `${test.error ?? 'no reason given'}${context}`);
  }
  for (const error of errors) results.fail(where, `${error}${context}`);
  const told = errors.length > 0 || tests.some((test) => !test.passed && !test.skipped);
  if (!passed && !told) results.fail(where, `It failed without a reason.${context}`);
  else if (tests.length === 0 && !told && !filtered) results.fail(where, 'It has no tests.');
}
