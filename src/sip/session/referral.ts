import {Grammar, SessionState, type Referral, type Session} from 'sip.js';
import {NO_IDENTITY, type Identity} from '../../core/call/call-state.js';
import type {SipReferral} from '../../core/engine/sip-engine.js';
import type {Logger} from '../../core/logger.js';
import {guarded, inBackground} from '../guarded.js';
import {readValue} from '../messages/grammar.js';
import {identityOf} from '../messages/identities.js';
import {cleanText, headerLine} from '../messages/text.js';

/** How long whoever asked should wait for the next news, in seconds: longer than anybody rings. */
const PATIENCE = 180;

/**
 * A REFER of the far end (RFC 3515) and the news of what became of it. Not SIP.js's own following: that one says
 * `Subscription-State: terminated` with the first news, so that nobody listens to the result, and repeats header fields.
 */
export class InboundReferral implements SipReferral {
  readonly target: string;
  readonly referredBy: Identity;
  readonly attended: boolean;
  /** The value of Replaces, without the escapes that it has in a URI. */
  readonly #replaces: string | undefined;
  readonly #referral: Referral;
  readonly #native: Session;
  readonly #logger: Logger;
  /** News are wanted: accepted, not refused by the far end, and the result is still open. */
  #open = false;
  #answered = false;

  /** @throws Error if there is no readable Refer-To, which SIP.js finds out only when asked for it, or Replaces in it. */
  constructor(native: Session, referral: Referral, logger: Logger) {
    this.#native = native;
    this.#referral = referral;
    this.#logger = logger;
    const uri = referral.referTo.uri.clone();
    uri.clearHeaders();
    this.target = uri.toString();
    this.referredBy = this.#referrer();
    this.#replaces = replacesIn(referral);
    this.attended = this.#replaces !== undefined;
  }

  /** For the INVITE that follows it: who asked (RFC 3892), and which dialog it takes the place of (RFC 3891). */
  get headerLines(): string[] {
    const {referredBy} = this.#referral;
    const replaces = this.#replaces;
    return [...(replaces ? [`Replaces: ${replaces}`] : []), ...(referredBy ? [`Referred-By: ${referredBy}`] : [])];
  }

  accept(): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#open = true;
    inBackground(this.#logger, 'The answer to a REFER', this.#referral.accept());
    this.report(100, 'Trying');
  }

  reject(status: number): void {
    if (this.#answered) return;
    this.#answered = true;
    inBackground(this.#logger, 'The refusal of a REFER', this.#referral.reject({statusCode: status}));
  }

  /** Tells whoever asked how it goes (RFC 3515 section 2.4.5); a status of 200 or more is the result, and the last. */
  report(status: number, phrase: string): void {
    const {dialog} = this.#native;
    // Whoever has hung up is not there to be told.
    if (!this.#open || !dialog || this.#native.state !== SessionState.Established) return;
    const final = status >= 200;
    this.#open = !final;
    const state = final ? 'terminated;reason=noresource' : `active;expires=${String(PATIENCE)}`;
    const unwanted = guarded(this.#logger, () => {
      this.#open = false;
    });
    guarded(this.#logger, () => {
      dialog.notify(
        {onReject: unwanted},
        {
          extraHeaders: ['Event: refer', `Subscription-State: ${state}`],
          body: {
            contentDisposition: 'render',
            contentType: 'message/sipfrag',
            content: `SIP/2.0 ${String(status)} ${cleanText(phrase)}`,
          },
        },
      );
    })();
  }

  #referrer(): Identity {
    const field = Grammar.nameAddrHeaderParse(this.#referral.referredBy ?? '');
    return field ? identityOf(field) : NO_IDENTITY;
  }
}

/** @throws Error for one that is none (RFC 3891 section 6.1): it would come back to us as a refusal of our INVITE. */
function replacesIn({replaces}: Referral): string | undefined {
  if (replaces === undefined) return undefined;
  const value = decodeURIComponent(replaces);
  if (headerLine(value) !== value || !readValue(value, 'Replaces')) throw new Error('Its Replaces names no dialog.');
  return value;
}
