import type {Message} from 'sip.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {TextMessage} from '../../core/engine/sip-message.js';
import {inBackground} from '../guarded.js';
import {ALLOW} from './allow.js';
import {identityOf} from './identities.js';
import {cleanText} from './text.js';

/** Longer messages are refused; in UTF-16 units. */
const LIMIT = 2 ** 16;
// Controls other than line ends and tabs. Direction marks belong to a text in some languages.
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** Asks whether somebody takes a message; may answer later, or never. */
export type OfferMessage = (message: TextMessage, answer: (taken: boolean) => void) => void;

/** Answers a MESSAGE: 200 would mean that a person gets to see it (RFC 3428 section 7). */
export function receiveMessage(message: Message, {messages, logger}: PhoneConfig, offer: OfferMessage): void {
  const {request} = message;
  const refuse = (statusCode: number, extraHeaders: string[] = []) =>
    inBackground(logger, 'The refusal of a MESSAGE', message.reject({statusCode, extraHeaders}));
  if (!messages) {
    refuse(405, [ALLOW]);
    return;
  }
  if (request.body.length > LIMIT) {
    refuse(413);
    return;
  }
  const text: TextMessage = Object.freeze({
    from: identityOf(request.from),
    text: request.body.replace(CONTROLS, ''),
    contentType: cleanText(request.getHeader('content-type') ?? 'text/plain'),
  });
  offer(text, (taken) => {
    if (taken) inBackground(logger, 'The answer to a MESSAGE', message.accept());
    else refuse(603);
  });
}
