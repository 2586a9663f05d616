/** What a page has to load. */
import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync, gzipSync} from 'node:zlib';
import {bundle} from '../phones/pages.mjs';

const CDN = fileURLToPath(new URL('../../cdn/', import.meta.url));

/** @returns {Promise<{label: string, raw: number, gzip: number, brotli: number}[]>} in bytes */
export async function bytes() {
  return [
    size('SIP.js SimpleUser: the phone of this benchmark', await bundle('./simple-user.mjs')),
    size('JsSIP: the phone of this benchmark', await bundle('./jssip.mjs')),
    size('sip-elements: the same phone without elements, bundled from the package', await bundle('./headless.mjs')),
    size(
      'sip-elements: the published chunks without elements (core, SIP, media)',
      ...chunks(/^(core|sip|media)-[^.]+\.js$/),
    ),
    size('sip-elements: everything in one file, elements included', ...chunks(/^sip-elements\.iife\.js$/)),
  ];
}

/** @param {RegExp} name */
function chunks(name) {
  const files = readdirSync(CDN).filter((file) => name.test(file) && file !== 'sip-elements.js');
  return files.map((file) => readFileSync(CDN + file));
}

/** Files are compressed one by one, as a server does. */
function size(label, ...files) {
  const sum = (of) => files.reduce((total, file) => total + of(file).length, 0);
  return {
    label,
    raw: sum((file) => file),
    gzip: sum((file) => gzipSync(file, {level: 9})),
    brotli: sum(brotliCompressSync),
  };
}
