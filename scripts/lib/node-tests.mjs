import {isAbsolute, relative, resolve} from 'node:path';
import {run} from 'node:test';

/**
 * Runs test files with Node's own runner, each in its own process, one after another, because they start servers and
 * browsers.
 *
 * @param {import('./results.mjs').Results} results
 * @param {{files: readonly string[], grep?: string | undefined, timeout: number}} options `timeout`: milliseconds for
 *   one file
 */
export async function runNodeTests(results, {files, grep, timeout}) {
  for (const file of files) {
    const before = results.failures.length;
    const started = performance.now();
    const tests = await runFile(results, {file, grep, timeout});
    if (tests === 0 && results.failures.length === before && !grep) results.fail(file, 'It has no tests.');
    const verdict = results.failures.length === before ? 'ok    ' : 'FAILED';
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${verdict} node     ${String(tests).padStart(4)} ${file} ${seconds} s`);
  }
}

/** @returns {Promise<number>} the number of tests in the file */
function runFile(results, {file, grep, timeout}) {
  const path = resolve(file);
  const names = [];
  const failures = [];
  let tests = 0;
  let output = '';
  const stream = run({files: [path], concurrency: 1, timeout, ...(grep && {testNamePatterns: new RegExp(grep)})});
  stream.on('test:start', ({name, nesting}) => {
    names.splice(nesting, Infinity, name);
  });
  stream.on('test:stdout', ({message}) => (output += message));
  stream.on('test:stderr', ({message}) => (output += message));
  stream.on('test:diagnostic', ({message}) => {
    // Keep messages such as an error that was thrown after a test had ended, but not the counts: we count ourselves.
    if (!/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/.test(message)) output += `${message}\n`;
  });
  stream.on('test:pass', (event) => {
    if (isFile(event, path) || event.details.type === 'suite') return;
    tests += 1;
    if (event.skip !== undefined || event.todo !== undefined) results.skip(`${file}: ${reasonOf(event)}`);
    else results.pass();
  });
  stream.on('test:fail', (event) => {
    const {error, type} = event.details;
    if (type !== 'suite' && !isFile(event, path)) tests += 1;
    // A parent fails with its children, which are reported already.
    if (error.failureType === 'subtestsFailed') return;
    const inside = isFile(event, path) ? [] : [...names.slice(0, event.nesting), event.name];
    failures.push({name: [file, ...inside].join(' › '), text: textOf(error)});
  });
  return new Promise((done) => {
    stream.on('end', () => {
      for (const [index, {name, text}] of failures.entries()) {
        // The output of a file belongs to all of its tests, so it is shown once.
        results.fail(name, index === 0 && output ? `${text}\n\noutput:\n${output}` : text);
      }
      done(tests);
    });
    stream.resume();
  });
}

/**
 * Whether an event is about the file itself: the runner reports a file without tests, or one that crashed, as a test.
 */
function isFile({name, nesting}, path) {
  return (
    nesting === 0 && (name === path || (!isAbsolute(name) && resolve(name) === path) || name === relative('.', path))
  );
}

function reasonOf({name, skip, todo}) {
  const reason = [skip, todo].find((value) => typeof value === 'string' && value !== '');
  return reason ? `${name} (${reason})` : name;
}

/** Returns the text of an error with all its causes. The runner wraps the error once. */
function textOf(error) {
  const cause = error.cause ?? error;
  if (typeof cause === 'string') return [cause, exitOf(error)].filter(Boolean).join(', ');
  const lines = [];
  for (let current = cause; current; current = current.cause) {
    lines.push(current.stack ?? current.message ?? String(current));
  }
  return lines.join('\ncaused by ');
}

/** Returns how the process of a file ended. */
function exitOf({exitCode, signal}) {
  return signal ? `ended by ${signal}` : typeof exitCode === 'number' ? `exit code ${exitCode}` : '';
}
