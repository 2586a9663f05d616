import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {run} from './run.mjs';

const SUMMARY = '.cache/browser-tests.json';
/**
 * Milliseconds for one file, which the runner reports when it is done. A limit for the whole would depend on the
 * machine.
 */
const LONGEST_SILENCE = 5 * 60_000;
const TOLD = /^(ok {4}|FAILED) /;

/**
 * Runs the suites of web-test-runner, in one browser after the other, so that tests of media and time are not
 * disturbed.
 *
 * @param {import('./results.mjs').Results} results
 * @param {{browsers: readonly string[], files: readonly string[], grep?: string | undefined}} options
 */
export async function runBrowserTests(results, {browsers, files, grep}) {
  for (const browser of browsers) await runBrowser(results, {browser, files, grep});
}

async function runBrowser(results, {browser, files, grep}) {
  mkdirSync('.cache', {recursive: true});
  rmSync(SUMMARY, {force: true});
  const {ok, output, end} = await run(process.execPath, ['node_modules/@web/test-runner/dist/bin.js'], {
    timeout: Infinity,
    silence: LONGEST_SILENCE,
    onLine: (line) => TOLD.test(line) && console.log(line),
    env: {
      SIP_TEST_SUMMARY: SUMMARY,
      SIP_TEST_BROWSERS: browser,
      SIP_TEST_FILES: files.join(' '),
      SIP_TEST_GREP: grep ?? '',
    },
  });
  const sessions = readSummary();
  const before = results.failures.length;
  for (const session of sessions) count(results, session, Boolean(grep));
  const unreported = files.filter((file) => !sessions.some((session) => session.file === file));
  const said = output.split('\n').filter((line) => line.trim() !== '' && !TOLD.test(line));
  if (unreported.length > 0) {
    results.fail(
      `web-test-runner in ${browser}`,
      `No result (${end}) of:\n${unreported.join('\n')}\n${said.join('\n')}`,
    );
  } else if (!ok && results.failures.length === before && !grep) {
    // With `grep`, the runner counts tests that it did not run as failed.
    results.fail(`web-test-runner in ${browser}`, `${end}\n${said.join('\n')}`);
  }
}

/** Reads the sessions, one a line. A run that ended early has fewer. */
function readSummary() {
  if (!existsSync(SUMMARY)) return [];
  const lines = readFileSync(SUMMARY, 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line));
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
