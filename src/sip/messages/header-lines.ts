import type {OutgoingRequestMessage, ResponseOptions, URI, UserAgentCore} from '../sip-js.js';
import {changeReplies} from '../patches.js';
import {headerLine} from './text.js';

/**
 * Everything that this user agent sends goes through here, line by line: whoever forgets to look at a
 * value cannot start another line with it, nor end the header section.
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

/** Header fields and method in a URI are for links on pages, none of it for the wire (RFC 3261 section 19.1.1, table 1). */
export function plainUri(uri: URI): URI {
  const plain = uri.clone();
  plain.clearHeaders();
  plain.deleteParam('method');
  return plain;
}

/** The start line has a method and an address, which are read by their grammars. */
function checkLines(message: OutgoingRequestMessage): void {
  const {headers, extraHeaders, body} = message;
  for (const values of Object.values(headers)) values.splice(0, Infinity, ...values.map(headerLine));
  message.extraHeaders = linesOf(extraHeaders);
  if (body) body.contentType = headerLine(body.contentType);
}

/** One that is empty would end the header section. */
function linesOf(lines: readonly string[]): string[] {
  return lines.map(headerLine).filter(Boolean);
}

/** What a response has that the request did not have, which is read line by line. */
function responseLines(options: ResponseOptions): ResponseOptions {
  const {reasonPhrase, extraHeaders, body} = options;
  if (reasonPhrase) options.reasonPhrase = headerLine(reasonPhrase);
  if (extraHeaders) options.extraHeaders = linesOf(extraHeaders);
  if (body) options.body = {...body, contentType: headerLine(body.contentType)};
  return options;
}
