import type {Call} from './call.js';
import type {CallHost, CallLine} from './call-line.js';
import {isAnswerable} from './call-state.js';
import type {Logger} from '../logger.js';
import type {SipRequest} from '../engine/sip-message.js';

/** The question to an auto-answer policy. All of it came over the network. */
export interface AutoAnswerRequest {
  readonly call: Call;
  /** The INVITE, its header fields readable. */
  readonly invite: SipRequest | undefined;
  /** After how many seconds the caller wants an automatic answer; null if it does not ask for one. */
  readonly after: number | null;
}

/**
 * `true` answers after the time that the caller wants, a number after that many seconds; `false` lets the call ring.
 */
export type AutoAnswerPolicy = (request: AutoAnswerRequest) => boolean | number | Promise<boolean | number>;

/** Decides whether a call may answer itself now; it is told whether the sound of the call is heard. */
export type AutoAnswerCondition = (heard: boolean) => boolean;

/** The longest time for an automatic answer, in seconds: no call rings longer. */
const LONGEST = 60;

/**
 * After how many seconds the caller wants to be answered: `Call-Info: …;answer-after=N`, `Alert-Info: …` with
 * `info=alert-autoanswer` or `ring-answer`, `Answer-Mode: Auto` (RFC 5373).
 */
export function wantedAfter(invite: SipRequest | undefined): number | null {
  const field = (name: string) => invite?.getHeader(name) ?? '';
  const alert = field('Alert-Info');
  const after = /;\s*answer-after\s*=\s*"?(\d{1,4})/i.exec(field('Call-Info'));
  if (after) return Number(after[1]);
  if (/\b(alert-autoanswer|auto-?answer|ring-answer)\b/i.test(alert)) {
    return Number(/;\s*delay\s*=\s*"?(\d{1,4})/i.exec(alert)?.[1] ?? 0);
  }
  return /^\s*auto\b/i.test(field('Answer-Mode')) || /^\s*auto\b/i.test(field('Priv-Answer-Mode')) ? 0 : null;
}

/**
 * After how many seconds a call answers itself; null if it does not. Without a policy none does, and a policy that
 * fails has said no.
 */
export async function answersAfter(
  call: Call,
  {autoAnswer, logger}: {readonly autoAnswer: AutoAnswerPolicy | string; readonly logger: Logger},
): Promise<number | null> {
  const {invite} = call;
  const after = wantedAfter(invite);
  try {
    const policy = typeof autoAnswer === 'string' ? trusting(autoAnswer) : autoAnswer;
    const answer = await policy({call, invite, after});
    if (answer === false) return null;
    return Math.min(LONGEST, Math.max(0, (answer === true ? after : answer) || 0));
  } catch (error) {
    logger.error('autoAnswer failed; the call rings.', error);
    return null;
  }
}

/** Answers a call by itself after some seconds, at least one, so that the person hears it ring first. */
export function answerAfter({call, model, host}: CallLine, seconds: number): void {
  if (!isAnswerable(model.state)) return;
  const autoAnswer = Math.max(1, seconds);
  const {clock, logger} = host.config;
  const cancel = clock.after(autoAnswer * 1000, () => {
    if (mayAnswerNow(host)) {
      call.answer().catch((error: unknown) => logger.warn('A call could not answer itself.', error));
    } else model.store.patch({autoAnswer: null});
  });
  model.store.subscribe(() => {
    if (!isAnswerable(model.state)) cancel();
  });
  model.store.patch({autoAnswer});
}

/** Whether a call may answer itself now that its time has come. A policy that fails means no. */
function mayAnswerNow(host: CallHost): boolean {
  const {autoAnswerIf, logger} = host.config;
  try {
    return autoAnswerIf?.(host.heard()) !== false;
  } catch (error) {
    logger.error('autoAnswerIf failed; the call rings.', error);
    return false;
  }
}

/**
 * A policy that answers callers of a list, if they ask for it: SIP addresses with spaces between them, `*@example.com`
 * for all of a domain. Who calls is what the caller says, unless the server sees to it that it is true.
 */
export function trusting(addresses: string): AutoAnswerPolicy {
  const trusted = new Set(
    addresses
      .toLowerCase()
      .split(/[\s,]+/)
      .map(plain)
      .filter(Boolean),
  );
  return ({call, after}) => {
    const caller = plain(call.remoteIdentity.uri.toLowerCase());
    return after !== null && (trusted.has(caller) || trusted.has(caller.replace(/^[^@]*/, '*')));
  };
}

function plain(address: string): string {
  return address.replace(/^sips?:/, '').replace(/[;?].*/s, '');
}
