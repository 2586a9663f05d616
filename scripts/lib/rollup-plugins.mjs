import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {transform} from 'esbuild';
import {licencesOf} from './licences.mjs';

/** Writes `integrity.json` into a folder: the SRI hash of every script in it. Use it in the last output. */
export function integrity(folder) {
  return {
    name: 'integrity',
    writeBundle() {
      const scripts = readdirSync(folder, {recursive: true})
        .map((file) => file.replaceAll('\\', '/'))
        .filter((file) => file.endsWith('.js'))
        .sort();
      const hashes = scripts.map((file) => [file, sri(readFileSync(join(folder, file)))]);
      writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
    },
  };
}

/** @param {Buffer} content */
export function sri(content) {
  return `sha384-${createHash('sha384').update(content).digest('base64')}`;
}

/**
 * Adds `LICENSES.txt`: the licence of every package in the bundle.
 *
 * @param {readonly string[]} inside - Folders of packages whose code is in modules of ours.
 */
export function licences(inside) {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? Object.keys(chunk.modules) : [],
      );
      const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
      const source = licencesOf([...folders, ...inside.map((folder) => resolve(folder))]);
      this.emitFile({type: 'asset', fileName: 'LICENSES.txt', source});
    },
  };
}

const HELPER = /^var __decorate = [^]*?^};$/m;

/** Shares one copy of TypeScript's helper for decorators, instead of one in each module. */
export function sharedHelper() {
  const id = '\0decorate';
  let helper = '';
  return {
    name: 'shared-helper',
    resolveId: (source) => (source === id ? id : null),
    load: (source) =>
      source === id ? helper.replace('var', 'export var').replace(/\(this && this\.__decorate\) \|\| /, '') : null,
    transform(code, source) {
      const [own] = HELPER.exec(code) ?? [];
      if (!own || source === id) return null;
      helper = own;
      return {code: code.replace(own, `import {__decorate} from ${JSON.stringify(id)};`), map: null};
    },
  };
}

/**
 * Short names that classes share: every class has a `#e` of its own. Terser, which comes after it, gives each private name
 * of a bundle another one.
 */
export function sharedPrivateNames() {
  return {
    name: 'shared-private-names',
    async renderChunk(code) {
      const options = {minifyIdentifiers: true, minifyWhitespace: true, target: 'es2022', legalComments: 'inline'};
      return {code: (await transform(code, options)).code, map: null};
    },
  };
}
