import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** What the build writes last, and so is older than a source file if that changed since. */
const OUTPUTS = ['dist/index.js', 'cdn/sip-elements.js', 'cdn/sip-elements.iife.js'];
const INPUTS = [
  ...['src', 'package.json', 'rollup.config.mjs', 'tsconfig.json', 'tsconfig.build.json'],
  ...['build', 'lib/dense-templates', 'lib/lean-sip-js', 'lib/rollup-plugins', 'lib/syntax'].map(
    (name) => `scripts/${name}.mjs`,
  ),
];

/**
 * Names the packages of package.json that are not installed.
 *
 * @param {string} project
 */
export function missingPackages(project) {
  const {dependencies, devDependencies} = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const names = Object.keys({...dependencies, ...devDependencies});
  return names.filter((name) => !existsSync(join(project, 'node_modules', name, 'package.json')));
}

/**
 * Whether the pages would run without the latest sources.
 *
 * @param {string} project
 */
export function isBuildStale(project) {
  const built = OUTPUTS.map((path) => modified(join(project, path)));
  if (built.includes(0)) return true;
  return Math.max(...INPUTS.map((path) => newest(join(project, path)))) > Math.min(...built);
}

/**
 * Runs npm in the project, showing what it says.
 *
 * @param {string} project
 * @param {string[]} args
 * @param {AbortSignal} signal ends it
 * @param {import('node:child_process').StdioOptions} [stdio] where what it says goes
 * @returns {Promise<boolean>} whether it worked
 */
export function npm(project, args, signal, stdio = 'inherit') {
  // Under `npm start` npm tells where it is; npm.cmd of Windows needs a shell.
  const script = process.env['npm_execpath'];
  const [command, ...first] = script?.endsWith('.js') ? [process.execPath, script] : ['npm'];
  const shell = command === 'npm' && process.platform === 'win32';
  return new Promise((resolve) => {
    const child = spawn(command, [...first, ...args], {cwd: project, stdio, shell, signal});
    child.on('error', (error) => {
      if (!signal.aborted) console.error(error.message);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/**
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stats = statSync(path, {throwIfNoEntry: false});
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  // The folder's own time tells of deleted files.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {string} path */
function modified(path) {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}
