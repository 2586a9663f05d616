import {builtIn} from '../../core/built-in.js';
import {checkCredentials, type Credentials, type CredentialsQuestion} from '../../core/config/credentials.js';
import {SipCredentialsRequestEvent} from '../../core/config/credentials-request.js';
import {SipError} from '../../core/errors.js';
import {resolveServers, type ServerOption} from '../../core/config/server-address.js';
import type {PhoneSettings} from './phone-settings.js';
import {isOfThisSite} from './same-site.js';

const PATIENCE = 15_000;

/**
 * Finds the credentials of a `<sip-phone>`: in its property, else in the answer to its event, else at its URL. Resolves
 * with undefined if there are none.
 */
export async function findCredentials(
  element: HTMLElement & PhoneSettings,
  question: CredentialsQuestion,
): Promise<Credentials | undefined> {
  const {credentials} = element;
  const found =
    (await (typeof credentials === 'function' ? credentials(question) : credentials)) ??
    (await fromPage(element, question)) ??
    (await fromUrl(element));
  return found && checkCredentials({...(element.username && {username: element.username}), ...found});
}

async function fromPage(
  element: HTMLElement & PhoneSettings,
  question: CredentialsQuestion,
): Promise<Credentials | undefined> {
  const event = new SipCredentialsRequestEvent({
    server: serverText(element.server ?? ''),
    uri: element.uri ?? '',
    ...question,
  });
  element.dispatchEvent(event);
  return event.answer;
}

function serverText(server: ServerOption): string {
  if (typeof server === 'string') return server;
  return resolveServers(server)
    .map(({url}) => url)
    .join(' ');
}

async function fromUrl({
  credentialsUrl,
  ownerDocument,
  server,
}: HTMLElement & PhoneSettings): Promise<Credentials | undefined> {
  if (credentialsUrl === null) return undefined;
  const answer = await fetchAnswer(credentialsUrl, sameOriginUrl(credentialsUrl, builtIn(ownerDocument, 'baseURI')));
  return {...answer, servers: answer.servers ?? serversOfThisSite(credentialsUrl, server ?? '')};
}

async function fetchAnswer(name: string, url: string): Promise<Credentials> {
  try {
    const response = await fetch(url, {
      credentials: 'same-origin',
      cache: 'no-store',
      // A redirect may lead to a login page, which has no credentials, or to another origin, which must not supply
      // them.
      redirect: 'error',
      headers: {accept: 'application/json'},
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) throw new Error(`The server answered ${String(response.status)}.`);
    // The parser's own message would quote the text, which is a secret.
    const body: unknown = await response.json().catch(() => undefined);
    if (typeof body !== 'object' || body === null) throw new Error('The answer is not a JSON object.');
    return body as Credentials;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SipError('credentials-missing', `No credentials from "${name}": ${why}`, {cause});
  }
}

/**
 * Returns the servers that may get an answer which names none. A person who writes only markup can name a server of
 * their own: that server must not get the credentials of the page's user.
 */
function serversOfThisSite(name: string, server: ServerOption): string[] {
  const urls = resolveServers(server).map(({url}) => url);
  const servers = urls.filter((url) => isOfThisSite(new URL(url).hostname));
  if (servers.length > 0) return servers;
  throw new SipError(
    'credentials-missing',
    `The answer of "${name}" does not say for which servers it is, and ${urls.join(', ')} is not of this page's site. ` +
      `If it may have the credentials, add "servers": ${JSON.stringify(urls)} to the answer.`,
  );
}

function sameOriginUrl(text: string, base: string): string {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url?.origin === location.origin) return url.href;
  throw new SipError(
    'invalid-argument',
    `credentials-url="${text}" is not on this page's own origin (${location.origin}); nobody else is asked for secrets.`,
  );
}
