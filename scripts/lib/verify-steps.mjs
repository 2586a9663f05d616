import {run} from './run.mjs';

/** The checks that do not run the product, by name: the files that Node runs, with arguments. */
const NODE_STEPS = {
  format: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  imports: ['scripts/check-imports.mjs'],
  features: ['scripts/check-features.mjs'],
  types: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'],
  manifest: ['scripts/manifest.mjs', '--check'],
  build: ['scripts/build.mjs'],
  exports: ['scripts/check-exports.mjs'],
  publint: ['node_modules/publint/src/cli.js', '--strict', '--pack', 'npm'],
  cdn: ['scripts/check-cdn.mjs'],
  sizes: ['scripts/check-sizes.mjs'],
};

/** Steps whose output is shown even if they succeed. */
const SPEAKING = new Set(['imports', 'features', 'manifest', 'exports', 'cdn', 'sizes']);
/** Steps that need a successful build. */
const AFTER_BUILD = new Set(['exports', 'publint', 'cdn', 'sizes']);

/**
 * Runs the steps one after another, prints the result of each, and the full output of a failed one.
 *
 * @param {(name: string) => boolean} [wanted]
 * @returns {Promise<{name: string, ok: boolean, output: string}[]>}
 */
export async function verify(wanted = () => true) {
  const results = [];
  for (const [name, args] of Object.entries(NODE_STEPS).filter(([name]) => wanted(name))) {
    const unbuilt = AFTER_BUILD.has(name) && results.some((result) => result.name === 'build' && !result.ok);
    const result = unbuilt
      ? {ok: false, output: 'There is nothing to look at: the build failed.\n', seconds: 0}
      : await run(process.execPath, args);
    console.log(`${result.ok ? 'ok    ' : 'FAILED'} ${name.padEnd(9)} ${result.seconds.toFixed(1).padStart(5)} s`);
    if (!result.ok || SPEAKING.has(name)) console.log(indent(result.output || `(${result.end})`));
    results.push({name, ok: result.ok, output: result.output || result.end});
  }
  return results;
}

const indent = (text) => text.trimEnd().replace(/^(?=.)/gm, '         ');
