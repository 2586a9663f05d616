import {URI, UserAgentCore, type UserAgentCoreConfiguration} from './sip-js.js';
import {SipError} from '../core/errors.js';
import {randomId} from '../core/id.js';
import type {PhoneConfig} from '../core/config/phone-config.js';
import {loggerFactory} from './logger-factory.js';
import {escapeQuoted} from './messages/text.js';
import {readSipUri} from './messages/uri-grammar.js';
import type {Instance} from './recovery/instance-id.js';
import type {ServerList} from './transport/server-list.js';
import {SipTransport} from './transport/transport.js';

/** SIP.js's core, which makes transactions and dialogs, and our transport below it. */
export interface Agent {
  readonly core: UserAgentCore;
  readonly transport: SipTransport;
}

export interface AgentParts {
  readonly config: PhoneConfig;
  readonly instance: Instance;
  readonly servers: ServerList;
}

/** @throws SipError `invalid-argument` if the configured `uri` is not a SIP address. */
export function makeAgent({config, instance, servers}: AgentParts): Agent {
  const {clock, logger} = config;
  const loggers = loggerFactory(logger);
  const transport = new SipTransport(loggers.getLogger('sip.Transport'), {servers, clock, logger});
  const supported = ['outbound', '100rel', 'replaces', ...(config.sessionExpires ? ['timer'] : [])];
  // The host and the user part of our Contact stay the same after a reload: the far end of a dialog that outlives the
  // reload addresses its requests to them.
  const viaHost = `${instance.alias.slice(9).replaceAll('-', '')}.invalid`;
  const core = new UserAgentCore({
    aor: addressOfRecord(config.uri),
    displayName: config.uri ? escapeQuoted(config.displayName) : '',
    contact: makeContact(new URI('sip', instance.alias.slice(0, 8), viaHost, undefined, {transport: 'ws'})),
    viaHost,
    viaForceRport: false,
    hackViaTcp: false,
    routeSet: [],
    sipjsId: randomId().slice(0, 8),
    supportedOptionTags: supported,
    supportedOptionTagsResponse: supported,
    userAgentHeaderFieldValue: 'sip-elements',
    loggerFactory: loggers,
    // `authentication/` answers challenges.
    authenticationFactory: () => undefined,
    transportAccessor: () => transport,
  });
  return {core, transport};
}

/** A phone without an account gets an address that leads nowhere. */
function addressOfRecord(text: string): URI {
  const uri = readSipUri(text || `sip:anonymous.${randomId()}@anonymous.invalid`);
  if (!uri) throw new SipError('invalid-argument', `The uri "${text}" is not a SIP address.`);
  return uri;
}

/** The address for requests inside dialogs: our public GRUU if the registrar gave one (RFC 5627 section 3.3). */
function makeContact(uri: URI): UserAgentCoreConfiguration['contact'] {
  return {
    uri,
    pubGruu: undefined,
    tempGruu: undefined,
    toString({anonymous = false, outbound = false, register = false} = {}) {
      const own = register ? uri : (this.pubGruu ?? uri);
      const address = anonymous ? 'sip:anonymous@anonymous.invalid;transport=ws' : own.toString();
      return `<${address}${outbound ? ';ob' : ''}>`;
    },
  };
}
