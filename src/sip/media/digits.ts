import type {DigitOptions} from '../../core/call/digits.js';
import type {Clock} from '../../core/clock.js';
import {SipError} from '../../core/errors.js';
import type {RequestOptions} from '../../core/engine/sip-message.js';
import {delay, orAborted} from '../waiting.js';

const DIGITS = /^[0-9*#A-D,W]+$/;
/**
 * Milliseconds. RFC 4733 names no durations. These are long enough for every gateway, and fast enough for a typed
 * number.
 */
const TONE = 100;
const GAP = 70;
/** The gap between two INFO requests, in milliseconds: some gateways play them at their own speed. */
const INFO_GAP = 500;
/** In milliseconds. The comma is that of WebRTC 1.0 section 7.2, `w` that of dial plans. */
const PAUSES: Partial<Record<string, number>> = {',': 2000, W: 500};

type Via = 'rtp' | 'info';
type Sent = (digit: string, via: Via) => void;

export interface DigitSenderParts {
  readonly sender: () => RTCRtpSender | undefined;
  /** The last description of the far end. */
  readonly remoteSdp: () => string;
  readonly info: (options: RequestOptions) => Promise<unknown>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Sends digits in the audio stream (RFC 4733) or by INFO, one batch after the other. */
export class DigitSender {
  readonly #parts: DigitSenderParts;
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: DigitSenderParts) {
    this.#parts = parts;
  }

  send(text: string, options: DigitOptions, sent: Sent): Promise<void> {
    const digits = text.toUpperCase();
    if (!DIGITS.test(digits)) {
      return Promise.reject(
        new SipError('invalid-argument', `"${text}" cannot be sent: digits are 0-9, *, # and A-D.`),
      );
    }
    const work = this.#queue.then(() => this.#send(digits, options, sent));
    // The caller gets the error of its own batch; the next batch is sent all the same.
    this.#queue = work.catch(() => undefined);
    return work;
  }

  async #send(digits: string, options: DigitOptions, sent: Sent): Promise<void> {
    const {clock, signal} = this.#parts;
    const {via = 'auto'} = options;
    const ways: readonly Via[] = via === 'both' ? ['rtp', 'info'] : [via === 'auto' ? this.#best() : via];
    for (const run of digits.split(/([,W])/).filter(Boolean)) {
      const pause = PAUSES[run];
      if (pause) await delay(clock, pause, signal);
      else await Promise.all(ways.map((way) => (way === 'rtp' ? this.#play : this.#tell)(run, options, sent)));
    }
  }

  /** A far end that does not list `telephone-event` does not understand digits in RTP. */
  #best(): Via {
    return /^a=rtpmap:\d+ telephone-event\//im.test(this.#parts.remoteSdp()) && this.#parts.sender() ? 'rtp' : 'info';
  }

  readonly #tell = async (digits: string, options: DigitOptions, sent: Sent): Promise<void> => {
    const {clock, signal, info} = this.#parts;
    const {duration = TONE, gap = INFO_GAP, headers} = options;
    for (const [index, digit] of Array.from(digits).entries()) {
      if (index) await delay(clock, duration + gap, signal);
      const body = `Signal=${digit}\r\nDuration=${String(duration)}\r\n`;
      await info({headers, body, contentType: 'application/dtmf-relay'});
      sent(digit, 'info');
    }
  };

  readonly #play = (digits: string, {duration = TONE, gap = GAP}: DigitOptions, sent: Sent): Promise<void> => {
    const {sender, signal} = this.#parts;
    const dtmf = sender()?.dtmf;
    if (signal.aborted || !dtmf || !canInsert(dtmf)) {
      return Promise.reject(new SipError('invalid-state', 'There is no audio that could carry digits now.'));
    }
    const played = new AbortController();
    const done = new Promise<void>((resolve) => {
      const change = ({tone}: RTCDTMFToneChangeEvent) => {
        if (tone === '') resolve();
        else sent(tone, 'rtp');
      };
      dtmf.addEventListener('tonechange', change, {signal: played.signal});
    });
    try {
      dtmf.insertDTMF(digits, duration, gap);
    } catch (cause) {
      played.abort();
      return Promise.reject(new SipError('invalid-state', 'The browser cannot send digits now.', {cause}));
    }
    return orAborted(done, signal).finally(() => played.abort());
  };
}

/** Old versions of Firefox have no `canInsertDTMF`; there `insertDTMF` throws if it cannot send. */
function canInsert(dtmf: RTCDTMFSender): boolean {
  return (dtmf as Partial<RTCDTMFSender>).canInsertDTMF ?? true;
}
