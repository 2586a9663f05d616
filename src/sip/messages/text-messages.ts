import type {IncomingRequest} from '../sip-js.js';
import type {PhoneConfig} from '../../core/config/phone-config.js';
import type {TextMessage} from '../../core/engine/sip-message.js';
import {guarded} from '../guarded.js';
import {ALLOW} from './allow.js';
import {identityOf} from './identities.js';
import {cleanText} from './text.js';

/** Longer messages are refused; in UTF-16 units. */
const LIMIT = 2 ** 16;
// Controls other than line ends and tabs. Direction marks belong to a text in some languages.
const CONTROLS = /[^\P{Cc}\t\n\r]/gu;

/** Asks whether the page takes a message. The answer may come later, or never. */
export type OfferMessage = (message: TextMessage, answer: (taken: boolean) => void) => void;

/** Answers a MESSAGE: with 200 only if the page takes the text, because 200 means delivered (RFC 3428 section 7). */
export function receiveMessage(
  request: Pick<IncomingRequest, 'message' | 'accept' | 'reject'>,
  {messages, logger}: PhoneConfig,
  offer: OfferMessage,
): void {
  const {message} = request;
  const refuse = (statusCode: number, extraHeaders: string[] = []) => request.reject({statusCode, extraHeaders});
  if (!messages) {
    refuse(405, [ALLOW]);
    return;
  }
  if (message.body.length > LIMIT) {
    refuse(413);
    return;
  }
  const text: TextMessage = Object.freeze({
    from: identityOf(message.from),
    text: message.body.replace(CONTROLS, ''),
    contentType: cleanText(message.getHeader('content-type') ?? 'text/plain'),
  });
  // `guarded()`: when the page answers, the transaction may be over, and then SIP.js throws.
  offer(
    text,
    guarded(logger, (taken) => {
      if (taken) request.accept();
      else refuse(603);
    }),
  );
}
