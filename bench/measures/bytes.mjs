/** What a page has to load. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync, gzipSync} from 'node:zlib';
import {bundle} from '../phones/pages.mjs';

const CLASSIC = fileURLToPath(new URL('../../cdn/sip-elements.iife.js', import.meta.url));

/** @returns {Promise<{label: string, raw: number, gzip: number, brotli: number}[]>} in bytes */
export async function bytes() {
  return [
    size('SIP.js SimpleUser: the phone of this benchmark', await bundle('./simple-user.mjs')),
    size('JsSIP: the phone of this benchmark', await bundle('./jssip.mjs')),
    size('sip-elements: the same phone without elements, bundled from the package', await bundle('./headless.mjs')),
    size('sip-elements: everything in one file, elements included', readFileSync(CLASSIC)),
  ];
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
