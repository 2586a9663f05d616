// What pages fetch, after gzip, against the limits of `sizes/lines.mjs`. A browser opens each page, and every script that it
// really asks for counts, so that a static import cannot hide.
import {missingPrograms} from './lib/machine.mjs';
import {LINES} from './sizes/lines.mjs';
import {Place} from './sizes/place.mjs';

if (missingPrograms(['chromium']).length > 0) {
  console.error('Chromium is missing, which fetches what is measured; CHROMIUM names one in another place.');
  process.exitCode = 1;
} else await main();

async function main() {
  const place = await Place.open();
  try {
    for (const line of LINES) report(line, await place.weigh(line));
  } finally {
    await place.close();
  }
}

/** @param {import('./sizes/lines.mjs').Line} line */
function report({name, aim, limit}, {gzip, brotli, files}) {
  const tooBig = gzip / 1000 > limit;
  const limits = `limit ${kB(limit)}, aim ${kB(aim)}, brotli ${kB(brotli / 1000)}, files ${files}`;
  console.log(`${kB(gzip / 1000)}  ${name.padEnd(40)} ${limits}${tooBig ? '  TOO BIG' : ''}`);
  if (tooBig) process.exitCode = 1;
}

function kB(size) {
  return size.toFixed(1).padStart(5);
}
