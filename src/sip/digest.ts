import type {UserAgent, UserAgentOptions} from 'sip.js';
import {SipError} from '../core/errors.js';
import type {Credentials, CredentialsSource} from '../core/config.js';

/** Asks for the secrets; they are kept by the engine for as long as it lives. */
export async function resolveCredentials(source: CredentialsSource | undefined): Promise<Credentials | undefined> {
  if (typeof source !== 'function') return source;
  try {
    return await source();
  } catch (cause) {
    // Ours says already what is wrong and what to do.
    if (cause instanceof SipError) throw cause;
    throw new SipError('credentials-missing', 'The page could not supply the credentials.', {cause});
  }
}

export function digestOptions(
  credentials: Credentials | undefined,
): Pick<UserAgentOptions, 'authorizationUsername' | 'authorizationPassword'> {
  if (!credentials) return {};
  return {authorizationUsername: credentials.username ?? '', authorizationPassword: credentials.password};
}

/**
 * The seam for our own answers to challenges (RFC 3261 section 22, RFC 8760). Without a password the stack would answer
 * with the digest of the word "undefined"; now it lets the 401 pass.
 */
export function installDigest(userAgent: UserAgent, credentials: Credentials | undefined): void {
  if (!credentials) userAgent.userAgentCore.configuration.authenticationFactory = () => undefined;
}
