#!/usr/bin/env node
// `npm test`: runs all checks and tests. It starts on a machine with only Node, so this module may import only Node's
// own modules before the packages are installed.
import {existsSync, readdirSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {isBuildStale} from '../demo/server/prepare.js';
import {runBrowserTests} from './lib/browser-tests.mjs';
import {installMissing, missingPrograms} from './lib/machine.mjs';
import {runNodeTests} from './lib/node-tests.mjs';
import {installMissingPackages} from './lib/npm-packages.mjs';
import {Results} from './lib/results.mjs';
import {run} from './lib/run.mjs';
import {verify} from './lib/verify-steps.mjs';

const HELP = `npm test -- [what] [filter …]

what     nothing: everything
         --verify    format, lint, import rules, types, build, manifest, exports, sizes
         --unit      core, engine, media and elements, in both browsers, without servers
         --node      the package and the demo's server in Node
         --demo      the demo pages in a browser
         --calls     real calls through Kamailio, rtpengine and coturn
         --asterisk  real calls through Asterisk
browsers --chromium, --firefox: one of them for --unit
filter   parts of paths of test files, such as: address  elements/sip-call
         --grep <pattern>: names of tests`;

/** The suites. Each must exist and have tests. The suites in Node also have needs and a time limit for one file. */
const BROWSER_SUITES = ['core', 'sip', 'media', 'elements', 'contract'];
/** Suites that may be missing. */
const OPTIONAL_SUITES = ['controllers', 'i18n'];
const NODE_SUITES = {
  node: {needs: [], timeout: 2 * 60_000},
  demo: {needs: ['chromium'], timeout: 5 * 60_000},
  calls: {needs: ['chromium', 'firefox', 'servers'], timeout: 8 * 60_000},
  asterisk: {needs: ['chromium', 'asterisk'], timeout: 5 * 60_000},
};
/** A browser fetches what `sizes` measures. */
const VERIFY_NEEDS = ['chromium'];
const PARTS = ['verify', 'unit', ...Object.keys(NODE_SUITES)];
const OLDEST_NODE = [20, 19];

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const results = new Results();
/** What the machine lacks, and why it could not be installed. */
let problems = [];
process.chdir(project);

const options = readOptions();
if (options) {
  try {
    await main(options);
  } catch (error) {
    results.fail('scripts/test.mjs', error.stack ?? String(error));
  }
  if (results.passed + results.failures.length + results.skipped === 0) results.fail('npm test', 'No test was run.');
  if (process.env['CI'] && results.skipped > 0) {
    results.fail('npm test', ['In CI nothing may be skipped.', ...problems].join('\n'));
  }
  results.print();
  process.exitCode = results.failures.length > 0 ? 1 : 0;
}

function readOptions() {
  const flags = [...PARTS, 'chromium', 'firefox', 'help'];
  try {
    const {values, positionals} = parseArgs({
      allowPositionals: true,
      options: {...Object.fromEntries(flags.map((name) => [name, {type: 'boolean'}])), grep: {type: 'string'}},
    });
    if (!values.help) return {...values, filters: positionals};
    console.log(HELP);
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = 2;
  }
  return undefined;
}

async function main({filters, grep, ...flags}) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.version}.`);
  }
  if (!(await installMissingPackages(project))) throw new Error('npm ci failed; is the network there?');

  const chosen = PARTS.filter((part) => flags[part]);
  const filtered = filters.length > 0 || grep !== undefined;
  const browser = flags.chromium || flags.firefox ? ['unit'] : [];
  const parts =
    chosen.length > 0 ? chosen : browser.length > 0 ? browser : PARTS.filter((part) => part !== 'verify' || !filtered);
  const browsers = ['chromium', 'firefox'].filter((name) => flags[name] || !(flags.chromium || flags.firefox));
  const suites = filesOf(parts, filters, filtered);
  problems = await provide(suites, browsers, parts.includes('verify') ? VERIFY_NEEDS : []);

  if (parts.includes('verify')) await runVerify();
  if (suites.unit?.length > 0) await runUnit(suites.unit, browsers, grep);
  const nodeParts = Object.keys(NODE_SUITES).filter((part) => suites[part]?.length > 0);
  if (nodeParts.length > 0 && !(await built(parts))) return;
  for (const part of nodeParts) await runSuite(part, suites[part], grep);
}

/**
 * Returns the test files of each part. A suite without any counts as a failure, because its files must have been lost.
 */
function filesOf(parts, filters, filtered) {
  const matches = (file) => filters.length === 0 || filters.some((filter) => file.includes(filter));
  const list = (suite, suffix, optional) => {
    const folder = `test/${suite}`;
    const all = existsSync(folder) ? readdirSync(folder, {recursive: true}) : [];
    const files = all.map((path) => `${folder}/${path}`.replaceAll('\\', '/')).filter((path) => path.endsWith(suffix));
    if (files.length === 0 && !optional && !filtered) results.fail(folder, 'There are no tests.');
    return files.filter(matches).sort();
  };
  const unit = () => [
    ...BROWSER_SUITES.flatMap((suite) => list(suite, '.test.ts', false)),
    ...OPTIONAL_SUITES.flatMap((suite) => list(suite, '.test.ts', true)),
  ];
  return Object.fromEntries(
    parts
      .filter((part) => part !== 'verify')
      .map((part) => [part, part === 'unit' ? unit() : list(part, '.test.mjs', false)]),
  );
}

/** Installs what the chosen files need. */
function provide(suites, browsers, others) {
  const needs = new Set([
    ...others,
    ...Object.entries(NODE_SUITES).flatMap(([part, {needs}]) => (suites[part]?.length > 0 ? needs : [])),
  ]);
  if (suites.unit?.length > 0) for (const browser of browsers) needs.add(browser);
  return installMissing([...needs]);
}

async function runVerify() {
  const measurable = missingPrograms(VERIFY_NEEDS).length === 0;
  if (!measurable) results.skip('verify › sizes, which needs Chromium', 1);
  for (const {name, ok, output} of await verify((name) => name !== 'sizes' || measurable)) {
    if (ok) results.pass();
    else results.fail(`verify › ${name}`, output);
  }
}

async function runUnit(files, browsers, grep) {
  const there = browsers.filter((browser) => missingPrograms([browser]).length === 0);
  for (const browser of browsers.filter((name) => !there.includes(name))) {
    results.skip(`test files in ${browser}, which is not installed`, files.length);
  }
  if (there.length > 0) await runBrowserTests(results, {browsers: there, files, grep});
}

/** Builds `dist/` and `cdn/` if they are stale, unless `--verify` has just built them. */
async function built(parts) {
  if (parts.includes('verify') || !isBuildStale(project)) return true;
  const {ok, output, end} = await run(process.execPath, ['scripts/build.mjs']);
  if (!ok) results.fail('build', `${output}${end}`);
  return ok;
}

async function runSuite(part, files, grep) {
  const {needs, timeout} = NODE_SUITES[part];
  const missing = missingPrograms(needs);
  if (missing.length > 0) results.skip(`test files in test/${part}; missing: ${missing.join(', ')}`, files.length);
  else await runNodeTests(results, {files, grep, timeout});
}
