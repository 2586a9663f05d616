import type {IncomingResponse, UserAgentCore} from '../sip-js.js';
import {readSipUri} from '../messages/uri-grammar.js';

type ResponseMessage = IncomingResponse['message'];

/**
 * Takes from the 200 to a REGISTER what is to be used from now on: our public GRUU as Contact in calls (RFC 5627), which
 * finds us over any connection, and the Service-Route of requests outside a dialog (RFC 3608).
 */
export function takeExtensions(core: UserAgentCore, message: ResponseMessage, ownContact: string | undefined): void {
  const gruu = /;\s*pub-gruu\s*=\s*"([^"]+)"/i.exec(ownContact ?? '')?.[1];
  const {configuration} = core;
  configuration.contact.pubGruu = gruu === undefined ? undefined : readSipUri(gruu);
  configuration.routeSet = message
    .getHeaders('service-route')
    .flatMap((field) => field.match(/<sips?:[^<>\s]+>[^,]*/gi) ?? []);
}

/** Without a binding there is none of that. */
export function forgetExtensions({configuration}: UserAgentCore): void {
  configuration.contact.pubGruu = undefined;
  configuration.routeSet = [];
}

/** After how many seconds of silence the server gives the connection up (RFC 5626 section 4.4.1). */
export function flowTimer(message: ResponseMessage): number | undefined {
  const seconds = parseInt(message.getHeader('flow-timer') ?? '', 10);
  return seconds >= 5 ? seconds : undefined;
}
