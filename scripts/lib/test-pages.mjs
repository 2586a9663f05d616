import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Where the modules of shared pages are written. */
export const PAGES = '.cache/test-pages';
/** How many test files share a page; a page that hangs takes no more with it. */
const FILES_A_PAGE = 14;
/** What has a page for each file: it counts what is left there, waits at its top level, or needs SIP.js as it comes. */
const ALONE = ['test/contract/', 'test/sip/stock-unpatched'];

/**
 * The modules that pages of web-test-runner load. To open a page costs more than most test files do, so files of one suite
 * share pages. There each is a suite of mocha with its path as its name, and its hooks stay its own.
 *
 * @param {string} root
 * @param {readonly string[]} files test files, relative to `root`
 * @returns {string[]} relative to `root`
 */
export function testPages(root, files) {
  rmSync(join(root, PAGES), {recursive: true, force: true});
  mkdirSync(join(root, PAGES), {recursive: true});
  const alone = files.filter((file) => ALONE.some((path) => file.startsWith(path)));
  const others = files.filter((file) => !alone.includes(file));
  const shared = [...new Set(others.map(suiteName))].flatMap((suite) => {
    const shares = evenShares(others.filter((file) => suiteName(file) === suite));
    return shares.map((share, index) => writePage(root, `${suite}-${index + 1}`, share));
  });
  return [...shared, ...alone];
}

const suiteName = (file) => file.split('/')[1];

/** Even shares: one file too many makes two pages of about the same size. */
function evenShares(files) {
  const size = Math.ceil(files.length / Math.ceil(files.length / FILES_A_PAGE));
  const begins = files.flatMap((_file, index) => (index % size === 0 ? [index] : []));
  return begins.map((begin) => files.slice(begin, begin + size));
}

function writePage(root, name, files) {
  const path = `${PAGES}/${name}.test.ts`;
  // `require`, as a suite cannot wait; esbuild runs the module there and then.
  const suites = files.map((file) => `describe('${file}', () => void require('../../${file}'));\n`);
  writeFileSync(join(root, path), `import '@open-wc/testing'; // its hooks are for all of them\n${suites.join('')}`);
  return path;
}
