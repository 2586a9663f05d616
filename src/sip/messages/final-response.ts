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

/** The same for a request that need not belong to a call. */
export interface WaitingParts extends Pick<RequestParts, 'clock' | 'logger' | 'signal'> {
  readonly usage: Pick<InviteUsage, 'agent'>;
}

/** What became of a request of ours. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly sdp: string;
  /** Undefined if none came and this is our own conclusion. */
  readonly message?: ResponseMessage;
}

export interface PendingRequest {
  readonly over: boolean;
  settle(answer: Answer): void;
  /** Somebody is at work there: a final response may take longer. If it takes too long, the request is canceled. */
  prolong(cancel: () => void): void;
}

/** Milliseconds without any response, timer B and F of RFC 3261, 64 × T1. */
const SILENCE = 32_000;
/** However often somebody says that they are at work, a person waits for no more. */
const UNDECIDED = 90_000;
/** How long what was canceled may take to end. */
const CANCELED = 5000;

/**
 * Waits for the final response to what `start` sends. Silence counts as 408; a socket that closes meanwhile as 503, as
 * the response may have gone down with it. Rejects with what `start` throws.
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
