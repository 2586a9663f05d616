import {SessionDialog, type IncomingResponseMessage} from '../sip-js.js';
import {randomId} from '../../core/id.js';
import type {Logger} from '../../core/logger.js';
import type {Agent} from '../agent.js';
import {inBackground} from '../guarded.js';
import type {Inbox} from '../messages/receiving.js';
import {sessionOf, takeBeforeDialog, type SessionsById} from './before-dialog.js';
import {refusalOfReplacing} from './replaces.js';

export interface SessionInboxParts {
  readonly agent: Agent;
  readonly logger: Logger;
  readonly sessions: SessionsById;
  /** Whether a session with that id has ended recently. */
  readonly wasHere: (sessionId: string) => boolean;
}

/** Shows received messages to the sessions before SIP.js's core sees them. */
export function sessionInbox(parts: SessionInboxParts): Inbox {
  const {agent, sessions, wasHere} = parts;
  const {core} = agent;
  return {
    refusal: (message) => refusalOfReplacing(core, sessions, wasHere, message),
    takeRequest: (message) => takeBeforeDialog(core, sessions, message),
    noteResponse: (message) => {
      if (message.method !== 'INVITE') return;
      if (core.userAgentClients.has(`${message.viaBranch}INVITE`)) sessionOf(sessions, message)?.beginning.heard();
      else acknowledgeAgain(parts, message);
    },
  };
}

/**
 * Acknowledges a 2xx to an INVITE whose transaction is over, or which the page before this one sent: each repetition
 * gets its own ACK (RFC 3261 section 13.2.2.4).
 */
function acknowledgeAgain({agent, logger}: SessionInboxParts, message: IncomingResponseMessage): void {
  const {core, transport} = agent;
  const {callId, fromTag, toTag, cseq, statusCode = 0} = message;
  const dialog = core.dialogs.get(callId + fromTag + toTag);
  if (statusCode < 200 || statusCode > 299 || !(dialog instanceof SessionDialog)) return;
  const ack = dialog.createOutgoingRequestMessage('ACK', {cseq});
  ack.setViaHeader(`z9hG4bK${randomId()}`, transport.protocol);
  inBackground(logger, 'The repeated ACK', transport.send(ack.toString()));
}
