import {Transport, type TransportOptions} from 'sip.js/lib/platform/web/transport/index.js';
import type {Logger} from '../core/logger.js';
import type {UserAgent} from 'sip.js';
import {guarded} from './guarded.js';

/** The seam for another transport: the class and what it is made with. */
export function transportOptions(server: string): {
  transportConstructor: typeof Transport;
  transportOptions: TransportOptions;
} {
  // SIP messages go to the log through the connector, which redacts them.
  return {transportConstructor: Transport, transportOptions: {server, connectionTimeout: 5, traceSip: true}};
}

/**
 * Keeps exceptions out of the transport: one that escapes from a handler leaves it in the middle of a change of state,
 * and no later `connect()` ever settles. The parser throws for messages that only look odd, `tel:` in a request line say.
 */
export function guardTransport(userAgent: UserAgent, logger: Logger): void {
  const {transport} = userAgent;
  const {onConnect, onDisconnect, onMessage} = transport;
  transport.onConnect = guarded(logger, () => onConnect?.());
  transport.onDisconnect = guarded(logger, (error) => onDisconnect?.(error));
  transport.onMessage = guarded(logger, (message) => onMessage?.(message));
}
