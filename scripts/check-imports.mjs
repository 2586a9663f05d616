// Checks the imports by the rules of .dependency-cruiser.cjs. It also checks that every file was seen: with a
// TypeScript version that it does not support, dependency-cruiser sees no module and reports success.
import {readdirSync} from 'node:fs';
import {cruise} from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const options = await extractDepcruiseOptions('./.dependency-cruiser.cjs');
const {output} = await cruise(['src'], options, {}, {tsConfig: extractTsConfig('tsconfig.json')});
const {modules, summary} = typeof output === 'string' ? JSON.parse(output) : output;

const cruised = new Set(modules.map(({source}) => source));
const files = readdirSync('src', {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'));
const unseen = files.filter((file) => !cruised.has(file));

for (const {rule, from, to, cycle} of summary.violations) {
  const path = cycle ? cycle.map(({name}) => name).join(' → ') : to;
  console.error(`${rule.name}: ${from} → ${path}`);
}
for (const file of unseen) console.error(`not seen by dependency-cruiser: ${file}`);
if (files.length === 0) console.error('no source files found');
console.log(
  `${files.length} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} violations`,
);
process.exitCode = summary.violations.length + unseen.length > 0 || files.length === 0 ? 1 : 0;
