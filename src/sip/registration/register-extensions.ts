import type {IncomingResponse, UserAgentCore} from '../sip-js.js';
import {readSipUri} from '../messages/uri-grammar.js';

type ResponseMessage = IncomingResponse['message'];

/**
 * Takes two facts from the 200 to a REGISTER, which hold from now on: our public GRUU, the Contact of our calls (RFC
 * 5627), which reaches us over any connection; and the Service-Route of our requests outside a dialog (RFC 3608).
 */
export function takeExtensions(core: UserAgentCore, message: ResponseMessage, ownContact: string | undefined): void {
  const gruu = /;\s*pub-gruu\s*=\s*"([^"]+)"/i.exec(ownContact ?? '')?.[1];
  const {configuration} = core;
  configuration.contact.pubGruu = gruu === undefined ? undefined : readSipUri(gruu);
  configuration.routeSet = message
    .getHeaders('service-route')
    .flatMap((field) => field.match(/<sips?:[^<>\s]+>[^,]*/gi) ?? []);
}

/** Forgets the GRUU and the Service-Route: both end with the binding. */
export function forgetExtensions({configuration}: UserAgentCore): void {
  configuration.contact.pubGruu = undefined;
  configuration.routeSet = [];
}

/** Returns after how many seconds of silence the server gives the connection up (RFC 5626 section 4.4.1). */
export function flowTimer(message: ResponseMessage): number | undefined {
  const seconds = parseInt(message.getHeader('flow-timer') ?? '', 10);
  return seconds >= 5 ? seconds : undefined;
}
