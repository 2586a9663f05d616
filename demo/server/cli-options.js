import {parseArgs} from 'node:util';

export const DEFAULT_PORT = 8080;

export const HELP = `Serves the demo pages and a small SIP server for them.

  npm start -- [options]

  --port N             port to listen on (default ${DEFAULT_PORT}, or the next free one)
  --host NAME          name or address to listen on (default 127.0.0.1)
  --sip wss://...      use this SIP server instead of the built-in one
  --domain NAME        domain of the users' addresses (default demo.invalid; with --sip, the host of the server)
  --users a:pw,b:pw    users and their passwords; the first two get the two phones (default alice, bob and
                       carol, each with the password name-secret)
  --no-build           serve what is there, even if src/ is newer
  --help               this text

The built-in server also has the users busy, decline and noanswer, who do as their names say. Callers from elsewhere need
no password to call its users.

The passwords are given to any page of this server: use accounts that are only for tests.`;

/** An error in the command line. */
export class UsageError extends Error {}

/**
 * @typedef {object} CliOptions
 * @property {number | undefined} port undefined: the default port, or the next free one
 * @property {string} host
 * @property {string | undefined} sip
 * @property {string | undefined} domain
 * @property {Map<string, string> | undefined} users
 * @property {boolean} build
 * @property {boolean} help
 */

/**
 * @param {string[]} args
 * @returns {CliOptions}
 * @throws UsageError
 */
export function parseOptions(args) {
  const values = parse(args);
  const sip = values.sip === undefined ? undefined : serverAddress(values.sip);
  return {
    port: values.port === undefined ? undefined : portNumber(values.port),
    host: values.host ?? '127.0.0.1',
    sip,
    domain: values.domain === undefined ? sip && new URL(sip).hostname : domainName(values.domain),
    users: values.users === undefined ? undefined : userTable(values.users),
    build: !values['no-build'],
    help: values.help ?? false,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    const {values} = parseArgs({
      args,
      options: {
        port: {type: 'string'},
        host: {type: 'string'},
        sip: {type: 'string'},
        domain: {type: 'string'},
        users: {type: 'string'},
        'no-build': {type: 'boolean'},
        help: {type: 'boolean', short: 'h'},
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(`--port must be a number from 0 to 65535, not "${text}".`);
}

/** @param {string} text */
function serverAddress(text) {
  if (URL.canParse(text) && ['ws:', 'wss:'].includes(new URL(text).protocol)) return new URL(text).href;
  throw new UsageError(`--sip must be a WebSocket address such as wss://pbx.example.com/ws, not "${text}".`);
}

/** @param {string} text */
function domainName(text) {
  if (/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text.toLowerCase();
  throw new UsageError(`--domain must be a host name such as example.com, not "${text}".`);
}

/** @param {string} text */
function userTable(text) {
  const users = new Map();
  for (const entry of text.split(',')) {
    // The message does not repeat the password, because terminals may be recorded.
    const [, user, password] = /^([\w.+-]+):(.+)$/.exec(entry) ?? [];
    if (!user || !password)
      throw new UsageError('--users must be name:password,name:password; no password may hold a comma.');
    users.set(user, password);
  }
  if (users.size < 2) throw new UsageError('--users must name at least two users: one for each phone.');
  return users;
}
