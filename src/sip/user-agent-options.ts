import {SIPExtension, UserAgent, type SessionDescriptionHandlerFactory, type UserAgentOptions} from 'sip.js';
import type {Credentials, PhoneConfig} from '../core/config.js';
import {SipError} from '../core/errors.js';
import {digestOptions} from './digest.js';
import {logConnector} from './log-connector.js';
import {escapeQuoted} from './text.js';
import {newUuid} from './instance-id.js';
import {transportOptions} from './transport.js';

/** Longer than any timer of ours: who rings how long is decided by the sessions, on the configured clock. */
const DAY = 86_400;

export interface UserAgentParts {
  readonly config: PhoneConfig;
  readonly credentials: Credentials | undefined;
  readonly instanceId: string;
  readonly sessionDescriptionHandlerFactory: SessionDescriptionHandlerFactory;
}

/** Every option whose default leaks, logs, dials or retries by itself is set here. */
export function userAgentOptions(parts: UserAgentParts): UserAgentOptions {
  const {config, credentials, instanceId, sessionDescriptionHandlerFactory} = parts;
  return {
    ...accountOptions(config),
    ...digestOptions(credentials),
    ...transportOptions(config.server),
    contactName: newUuid().slice(0, 8),
    viaHost: `${newUuid().replaceAll('-', '').slice(0, 16)}.invalid`,
    instanceId,
    userAgentString: 'sip-elements',
    sessionDescriptionHandlerFactory,
    sipExtension100rel: SIPExtension.Supported,
    sipExtensionReplaces: SIPExtension.Supported,
    noAnswerTimeout: DAY,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    logConnector: logConnector(config.logger),
  };
}

function accountOptions({uri: text, displayName}: PhoneConfig): UserAgentOptions {
  if (!text) return {}; // Anonymous: the stack invents an address.
  const uri = UserAgent.makeURI(text);
  if (!uri) throw new SipError('invalid-argument', `The uri "${text}" is not a SIP address.`);
  return {uri, displayName: escapeQuoted(displayName)};
}
