import type {UserAgent} from 'sip.js';
import type {UserAgentClient, UserAgentCore} from 'sip.js/lib/core/index.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {Account} from './account.js';
import {Authenticator} from './authenticator.js';
import {ChallengedRequest, type Client} from './challenged-request.js';
import {useStrongIdentifiers} from '../messages/identifiers.js';
import {internals} from '../patches.js';
import type {SipTransport} from '../transport/transport.js';

/**
 * Answers to challenges of our own (RFC 3261 section 22, RFC 7616, RFC 8760, RFC 8898) in the place of SIP.js's, which
 * knows MD5 and one realm, loses count of the CSeq in a dialog, and rings again after a CANCEL.
 */
export function installAuthentication(userAgent: UserAgent, account: Account, {clock, logger}: PhoneConfig): void {
  const {userAgentCore: core, configuration} = userAgent;
  const transport = userAgent.transport as unknown as Pick<SipTransport, 'server'>;
  const authenticator = new Authenticator({
    account,
    clock,
    logger,
    user: configuration.uri.user ?? '',
    domain: configuration.uri.host,
    server: () => transport.server ?? '',
  });
  useStrongIdentifiers(core, (message) => authenticator.authorize(message));
  watchClients(core, authenticator);
}

/** Each client announces its transaction here: the first one when it is made, others when a challenge is answered. */
function watchClients(core: UserAgentCore, authenticator: Authenticator): void {
  const known = new WeakSet();
  const {userAgentClients} = core;
  const add = userAgentClients.set.bind(userAgentClients);
  userAgentClients.set = (id, client) => {
    if (!known.has(client)) watch(client, authenticator);
    known.add(client);
    return add(id, client);
  };
}

function watch(client: UserAgentClient, authenticator: Authenticator): void {
  const members = internals(client, 'authenticationGuard', 'cancel', 'init', 'receiveResponse');
  const request = new ChallengedRequest(client as unknown as Client, authenticator);
  members.authenticationGuard = request.passes.bind(request);
  const cancel = client.cancel.bind(client);
  members.cancel = (...options: Parameters<typeof cancel>) => {
    request.cancel();
    return cancel(...options);
  };
}
