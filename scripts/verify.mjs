// `npm run verify` runs all steps, `npm run verify -- lint sizes` only these.
import {verify} from './lib/verify-steps.mjs';

const names = process.argv.slice(2);
const results = await verify((name) => names.length === 0 || names.includes(name));
const failed = results.filter(({ok}) => !ok);
if (results.length === 0) console.error(`There is no step called ${names.join(' or ')}.`);
console.log(
  failed.length > 0 ? `failed: ${failed.map(({name}) => name).join(', ')}` : `${results.length} steps, all ok`,
);
process.exitCode = failed.length > 0 || results.length === 0 ? 1 : 0;
