import type {UserAgentClient, UserAgentCore} from '../sip-js.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {Agent} from '../agent.js';
import type {Account} from './account.js';
import {Authenticator} from './authenticator.js';
import {ChallengedRequest} from './challenged-request.js';
import {useStrongIdentifiers} from '../messages/identifiers.js';
import {guardResponses} from '../patches.js';

/**
 * Installs our own answers to challenges (RFC 3261 section 22, RFC 7616, RFC 8760, RFC 8898). They replace those of
 * SIP.js, which knows only MD5 and one realm, repeats a CSeq in a dialog, and sends a canceled INVITE again.
 */
export function installAuthentication({core, transport}: Agent, account: Account, {clock, logger}: PhoneConfig): void {
  const {aor} = core.configuration;
  const authenticator = new Authenticator({
    account,
    clock,
    logger,
    user: aor.user ?? '',
    domain: aor.host,
    server: () => transport.server ?? '',
  });
  useStrongIdentifiers(core, (message) => authenticator.authorize(message));
  watchClients(core, authenticator);
}

/**
 * SIP.js adds each client to this map: when it makes the client, and again when a challenge needs a new transaction.
 */
function watchClients(core: UserAgentCore, authenticator: Authenticator): void {
  const known = new WeakSet();
  const {userAgentClients} = core;
  const add = userAgentClients.set.bind(userAgentClients);
  userAgentClients.set = (id, client) => {
    if (!known.has(client)) watch(core, client, authenticator);
    known.add(client);
    return add(id, client);
  };
}

function watch(core: UserAgentCore, client: UserAgentClient, authenticator: Authenticator): void {
  const {message} = client;
  const way = guardResponses(client, (response) => request.passes(response));
  const request = new ChallengedRequest({core, message, ...way}, authenticator);
  const cancel = client.cancel.bind(client);
  client.cancel = (...options) => {
    request.cancel();
    return cancel(...options);
  };
}
