import {createLogger} from '../core/logger.js';

/** The version in package.json; a test compares the two. */
export const VERSION = '0.1.0';

let warned = false;

/** Warns of a second copy of the package on the page: once, not for each tag. */
export function warnOfVersions(tag: string, present: string | undefined, ours: string | undefined): void {
  if (warned || present === undefined || present === ours) return;
  warned = true;
  createLogger().warn(`<${tag}> is there already, from version ${present}; version ${String(ours)} leaves it alone.`);
}
