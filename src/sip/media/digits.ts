import {SipError} from '../../core/errors.js';
import {orAborted} from '../waiting.js';

const DIGITS = /^[0-9*#A-D,]+$/;
/** RFC 4733 has no numbers; these are long enough for every gateway, and quick enough for a typed number. */
const TONE = 100;
const GAP = 70;

/** Sends digits in the audio stream (RFC 4733), one batch after the other. */
export class DigitSender {
  readonly #sender: () => RTCRtpSender | undefined;
  readonly #signal: AbortSignal;
  #queue: Promise<void> = Promise.resolve();

  constructor(sender: () => RTCRtpSender | undefined, signal: AbortSignal) {
    this.#sender = sender;
    this.#signal = signal;
  }

  send(text: string): Promise<void> {
    const digits = text.toUpperCase();
    if (!DIGITS.test(digits)) {
      return Promise.reject(
        new SipError('invalid-argument', `"${text}" cannot be sent: digits are 0-9, *, # and A-D.`),
      );
    }
    const work = this.#queue.then(() => this.#play(digits));
    // Whoever asked for a batch hears of its failure; the next one is tried all the same.
    this.#queue = work.catch(() => undefined);
    return work;
  }

  #play(digits: string): Promise<void> {
    const dtmf = this.#sender()?.dtmf;
    if (this.#signal.aborted || !dtmf || !canInsert(dtmf)) {
      return Promise.reject(new SipError('invalid-state', 'There is no audio that could carry digits now.'));
    }
    const played = new AbortController();
    const done = new Promise<void>((resolve) => {
      const change = ({tone}: RTCDTMFToneChangeEvent) => {
        if (tone === '') resolve();
      };
      dtmf.addEventListener('tonechange', change, {signal: played.signal});
    });
    try {
      dtmf.insertDTMF(digits, TONE, GAP);
    } catch (cause) {
      played.abort();
      return Promise.reject(new SipError('invalid-state', 'The browser cannot send digits now.', {cause}));
    }
    return orAborted(done, this.#signal).finally(() => {
      played.abort();
    });
  }
}

/** Firefox came to `canInsertDTMF` late; there `insertDTMF` says itself that it cannot. */
function canInsert(dtmf: RTCDTMFSender): boolean {
  return (dtmf as Partial<RTCDTMFSender>).canInsertDTMF ?? true;
}

/** Some gateways number the two keys that are no digits (RFC 4733 section 3.2). */
const NUMBERED: Readonly<Record<string, string>> = {'10': '*', '11': '#'};

/** The digit of an INFO request, by the conventions `application/dtmf-relay` and `application/dtmf`. */
export function digitOfInfo(contentType: string, body: string): string | undefined {
  const text = signalOf(contentType.replace(/;.*/s, '').trim().toLowerCase(), body).trim().toUpperCase();
  const digit = NUMBERED[text] ?? text;
  return /^[0-9*#A-D]$/.test(digit) ? digit : undefined;
}

function signalOf(type: string, body: string): string {
  if (type === 'application/dtmf') return body;
  if (type !== 'application/dtmf-relay') return '';
  return /^\s*Signal\s*=(.*)$/im.exec(body)?.[1] ?? '';
}
