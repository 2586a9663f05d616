import {TransactionState, type UserAgentClient, type UserAgentCore} from '../sip-js.js';
import {refusalOf, setTransactionState} from '../patches.js';

/** Returns the clients of our requests that have no final response yet. */
export function openRequests({userAgentClients}: UserAgentCore): UserAgentClient[] {
  const {Calling, Trying, Proceeding} = TransactionState;
  return [...userAgentClients.values()].filter(({transaction: {state}}) =>
    [Calling, Trying, Proceeding].includes(state),
  );
}

/** Returns the text of our refusals of an INVITE for which no ACK has come yet. */
export function openRefusals({userAgentServers}: UserAgentCore): string[] {
  return [...userAgentServers.values()]
    .filter(({transaction: {kind, state}}) => kind === 'ist' && state === TransactionState.Completed)
    .flatMap(({transaction}) => refusalOf(transaction) ?? []);
}

/** Ends the transaction of a re-INVITE whose answer can no longer come, so that a new re-INVITE is possible. */
export function failReinvite({userAgentClients}: UserAgentCore, client: UserAgentClient): void {
  client.dispose();
  userAgentClients.delete(`${client.transaction.id}INVITE`);
}

/**
 * Moves the transaction of an INVITE whose responses can no longer come to Proceeding. Nobody knows whether the INVITE
 * arrived. In Proceeding a CANCEL goes out without waiting for a provisional response (RFC 3261 section 9.1), and timer
 * B does not end the transaction.
 */
export function releaseCancel({transaction}: UserAgentClient): void {
  if (transaction.state === TransactionState.Calling) setTransactionState(transaction, TransactionState.Proceeding);
}
