/** The page of each phone. All have three things to click: `#call`, `#answer` and `#hangup`. */
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

/** @typedef {'ours' | 'simpleUser' | 'jssip'} Library */
/** @typedef {{server: string, uri: string, target: string, username: string, password: string, iceServers: RTCIceServer[]}} Account */

/** @type {Readonly<Record<Library, string>>} */
export const NAMES = {ours: 'sip-elements', simpleUser: 'SIP.js SimpleUser', jssip: 'JsSIP'};
export const LIBRARIES = /** @type {Library[]} */ (Object.keys(NAMES));

/**
 * A script in one minified file, as a page would load it.
 * @param {string} entry from this folder
 * @returns {Promise<Buffer>}
 */
export async function bundle(entry) {
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    define: {'process.env.NODE_ENV': '"production"'},
  });
  return Buffer.from(outputFiles[0].contents);
}

const SCRIPTS = {simpleUser: './simple-user.mjs', jssip: './jssip.mjs'};

const ours = ({server, uri, target, username, password, iceServers}) => `
<script type="module" src="/cdn/sip-elements.js"></script>
<sip-phone server="${server}" uri="${uri}" no-sounds>
  <sip-dial-button id="call" target="${target}"></sip-dial-button>
  <sip-answer-button id="answer"></sip-answer-button>
  <sip-hangup-button id="hangup"></sip-hangup-button>
</sip-phone>
<script>
  Object.assign(document.querySelector('sip-phone'), ${JSON.stringify({credentials: {username, password}, iceServers})});
</script>`;

const others = (account, path) => `
<button id="call">Call</button> <button id="answer">Answer</button> <button id="hangup">Hang up</button>
<audio autoplay></audio>
<script>globalThis.account = ${JSON.stringify(account)};</script>
<script type="module" src="${path}"></script>`;

/**
 * @param {import('../../test/calls/harness/site.mjs').Site} site
 * @param {Library} library
 * @param {Account} account
 * @returns {Promise<string>} the address of the page
 */
export async function addPage(site, library, account) {
  const path = `/${library}-${account.username}`;
  let body = ours(account);
  if (library !== 'ours') {
    const script = await bundle(SCRIPTS[library]);
    site.add(`${path}.js`, script.toString());
    body = others(account, `${path}.js`);
  }
  return site.add(
    `${path}.html`,
    `<!doctype html><meta charset="utf-8"><title>${NAMES[library]}</title><link rel="icon" href="data:,">${body}`,
  );
}
