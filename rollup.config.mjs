// `cdn/` from `dist/`: what a page can load without a bundler of its own. `scripts/build.mjs` runs tsc first.
import {readdirSync} from 'node:fs';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {CHUNKS, chunks, HEADLESS_CHUNKS} from './scripts/lib/chunks.mjs';
import {integrity, licences, sharedHelper, sharedPrivateNames} from './scripts/lib/rollup-plugins.mjs';
import {SIP_JS_FOLDER} from './scripts/lib/sip-js-core.mjs';

// Lit's production build; its development build warns in the console.
const resolve = () => nodeResolve({browser: true, exportConditions: ['production']});
// Property names stay: they are the API, and SIP.js reads its own by name.
const minify = (module) => terser({ecma: 2022, module, compress: {passes: 3}, format: {comments: /^!/}});
const banner = '/*! sip-elements, MIT licence; licences of what is bundled: see LICENSES.txt */';

const languages = readdirSync('src/i18n')
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => /^[a-z]{2}(-[a-z]+)?$/.test(name) && name !== 'en');

/** A warning about what we publish is an error. */
const onwarn = (warning) => {
  // TypeScript's helper for decorators asks for a global `this` first; a module has none.
  if (warning.code === 'THIS_IS_UNDEFINED') return;
  throw new Error(`${warning.code}: ${warning.message}`);
};

const smaller = () => [sharedHelper(), sharedPrivateNames()];
const plugins = [...smaller(), resolve(), minify(true)];
// In a classic script what stands at the top is global: minifying it as a module would take `SipElements` away.
const classicPlugins = [...smaller(), resolve(), minify(false)];

/** A language for pages with the classic script: it registers itself with what that script has made. */
const classicLanguage = (code) => ({
  input: `dist/i18n/${code}.js`,
  external: /\/translations\.js$/,
  output: {
    file: `cdn/i18n/${code}.iife.js`,
    format: 'iife',
    name: `SipElementsLanguage_${code.replace('-', '_')}`,
    banner,
    globals: () => 'SipElements',
  },
  plugins: classicPlugins,
  onwarn,
});

export default [
  {
    input: {
      'sip-elements': 'dist/cdn/sip-elements.js',
      autoloader: 'dist/autoloader.js',
      ...Object.fromEntries(languages.map((code) => [`i18n/${code}`, `dist/i18n/${code}.js`])),
    },
    output: {
      dir: 'cdn',
      format: 'es',
      banner,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      manualChunks: chunks(CHUNKS),
    },
    plugins,
    onwarn,
  },
  {
    input: {headless: 'dist/cdn/headless.js'},
    output: {
      dir: 'cdn',
      format: 'es',
      banner,
      entryFileNames: '[name].js',
      chunkFileNames: 'headless/[name]-[hash].js',
      manualChunks: chunks(HEADLESS_CHUNKS),
    },
    plugins,
    onwarn,
  },
  ...languages.map(classicLanguage),
  {
    input: 'dist/cdn/sip-elements.iife.js',
    output: {
      file: 'cdn/sip-elements.iife.js',
      format: 'iife',
      name: 'SipElements',
      banner,
      inlineDynamicImports: true,
    },
    plugins: [...classicPlugins, licences([SIP_JS_FOLDER]), integrity('cdn')],
    onwarn,
  },
];
