// Checks that every line of the exports map leads to files that exist, including types, and that are published.
import {existsSync, readFileSync} from 'node:fs';
import {exportedEntries} from './lib/exports-map.mjs';

const {exports, files} = JSON.parse(readFileSync('package.json', 'utf8'));
const entries = exportedEntries();
const problems = [];

for (const line of Object.keys(exports)) {
  if (!entries.some((entry) => entry.line === line)) problems.push(`"${line}" leads to no file`);
}
for (const {specifier, targets} of entries) {
  for (const [condition, path] of Object.entries(targets)) {
    if (!existsSync(path)) problems.push(`${specifier} (${condition}): ${path} is not there`);
    const published = path === './package.json' || files.some((file) => path.slice(2).split('/')[0] === file);
    if (!published) problems.push(`${specifier}: ${path} is not published, see "files"`);
  }
  const script = specifier.endsWith('.js') || !/\.\w+$/.test(specifier);
  if (script && !targets.types && !specifier.includes('/cdn/')) problems.push(`${specifier} has no types`);
}

for (const problem of problems) console.error(problem);
console.log(`${entries.length} entries of ${Object.keys(exports).length} lines, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
