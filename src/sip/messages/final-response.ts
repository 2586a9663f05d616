import {TransportState} from '../transport/transport-state.js';
import type {IncomingResponse} from '../sip-js.js';
import type {Clock} from '../../core/clock.js';
import type {Logger} from '../../core/logger.js';
import type {InviteUsage} from '../session/invite-usage.js';
import {descriptionIn} from './message-body.js';
import {cleanText} from './text.js';

export type ResponseMessage = IncomingResponse['message'];

export interface RequestParts {
  readonly usage: InviteUsage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends every wait when the session is over. */
  readonly signal: AbortSignal;
}

/** `RequestParts` for a request that need not belong to a call. */
export interface WaitingParts extends Pick<RequestParts, 'clock' | 'logger' | 'signal'> {
  readonly usage: Pick<InviteUsage, 'agent'>;
}

/** The result of a request of ours: its final response, or our own conclusion without one. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly sdp: string;
  /** The final response; undefined if none came and the status is our own conclusion. */
  readonly message?: ResponseMessage;
}

export interface PendingRequest {
  readonly over: boolean;
  settle(answer: Answer): void;
  /** A provisional response came, so the final one may take longer. If it takes too long, `cancel` is called. */
  prolong(cancel: () => void): void;
}

/** The longest wait without any response, in milliseconds: 64 × T1, timers B and F of RFC 3261. */
const SILENCE = 32_000;
/** The longest wait for a final response, in milliseconds, however many provisional responses come. */
const UNDECIDED = 90_000;
/** How long a canceled request may wait for its final response, in milliseconds. */
const CANCELED = 5000;

/**
 * Waits for the final response to the request that `start` sends. Silence counts as 408. A lost connection counts as
 * 503, because it may have lost the response, too. The promise rejects if `start` throws.
 */
export function finalResponse(parts: WaitingParts, start: (pending: PendingRequest) => void): Promise<Answer> {
  const {usage, clock, signal} = parts;
  const {stateChange} = usage.agent.transport;
  return new Promise((resolve) => {
    const wait = (limit: number) => clock.after(limit, () => settle(concluded(408, 'No answer')));
    let stop = wait(SILENCE);
    let over = false;
    let canceled = false;
    const latest = clock.now() + UNDECIDED;
    const close = () => {
      over = true;
      stop();
      stateChange.removeListener(lost);
      signal.removeEventListener('abort', ended);
    };
    const settle = (answer: Answer) => {
      if (!over) resolve(answer);
      close();
    };
    const lost = (state: TransportState) => {
      if (state === TransportState.Disconnected) settle(concluded(503, 'Connection lost'));
    };
    const ended = () => settle(concluded(487, 'Call over'));
    stateChange.addListener(lost);
    signal.addEventListener('abort', ended);
    try {
      start({
        get over() {
          return over;
        },
        settle,
        prolong(cancel) {
          if (over || canceled) return;
          stop();
          stop = clock.after(Math.min(SILENCE, latest - clock.now()), () => {
            canceled = true;
            stop = wait(CANCELED);
            cancel();
          });
        },
      });
    } catch (error) {
      close();
      throw error;
    }
  });
}

export function answerOf(message: ResponseMessage): Answer {
  const {statusCode = 0, reasonPhrase = ''} = message;
  return {
    status: statusCode,
    reason: cleanText(reasonPhrase),
    sdp: statusCode < 300 ? descriptionIn(message) : '',
    message,
  };
}

function concluded(status: number, reason: string): Answer {
  return {status, reason, sdp: ''};
}
