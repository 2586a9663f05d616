/** All measures, one after the other, on one stage. */
import {bytes} from './measures/bytes.mjs';
import {deadServers} from './measures/dead-servers.mjs';
import {incoming} from './measures/incoming.mjs';
import {memory} from './measures/memory.mjs';
import {outgoing} from './measures/outgoing.mjs';
import {reload} from './measures/reload.mjs';
import {restart} from './measures/restart.mjs';
import {report} from './report.mjs';
import {Stage} from './stage.mjs';
import {surroundings} from './surroundings.mjs';

const {manyCalls, leftOver} = memory();
/** @type {Record<string, (stage: Stage) => Promise<import('./statistics.mjs').Row[]>>} the restarts last: they forget */
const MEASURES = {outgoing, manyCalls, deadServers, incoming, reload, leftOver, restart};

/**
 * @param {readonly string[]} only names of measures; none are all
 * @returns {Promise<{text: string, failed: boolean}>} Markdown
 */
export async function measure(only) {
  const rows = [];
  let failed = false;
  const stage = await Stage.open();
  const lines = surroundings(stage.browser);
  try {
    for (const [name, take] of Object.entries(MEASURES)) {
      if (only.length > 0 && !only.includes(name)) continue;
      const start = Date.now();
      try {
        rows.push(...(await take(stage)));
      } catch (error) {
        failed = true;
        console.error(`${name}: ${error.stack}\n${stage.servers.logs(20)}`);
        await stage.clear();
      }
      console.error(`${name}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
    }
  } finally {
    await stage.close();
  }
  return {text: report({surroundings: lines, rows, sizes: await bytes()}), failed};
}
