/** `node test/servers/run.mjs`: all test servers, for trying things out by hand. Ctrl-C stops them. */
import {missingPrograms, startServers} from './index.mjs';

const missing = missingPrograms();
if (missing.length > 0) {
  const names = missing.map(({program}) => program).join(', ');
  console.error(`missing: ${names}; on Debian: apt-get install ${missing.flatMap(({packages}) => packages).join(' ')}`);
  process.exit(1);
}

const servers = await startServers({kamailio: true, rtpengine: true, coturn: true, baresip: true});
const sipp = await servers.startSipp();
const {kamailio, coturn, baresip} = servers;
const turn = {urls: coturn.urls, username: coturn.username, credential: coturn.credential};

console.log(`SIP over WebSocket  ${kamailio.ws}
SIP, UDP and TCP    127.0.0.1:${kamailio.sipPort}
users (passwords)   ${Object.entries(kamailio.users)
  .map(([user, password]) => `${user} (${password})`)
  .join(', ')}
domain              ${kamailio.domain}
fixed answers       busy, decline, offline, error500, blackhole (rings for ever)
baresip, a tone     ${baresip.aor}
SIPp, an echo       ${sipp.aor}
ICE server          ${JSON.stringify(turn)}
logs, recordings    ${servers.directory}

with the demo       npm start -- --sip ${kamailio.ws}
Ctrl-C stops them.`);

// This timer keeps the process alive. The servers end with it, see lifetime.mjs.
setInterval(() => {}, 2 ** 30);
