import type {OutgoingRequestMessage, ResponseOptions, URI, UserAgentCore} from '../sip-js.js';
import {changeReplies} from '../patches.js';
import {headerLine} from './text.js';

/**
 * Cleans all header lines that this user agent sends. So a value that other code forgets to check cannot start a second
 * line, or end the header section.
 */
export function writeHeaderLines(core: UserAgentCore): void {
  const make = core.makeOutgoingRequestMessage.bind(core);
  core.makeOutgoingRequestMessage = (...parts) => {
    const [method, uri, from, to, ...rest] = parts;
    const message = make(method, plainUri(uri), plainUri(from), plainUri(to), ...rest);
    const write = message.toString.bind(message);
    message.toString = () => {
      checkLines(message);
      return write();
    };
    return message;
  };
  const {userAgentServers} = core;
  const add = userAgentServers.set.bind(userAgentServers);
  userAgentServers.set = (id, server) => {
    changeReplies(server, responseLines);
    return add(id, server);
  };
  const reply = core.replyStateless.bind(core);
  core.replyStateless = (message, options) => reply(message, responseLines(options));
}

/** Removes header fields and method from a URI: both are for links on pages only (RFC 3261 section 19.1.1, table 1). */
export function plainUri(uri: URI): URI {
  const plain = uri.clone();
  plain.clearHeaders();
  plain.deleteParam('method');
  return plain;
}

/** Cleans the header lines of a request. The method and the address of its start line have been checked before. */
function checkLines(message: OutgoingRequestMessage): void {
  const {headers, extraHeaders, body} = message;
  for (const values of Object.values(headers)) values.splice(0, Infinity, ...values.map(headerLine));
  message.extraHeaders = linesOf(extraHeaders);
  if (body) body.contentType = headerLine(body.contentType);
}

/** Cleans header lines and drops empty ones: an empty line would end the header section. */
function linesOf(lines: readonly string[]): string[] {
  return lines.map(headerLine).filter(Boolean);
}

/** Cleans the parts of a response that do not come from its request: the request has been read line by line. */
function responseLines(options: ResponseOptions): ResponseOptions {
  const {reasonPhrase, extraHeaders, body} = options;
  if (reasonPhrase) options.reasonPhrase = headerLine(reasonPhrase);
  if (extraHeaders) options.extraHeaders = linesOf(extraHeaders);
  if (body) options.body = {...body, contentType: headerLine(body.contentType)};
  return options;
}
