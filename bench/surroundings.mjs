/** On what, with what and when it was measured. */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {cpus, loadavg, release, totalmem} from 'node:os';

const PROJECT = new URL('../', import.meta.url);

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {string[]} one thing a line
 */
export function surroundings(browser) {
  const [{model}] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const servers = ['kamailio', 'rtpengine-daemon', 'baresip-core'].map((name) => `${name} ${debianVersion(name)}`);
  return [
    `Date: ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC; load when it began: ${loadavg()[0].toFixed(1)}`,
    `Machine: ${model.trim()}, ${cpus().length} cores, ${memory} GB, Linux ${release()}`,
    `Browser: Chromium ${browser.version()}; Node ${process.versions.node}; ${servers.join(', ')}`,
    `Phones: sip-elements ${version('package.json')} (${commit()}), SIP.js ${installed('sip.js')} (SimpleUser), JsSIP ${installed('jssip')}`,
  ];
}

const version = (path) => JSON.parse(readFileSync(new URL(path, PROJECT), 'utf8')).version;
const installed = (name) => version(`node_modules/${name}/package.json`);
const debianVersion = (name) => ask('dpkg-query', '-W', '-f', '${Version}', name);
const commit = () => ask('git', 'rev-parse', '--short', 'HEAD');

/** What a program says, or that nobody knows: the figures are none the worse for it. */
function ask(program, ...args) {
  try {
    return execFileSync(program, args, {cwd: PROJECT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return 'unknown';
  }
}
