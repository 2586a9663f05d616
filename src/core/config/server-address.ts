import {SipError} from '../errors.js';

/** One server of several; those with the lowest number are tried first, equal ones in random order. */
export interface ServerAddress {
  readonly url: string;
  readonly priority: number;
}

/**
 * One address, several in one text with spaces or commas between them, or a list. If none is given, the priority of a
 * server is its place in the list.
 */
export type ServerOption =
  string | readonly (string | {readonly url: string; readonly priority?: number | undefined})[];

/**
 * Returns the servers in the order of their priority.
 * @throws SipError `not-configured` if there is none, `invalid-argument` for an invalid address.
 */
export function resolveServers(option: ServerOption): readonly ServerAddress[] {
  const list = typeof option === 'string' ? option.split(/[\s,]+/).filter(Boolean) : option;
  const servers = list.map((server, index) => {
    const {url, priority = index} = typeof server === 'string' ? {url: server, priority: index} : server;
    checkUrl(url);
    return {url: url.trim(), priority};
  });
  if (servers.length > 0) return servers.sort((a, b) => a.priority - b.priority);
  throw new SipError(
    'not-configured',
    'No server: set it to the WebSocket address of your SIP server, for example wss://pbx.example.com/ws.',
  );
}

function checkUrl(text: string): void {
  if (isWebSocketAddress(text)) return;
  throw new SipError(
    'invalid-argument',
    `The server "${text}" is not a WebSocket address: it must begin with wss:// (or ws:// for tests).`,
  );
}

/** Whether a text is the address of a WebSocket (RFC 6455 section 3). */
export function isWebSocketAddress(text: string): boolean {
  return /^\s*wss?:\/\/[^/\s]+/i.test(text) && URL.canParse(text) && !text.includes('#');
}

/**
 * Whether two addresses are of one server: equal scheme, host and port, and path if one is given. `''` is of no server.
 */
export function sameServer(allowed: string, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const [a, b] = [new URL(allowed), new URL(address)];
  return a.protocol === b.protocol && a.host === b.host && (a.pathname === '/' || a.pathname === b.pathname);
}
