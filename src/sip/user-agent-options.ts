import {SIPExtension, UserAgent, type UserAgentOptions} from 'sip.js';
import type {PhoneConfig} from '../core/config/phone-config.js';
import {SipError, toSipError} from '../core/errors.js';
import {logConnector} from './log-connector.js';
import {escapeQuoted} from './messages/text.js';
import type {DescriptionHandler} from './negotiation/session-description-handler.js';
import type {Instance} from './recovery/instance-id.js';
import type {ServerList} from './transport/server-list.js';
import {SipTransport, type TransportOptions} from './transport/transport.js';

/** Longer than any timer of ours: who rings how long is decided by the sessions, on the configured clock. */
const DAY = 86_400;

export interface UserAgentParts {
  readonly config: PhoneConfig;
  readonly instance: Instance;
  readonly servers: ServerList;
  /** Of each session of the stack. */
  readonly handlers: WeakMap<object, DescriptionHandler>;
}

/** Every option whose default leaks, logs, dials or retries by itself is set here. */
export function userAgentOptions(parts: UserAgentParts): UserAgentOptions {
  const {config, instance, servers, handlers} = parts;
  const transportOptions: TransportOptions = {servers, clock: config.clock, logger: config.logger};
  return {
    ...accountOptions(config),
    transportConstructor: SipTransport,
    transportOptions,
    // The same after a reload: requests of a dialog that lives on are addressed to them.
    contactName: instance.alias.slice(0, 8),
    viaHost: `${instance.alias.slice(9).replaceAll('-', '')}.invalid`,
    instanceId: instance.id,
    userAgentString: 'sip-elements',
    sessionDescriptionHandlerFactory: (session) => {
      const handler = handlers.get(session);
      if (!handler) throw new SipError('internal', 'A session without media was negotiated.');
      return handler;
    },
    sipExtension100rel: SIPExtension.Supported,
    sipExtensionReplaces: SIPExtension.Supported,
    // `ring()` does.
    sendInitialProvisionalResponse: false,
    ...(config.sessionExpires && {sipExtensionExtraSupported: ['timer']}),
    noAnswerTimeout: DAY,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logConnector: logConnector(config.logger),
  };
}

/** SIP.js throws plain errors for options that it cannot use, an address of a server say. */
export function makeUserAgent(options: UserAgentOptions): UserAgent {
  try {
    return new UserAgent(options);
  } catch (cause) {
    throw toSipError(cause, 'invalid-argument');
  }
}

function accountOptions({uri: text, displayName}: PhoneConfig): UserAgentOptions {
  if (!text) return {}; // Anonymous: the stack invents an address.
  const uri = UserAgent.makeURI(text);
  if (!uri) throw new SipError('invalid-argument', `The uri "${text}" is not a SIP address.`);
  return {uri, displayName: escapeQuoted(displayName)};
}
