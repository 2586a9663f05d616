import {TransportState} from './transport-state.js';
import type {Clock} from '../../core/clock.js';
import type {Agent} from '../agent.js';
import {guarded, inBackground} from '../guarded.js';
import type {Logger} from '../../core/logger.js';
import {failReinvite, openRefusals, openRequests, releaseCancel} from './open-transactions.js';

/** What must be said, however late: that something is over or agreed. Nobody waits for news of what was tried. */
const LASTING = /^(?:ACK|BYE|CANCEL|PRACK|SIP\/2\.0 [2-6])/;
/** Far ends wait about this long until they think of a call as dead; later there is nobody to tell, in milliseconds. */
const SHELF_LIFE = 60_000;

/**
 * Keeps messages that could not be sent, or whose answer can no longer come, for the next connection.
 *
 * Over UDP the transaction layer would repeat them (RFC 3261 section 17.1.2); over a connection it relies on that, and
 * loses with it what was under way. A call that was hung up in such a moment would be a ghost at the far end.
 */
export function keepForNextConnection({core, transport}: Agent, clock: Clock, logger: Logger): void {
  /** Message to when it is of no use any more. */
  const kept = new Map<string, number>();
  const send = transport.send.bind(transport);
  const keep = (message: string) => {
    if (!kept.has(message)) kept.set(message, clock.now() + SHELF_LIFE);
  };
  const collect = () => {
    for (const client of openRequests(core)) {
      const {method, toTag} = client.message;
      if (method !== 'INVITE') {
        if (LASTING.test(method)) keep(client.message.toString());
      } else if (toTag) failReinvite(core, client);
      else releaseCancel(client);
    }
    for (const response of openRefusals(core)) keep(response);
  };
  const flush = () => {
    for (const [message, end] of kept) {
      if (!transport.isConnected()) return;
      kept.delete(message);
      if (clock.now() < end) inBackground(logger, 'A message that was kept', send(message));
    }
  };
  transport.send = (message) =>
    send(message).catch((error: unknown) => {
      if (!LASTING.test(message)) throw error;
      keep(message);
    });
  transport.stateChange.addListener((state) => {
    // In a turn of its own: the transport is in the middle of its change.
    if (state === TransportState.Connected) queueMicrotask(guarded(logger, flush));
    if (state === TransportState.Disconnected) queueMicrotask(guarded(logger, collect));
  });
}
