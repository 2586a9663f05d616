import {basename, join} from 'node:path';
import {build} from 'esbuild';
import {SIP_JS, sipJsCore} from './sip-js-core.mjs';
import {PAGES} from './test-pages.mjs';

const PREFIX = '/bundled';
/** The folders of test files and of modules that contain several of them. */
const FOLDERS = ['/test/', `/${PAGES}/`];

/**
 * A plugin of web-test-runner that bundles the module of a page with all its imports. Without it, a page makes three
 * hundred requests, and loading takes most of the time of a run.
 *
 * @param {string} root
 */
export function bundledTests(root) {
  /** The two files of each bundle, by their addresses. */
  const bundles = new Map();
  const core = sipJsCore(root);
  return {
    name: 'bundled-tests',
    async serve({path}) {
      if (FOLDERS.some((folder) => path.startsWith(folder)) && path.endsWith('.test.ts')) {
        const address = `${PREFIX}${path.replace(/\.ts$/, '.mjs')}`;
        return {body: `import '${address}';`, type: 'js'};
      }
      if (!path.startsWith(`${PREFIX}/`)) return undefined;
      const source = path.slice(PREFIX.length).replace(/\.mjs(\.map)?$/, '.ts');
      if (!bundles.has(source)) bundles.set(source, bundle({root, source, core}));
      const file = (await bundles.get(source)).find((output) => basename(output.path) === basename(path));
      return {body: file.text, type: path.endsWith('.map') ? 'json' : 'js'};
    },
  };
}

async function bundle({root, source, core}) {
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
    // All modules run, as without a bundle. `sideEffects` in package.json is about the published files.
    ignoreAnnotations: true,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [published(join(root, SIP_JS), core)],
  });
  return outputFiles;
}

/** Ours runs on SIP.js as it is in the package, also in tests; what tests import of SIP.js is SIP.js as it comes. */
function published(path, core) {
  return {
    name: 'published-sip-js',
    setup: ({onLoad}) =>
      onLoad({filter: /sip-js\.ts$/}, async (file) => (file.path === path ? {contents: await core} : null)),
  };
}
