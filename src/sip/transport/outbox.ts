import {TransportState} from './transport-state.js';
import type {Clock} from '../../core/clock.js';
import type {Agent} from '../agent.js';
import {guarded, inBackground} from '../guarded.js';
import type {Logger} from '../../core/logger.js';
import {failReinvite, openRefusals, openRequests, releaseCancel} from './open-transactions.js';

/** The messages that matter to the far end even if they come late: they end something or confirm it. */
const LASTING = /^(?:ACK|BYE|CANCEL|PRACK|SIP\/2\.0 [2-6])/;
/** For how many milliseconds a kept message is of use. By then a far end that hears nothing has ended the call. */
const SHELF_LIFE = 60_000;

/**
 * Keeps messages for the next connection if they could not be sent, or if their answer can no longer come.
 *
 * Over UDP the transaction layer repeats a request (RFC 3261 section 17.1.2). Over a reliable transport it sends the
 * request once, and a lost connection loses it. If a person hangs up at such a moment, the call would go on at the far
 * end.
 */
export function keepForNextConnection({core, transport}: Agent, clock: Clock, logger: Logger): void {
  /** Each kept message, and the time on the clock after which it is of no use. */
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
    // In a microtask: the transport has not finished its change of state.
    if (state === TransportState.Connected) queueMicrotask(guarded(logger, flush));
    if (state === TransportState.Disconnected) queueMicrotask(guarded(logger, collect));
  });
}
