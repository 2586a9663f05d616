import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** The files that the build writes last. They are older than a source file that has changed since the build. */
const OUTPUTS = ['dist/index.js', 'cdn/sip-elements.js', 'cdn/sip-elements.iife.js'];
const script = (name) => `scripts/${name}.mjs`;
const INPUTS = [
  ...['src', 'package.json', 'rollup.config.mjs', 'tsconfig.json', 'tsconfig.build.json'],
  ...['build', 'lib/chunks', 'lib/dense-templates', 'lib/lean-sip-js', 'lib/licences'].map(script),
  ...['lib/rollup-plugins', 'lib/sip-js-core', 'lib/syntax'].map(script),
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
 * Whether a source file is newer than the build.
 *
 * @param {string} project
 */
export function isBuildStale(project) {
  const built = OUTPUTS.map((path) => modified(join(project, path)));
  if (built.includes(0)) return true;
  return Math.max(...INPUTS.map((path) => newest(join(project, path)))) > Math.min(...built);
}

/**
 * Runs npm in the project and shows its output.
 *
 * @param {string} project
 * @param {string[]} args
 * @param {AbortSignal} signal ends npm
 * @param {import('node:child_process').StdioOptions} [stdio] where the output goes
 * @returns {Promise<boolean>} whether npm succeeded
 */
export function npm(project, args, signal, stdio = 'inherit') {
  // Under `npm start` npm gives its path in `npm_execpath`. npm.cmd on Windows needs a shell.
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
  // The modification time of the folder shows that files were deleted.
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** @param {string} path */
function modified(path) {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}
