import {createReadStream} from 'node:fs';
import {readFile, realpath, stat} from 'node:fs/promises';
import {extname, join, sep} from 'node:path';
import {pipeline} from 'node:stream/promises';

/** @import {ServerResponse} from 'node:http' */

/** @type {Readonly<Record<string, string>>} */
const TYPES = Object.freeze({
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
});

/**
 * Finds the file of a URL path. It accepts only known types, no dot files, and no file outside the folder, also not
 * through a symbolic link.
 *
 * @param {string} path the path of the URL, still escaped
 * @param {ReadonlyMap<string, string>} folders by URL prefix, `/cdn/` before `/`
 * @returns {Promise<string | undefined>}
 */
export async function findFile(path, folders) {
  const segments = decode(path);
  if (!segments) return undefined;
  const wanted = `/${segments.join('/')}`;
  for (const [prefix, folder] of folders) {
    if (!wanted.startsWith(prefix)) continue;
    if (prefix === '/' && segments.length > 1) return undefined; // Pages are in `demo/` itself, not below it.
    const file = join(folder, wanted.slice(prefix.length) || 'index.html');
    return (await isInside(file, folder)) && extname(file) in TYPES ? file : undefined;
  }
  return undefined;
}

/**
 * @param {ServerResponse} response
 * @param {string} file
 * @param {{headers: Record<string, string>, rewrite: (html: string) => string, head: boolean}} options
 */
export async function sendFile(response, file, {headers, rewrite, head}) {
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, {...headers, 'content-type': type});
  if (head) response.end();
  else if (extname(file) === '.html') response.end(rewrite(await readFile(file, 'utf8')));
  else await pipeline(createReadStream(file), response);
}

/** @param {string} path */
function decode(path) {
  try {
    const segments = decodeURIComponent(path).split('/').slice(1);
    return segments.some((each) => each.startsWith('.') || /[\\\0]/.test(each)) ? undefined : segments;
  } catch {
    return undefined; // Broken escapes name no file.
  }
}

/**
 * @param {string} file
 * @param {string} folder
 */
async function isInside(file, folder) {
  try {
    const [real, root] = await Promise.all([realpath(file), realpath(folder)]);
    return real.startsWith(root + sep) && (await stat(real)).isFile();
  } catch {
    return false; // The file does not exist or is not readable.
  }
}
