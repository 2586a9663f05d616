import {basename, join} from 'node:path';
import {build} from 'esbuild';
import {PAGES} from './test-pages.mjs';

const PREFIX = '/bundled';
/** Where test files and modules of several of them are. */
const FOLDERS = ['/test/', `/${PAGES}/`];

/**
 * A plugin of web-test-runner: what a page loads and all that it imports come as one file. It means three hundred requests
 * a page otherwise, and loading took most of the time of a run.
 *
 * @param {string} root
 */
export function bundledTests(root) {
  /** The two files of each bundle, by their addresses. */
  const bundles = new Map();
  return {
    name: 'bundled-tests',
    async serve({path}) {
      if (FOLDERS.some((folder) => path.startsWith(folder)) && path.endsWith('.test.ts')) {
        const address = `${PREFIX}${path.replace(/\.ts$/, '.mjs')}`;
        return {body: `import '${address}';`, type: 'js'};
      }
      if (!path.startsWith(`${PREFIX}/`)) return undefined;
      const source = path.slice(PREFIX.length).replace(/\.mjs(\.map)?$/, '.ts');
      if (!bundles.has(source)) bundles.set(source, bundle(root, source));
      const file = (await bundles.get(source)).find((output) => basename(output.path) === basename(path));
      return {body: file.text, type: path.endsWith('.map') ? 'json' : 'js'};
    },
  };
}

async function bundle(root, source) {
  const {outputFiles} = await build({
    absWorkingDir: root,
    entryPoints: [join(root, source)],
    outfile: join(root, PREFIX, source.replace(/\.ts$/, '.mjs')),
    write: false,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // The development build of Lit: it is the one that reports misuse.
    conditions: ['development', 'browser'],
    // All of it runs, as unbundled: `sideEffects` of package.json speaks of what is published.
    ignoreAnnotations: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
  });
  return outputFiles;
}
