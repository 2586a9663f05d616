import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {installPackages} from '../../demo/server/install.js';

/**
 * Installs the npm packages if the installed ones differ from the lock file.
 *
 * @param {string} project
 * @returns {Promise<boolean>} whether the packages are installed now
 */
export async function installMissingPackages(project) {
  if (isInstalled(project)) return true;
  console.log('Installing npm packages (npm ci)');
  return installPackages(project, () => isInstalled(project), new AbortController().signal);
}

/** Compares npm's own record of the installation with the lock file, because file dates say little after a checkout. */
function isInstalled(project) {
  const wanted = packagesOf(join(project, 'package-lock.json'));
  const there = packagesOf(join(project, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, {version, optional}]) => path === '' || optional || there[path]?.version === version,
  );
}

/** @param {string} file */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}
