#!/usr/bin/env node
// `npm start`: from a fresh clone to two phones in a browser. This module may import only Node's own modules before the
// packages are installed. It imports the server afterwards.
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DEFAULT_PORT, HELP, parseOptions, UsageError} from '../demo/server/cli-options.js';
import {installPackages} from '../demo/server/install.js';
import {isBuildStale, missingPackages, npm} from '../demo/server/prepare.js';

/** @import {CliOptions} from '../demo/server/cli-options.js' */

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
const PORTS_TO_TRY = 20;

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => ending.abort());
watchParent();

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\nTry: npm start -- --help`);
  process.exitCode = 2;
}

/** Ends this process with its parent: when `npm start` gets a signal, its shell ends and does not forward it. */
function watchParent() {
  if (process.env['npm_lifecycle_event'] !== 'start') return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && ending.abort(), 500).unref();
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(HELP);
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    throw new UsageError(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
  }
  if (!(await prepare(options))) return undefined;
  const {startDemoServer} = await import('../demo/server/index.js');
  const server = await listen(startDemoServer, options);
  if (ending.signal.aborted) return server.close();
  tell(server.url, options);
  return ending.signal.addEventListener('abort', () => void server.close(), {once: true});
}

/**
 * Installs and builds what is missing.
 *
 * @param {CliOptions} options
 * @returns {Promise<boolean>} whether to go on
 */
async function prepare({build}) {
  const missing = missingPackages(PROJECT);
  if (missing.length > 0) {
    console.log(`Installing packages (${missing.length} are missing) ...`);
    const there = installPackages(PROJECT, () => missingPackages(PROJECT).length === 0, ending.signal);
    if (!(await succeeds(there, 'Installing failed; is the network there? Try: npm ci'))) return false;
  }
  if (build && isBuildStale(PROJECT)) {
    console.log('Building ...');
    const complaint = 'The build failed. What was built before can be served with: npm start -- --no-build';
    return succeeds(npm(PROJECT, ['run', 'build'], ending.signal), complaint);
  }
  if (!build && isBuildStale(PROJECT)) console.log('Not building: pages may be missing parts or show an older state.');
  return true;
}

/**
 * @param {Promise<boolean>} step
 * @param {string} complaint
 */
async function succeeds(step, complaint) {
  if (await step) return true;
  if (!ending.signal.aborted) {
    console.error(complaint);
    process.exitCode = 1;
  }
  return false;
}

/**
 * Listens on the wanted port; without one, on the default port or the next free one.
 *
 * @param {typeof import('../demo/server/index.js').startDemoServer} startDemoServer
 * @param {CliOptions} options
 */
async function listen(startDemoServer, {port: wanted, host, sip, domain, users}) {
  const given = Object.fromEntries(Object.entries({sip, domain, users}).filter(([, value]) => value !== undefined));
  for (let port = wanted ?? DEFAULT_PORT; ; port += 1) {
    try {
      const server = await startDemoServer({...given, port, host, log: logLine});
      if (wanted === undefined && port !== DEFAULT_PORT) console.log(`Port ${DEFAULT_PORT} is busy; using ${port}.`);
      return server;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const busy = code === 'EADDRINUSE' || code === 'EACCES';
      if (busy && wanted === undefined && port < DEFAULT_PORT + PORTS_TO_TRY) continue;
      if (busy) throw new UsageError(`Port ${port} cannot be used (${code}). Name another with --port, or 0 for any.`);
      if (code === undefined) throw error;
      throw new UsageError(`Cannot listen on ${host} (${code}).`);
    }
  }
}

/**
 * @param {string} url
 * @param {CliOptions} options
 */
function tell(url, {sip, host}) {
  console.log(
    sip ? `Phones use the SIP server ${sip}.` : 'Phones use the built-in SIP server, which is for trying things out.',
  );
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    console.log('Others can reach this server and its passwords. Their browsers allow no microphone without HTTPS.');
  }
  console.log(`\nOpen ${url} (Ctrl-C ends)\n`);
}

/** @param {string} line */
function logLine(line) {
  console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`);
}
