import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';

/**
 * @typedef {object} Entry
 * @property {string} line of the exports map, such as `./define/*.js`
 * @property {string} specifier what a user writes, such as `sip-elements/define/sip-phone.js`
 * @property {Record<string, string>} targets condition → file
 */

/**
 * Returns all entries of the exports map, with patterns replaced by the files that exist.
 *
 * @returns {Entry[]}
 */
export function exportedEntries() {
  const {name, exports} = JSON.parse(readFileSync('package.json', 'utf8'));
  return Object.entries(exports).flatMap(([line, value]) => {
    const targets = typeof value === 'string' ? {default: value} : value;
    return stemsOf(targets.default).map((stem) => ({
      line,
      specifier: `${name}${line.slice(1).replace('*', stem)}`,
      targets: Object.fromEntries(Object.entries(targets).map(([key, path]) => [key, path.replace('*', stem)])),
    }));
  });
}

/** Returns the text for `*` for each file that a target matches; `''` once for a target without `*`. */
function stemsOf(target) {
  if (!target.includes('*')) return existsSync(target) ? [''] : [];
  const [folder, suffix] = target.split('*');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true})
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(suffix) && statSync(`${folder}${path}`).isFile())
    .map((path) => path.slice(0, path.length - suffix.length));
}
