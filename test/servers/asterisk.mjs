/** Asterisk: a telephone exchange with its own WebSocket for browsers, and a dialplan with numbers to call. */
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findAsterisk} from '../../scripts/lib/asterisk.mjs';
import {writeConfiguration} from './configuration.mjs';
import {DOMAIN, USERS} from './kamailio.mjs';
import {freePort, freePortRange, LOOPBACK} from './ports.mjs';

const MEDIA_PORTS = 100;
const FILES = fileURLToPath(new URL('./configuration/asterisk', import.meta.url));
const ARI = {user: 'test', password: 'test-secret'};
/** Session timers, in seconds. */
const MIN_SE = 95;
const SESSION_EXPIRES = 95;

/** Users that get digits by INFO and not in RTP. */
const INFO_USERS = ['erin'];
/** Users that get calls with a gateway in From, and the real caller only in P-Asserted-Identity. */
const GATEWAY_USERS = ['frank'];

/** The music of a call on hold: a tone of that many hertz. */
const MUSIC = 660;
const SAMPLE_RATE = 8000;

/**
 * @typedef {object} Asterisk
 * @property {string} ws address of the WebSocket
 * @property {string} domain
 * @property {Readonly<Record<string, string>>} users passwords by user name
 * @property {(user: string) => Promise<boolean>} isRegistered
 * @property {(name: string) => Promise<string>} get a global variable of the dialplan
 * @property {(name: string, value: string) => Promise<void>} set it
 * @property {() => Promise<string[]>} channels the names of the calls' legs
 */

/**
 * @param {{group: import('./server-group.mjs').ServerGroup}} options
 * @returns {Promise<Asterisk>}
 */
export async function startAsterisk({group}) {
  const asterisk = findAsterisk();
  if (!asterisk) throw new Error('Asterisk is missing; npm test unpacks it where there is Debian’s apt-get');
  const port = await freePort();
  const media = await freePortRange(MEDIA_PORTS);
  const directory = join(group.directory, 'asterisk');
  await mkdir(join(directory, 'music'), {recursive: true});
  await writeFile(join(directory, 'music/tone.sln'), tone(MUSIC));
  for (const name of await readdir(FILES)) {
    await writeConfiguration(`asterisk/${name}`, join(directory, name), {
      ADDRESS: LOOPBACK,
      DOMAIN,
      OTHER_ADDRESS: otherAddress(),
      PORT: port,
      FIRST_PORT: media.first,
      LAST_PORT: media.last,
      DIRECTORY: directory,
      ROOT: asterisk.root,
      LIBRARIES: asterisk.libraries,
      ARI_USER: ARI.user,
      ARI_PASSWORD: ARI.password,
      MIN_SE,
      SESSION_EXPIRES,
      USERS: Object.entries(USERS).map(userSections).join('\n'),
    });
  }
  const server = group.spawn({
    name: 'asterisk',
    command: asterisk.loader,
    args: [
      ['--library-path', asterisk.libraries, asterisk.program],
      ['-C', join(directory, 'asterisk.conf'), '-f', '-n', '-vvv'], // in the foreground, without colours
    ].flat(),
    deathSignal: 'SIGKILL', // at a weaker signal it may first wait for calls to end
  });
  const ask = questions(`http://${LOOPBACK}:${port}/ari`);
  await server.ready(() => ask('GET', 'asterisk/info'));
  return {
    ws: `ws://${LOOPBACK}:${port}/ws`,
    domain: DOMAIN,
    users: USERS,
    isRegistered: async (user) => (await ask('GET', `endpoints/PJSIP/${user}`)).state === 'online',
    get: async (variable) => (await ask('GET', 'asterisk/variable', {variable})).value,
    async set(variable, value) {
      await ask('POST', 'asterisk/variable', {variable, value});
    },
    channels: async () => (await ask('GET', 'channels')).map((/** @type {{name: string}} */ {name}) => name),
  };
}

/** Returns the sections of one user in pjsip.conf. @param {[string, string]} user */
function userSections([user, password]) {
  const name = user.replace(/^./, (letter) => letter.toUpperCase());
  return `[${user}](phone)
auth=${user}
aors=${user}
callerid="${name}" <${user}>
dtmf_mode=${INFO_USERS.includes(user) ? 'info' : 'rfc4733'}
${GATEWAY_USERS.includes(user) ? 'from_user=gateway' : ''}
[${user}]
type=auth
auth_type=digest
username=${user}
password=${password}
[${user}](place)
`;
}

/** Returns an address of this machine that is not loopback; nothing is sent there. */
function otherAddress() {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const address = all.find(({family, internal}) => family === 'IPv4' && !internal)?.address;
  if (address) return address;
  throw new Error('Asterisk has no ICE candidate to offer on a machine that has no IPv4 address besides loopback');
}

/**
 * Returns one second of a sine tone that begins and ends at zero, as signed 16-bit samples. @param {number} frequency
 */
function tone(frequency) {
  const samples = Int16Array.from(
    {length: SAMPLE_RATE},
    (_, index) => 8000 * Math.sin((2 * Math.PI * frequency * index) / SAMPLE_RATE),
  );
  return Buffer.from(samples.buffer);
}

/**
 * Returns a function that calls Asterisk's REST interface.
 * @param {string} url
 * @returns {(method: string, path: string, parameters?: Record<string, string>) => Promise<any>}
 */
function questions(url) {
  const authorization = `Basic ${Buffer.from(`${ARI.user}:${ARI.password}`).toString('base64')}`;
  return async (method, path, parameters = {}) => {
    const response = await fetch(`${url}/${path}?${String(new URLSearchParams(parameters))}`, {
      method,
      headers: {authorization},
    });
    if (!response.ok) throw new Error(`asterisk ${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
}
