import type {AutoAnswerCondition, AutoAnswerPolicy} from '../call/auto-answer.js';
import {isNamePart} from '../call/custom-headers.js';
import {SipError} from '../errors.js';
import type {RedirectPolicy} from '../engine/redirection.js';

/** How digits are sent; `auto` is RFC 4733 where the far end knows it, else INFO. */
export type DigitsVia = 'auto' | 'rtp' | 'info' | 'both';

/** What may change while a phone is in use: `phone.adjust()`. */
export interface LiveOptions {
  /** Further calls are answered 486. Default: 4. */
  maxCalls?: number | undefined;
  /** Do not disturb: whoever calls hears that we are busy (486). Default: false. */
  dnd?: boolean | undefined;
  /** Default: `auto`. */
  digitsVia?: DigitsVia | undefined;
  /** The word between `X-` and the key in header fields of the application's own. Default: none, `X-<Key>`. */
  headerPrefix?: string | undefined;
  /** Messages (RFC 3428) are taken and told as `sip-message`; otherwise they are refused with 405. Default: false. */
  messages?: boolean | undefined;
  /**
   * Sends our sound before the far end has answered, where it is heard by then (early media): for menus that listen before
   * they answer. A picture of ours never goes out before the answer. Default: false, the far end gets silence.
   */
  earlyMicrophone?: boolean | undefined;
  /** Believes the server who calls: P-Asserted-Identity, Remote-Party-ID. Default: false, as anybody may write them. */
  trustedIdentity?: boolean | undefined;
  /**
   * Decides which calls answer themselves, after a short sound; or the SIP addresses of those whose calls do if they ask
   * for it, with spaces between them, `*@example.com` for a whole domain. Default: none does.
   */
  autoAnswer?: AutoAnswerPolicy | string | undefined;
  /**
   * Asked when a call is about to answer itself, and told whether its sound is being heard (the browser may not let it
   * through); without a yes the call goes on ringing. Default: yes.
   */
  autoAnswerIf?: AutoAnswerCondition | undefined;
  /**
   * Decides whom a call goes on to that is redirected (3xx), at our expense; five times at most, and to nobody twice.
   * Default: to nobody, and the call ends.
   */
  acceptRedirect?: RedirectPolicy | undefined;
  /**
   * A transfer that the far end asks for is a question in `snapshot.consents`, which `<sip-consent>` shows, unless
   * `acceptRefer` decides. Default: false, it is refused.
   */
  consentRefer?: boolean | undefined;
  /**
   * That somebody new takes the place of the far end is such a question too, unless `acceptReplaces` decides. Default:
   * false, whoever it is rings, and takes the place when answered.
   */
  consentReplaces?: boolean | undefined;
  /**
   * A picture that the far end adds is such a question too, for as long as the far end can wait: 25 s. Default: false, it
   * is shown.
   */
  consentVideo?: boolean | undefined;
  /** A recording that is to be made here is such a question too. Default: false, it begins. */
  consentRecording?: boolean | undefined;
}

export interface LiveConfig {
  readonly maxCalls: number;
  readonly dnd: boolean;
  readonly digitsVia: DigitsVia;
  readonly headerPrefix: string;
  readonly messages: boolean;
  readonly earlyMicrophone: boolean;
  readonly trustedIdentity: boolean;
  readonly autoAnswer: AutoAnswerPolicy | string;
  readonly autoAnswerIf: LiveOptions['autoAnswerIf'];
  readonly acceptRedirect: RedirectPolicy | undefined;
  readonly consentRefer: boolean;
  readonly consentReplaces: boolean;
  readonly consentVideo: boolean;
  readonly consentRecording: boolean;
}

const DEFAULTS: LiveConfig = {
  maxCalls: 4,
  dnd: false,
  digitsVia: 'auto',
  headerPrefix: '',
  messages: false,
  earlyMicrophone: false,
  trustedIdentity: false,
  autoAnswer: '',
  autoAnswerIf: undefined,
  acceptRedirect: undefined,
  consentRefer: false,
  consentReplaces: false,
  consentVideo: false,
  consentRecording: false,
};
const VIA: readonly string[] = ['auto', 'rtp', 'info', 'both'] satisfies DigitsVia[];

/**
 * Fills in defaults and checks.
 * @throws SipError `invalid-argument` for a value that cannot work.
 */
export function resolveLive(options: LiveOptions): LiveConfig {
  const names = Object.keys(DEFAULTS) as (keyof LiveConfig)[];
  const config = Object.fromEntries(
    names.map((name) => [name, options[name] ?? DEFAULTS[name]]),
  ) as unknown as LiveConfig;
  const {maxCalls, digitsVia, headerPrefix} = config;
  if (!(Number.isFinite(maxCalls) && maxCalls > 0)) {
    throw new SipError('invalid-argument', `maxCalls must be a number above 0, not ${String(maxCalls)}.`);
  }
  if (!VIA.includes(digitsVia)) {
    throw new SipError('invalid-argument', `Digits go by ${VIA.join(', ')}, not "${digitsVia}".`);
  }
  if (headerPrefix && !isNamePart(headerPrefix)) {
    throw new SipError('invalid-argument', `"${headerPrefix}" cannot be part of a header name.`);
  }
  return config;
}
