import type {Agent} from '../agent.js';
import type {Inbox} from '../messages/receiving.js';
import {sessionOf, takeBeforeDialog, type SessionsById} from './before-dialog.js';
import {refusalOfReplacing} from './replaces.js';

/** What of received messages is for the sessions to see before SIP.js's core does. */
export function sessionInbox({core}: Agent, sessions: SessionsById, wasHere: (sessionId: string) => boolean): Inbox {
  return {
    refusal: (message) => refusalOfReplacing(core, sessions, wasHere, message),
    takeRequest: (message) => takeBeforeDialog(core, sessions, message),
    noteResponse: (message) => {
      if (message.method !== 'INVITE') return;
      if (core.userAgentClients.has(`${message.viaBranch}INVITE`)) sessionOf(sessions, message)?.beginning.heard();
    },
  };
}
