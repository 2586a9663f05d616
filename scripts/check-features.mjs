// Checks that docs/features.md has every row of the product's list once, and that each names tests that exist.
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {featureProblems} from './lib/features.mjs';

function read(path) {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
  const files = readdirSync(path).filter((name) => /\.test\.m?[jt]s$/.test(name));
  return files.map((name) => readFileSync(`${path}/${name}`, 'utf8')).join('\n');
}

const page = readFileSync('docs/features.md', 'utf8');
const problems = featureProblems(page, read);
for (const problem of problems) console.error(problem);
console.log(`${page.match(/^\| [SDF]/gm)?.length ?? 0} rows, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
