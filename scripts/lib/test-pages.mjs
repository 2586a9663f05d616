import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** The folder for the modules of shared pages. */
export const PAGES = '.cache/test-pages';
/** How many test files share a page. If a page hangs, no more than these are lost. */
const FILES_A_PAGE = 14;
/**
 * Test files that need their own page: they count what is left in it, use top-level await, need an unpatched SIP.js or
 * tags that nobody has defined yet, or take as long as all others of a page.
 */
const ALONE = [
  'test/contract/',
  'test/controllers/focus',
  'test/elements/late-tools',
  'test/sip/random-walk',
  'test/sip/stock-unpatched',
];

/**
 * Writes the modules that pages of web-test-runner load. Opening a page takes longer than most test files, so files of
 * one suite share pages. Each file is then a suite of mocha, named by its path, and keeps its own hooks.
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

/** Splits files into shares of about the same size, even if there is only one file too many for a page. */
function evenShares(files) {
  const size = Math.ceil(files.length / Math.ceil(files.length / FILES_A_PAGE));
  const begins = files.flatMap((_file, index) => (index % size === 0 ? [index] : []));
  return begins.map((begin) => files.slice(begin, begin + size));
}

function writePage(root, name, files) {
  const path = `${PAGES}/${name}.test.ts`;
  // A suite of mocha cannot be asynchronous, so it uses `require`: esbuild then runs the module synchronously.
  const suites = files.map((file) => `describe('${file}', () => void require('../../${file}'));\n`);
  writeFileSync(join(root, path), `import '@open-wc/testing'; // its hooks are for all of them\n${suites.join('')}`);
  return path;
}
