import {TransactionState, type UserAgentClient, type UserAgentCore} from '../sip-js.js';
import {refusalOf, setTransactionState} from '../patches.js';

/** Requests of ours that no final response has come to. */
export function openRequests({userAgentClients}: UserAgentCore): UserAgentClient[] {
  const {Calling, Trying, Proceeding} = TransactionState;
  return [...userAgentClients.values()].filter(({transaction: {state}}) =>
    [Calling, Trying, Proceeding].includes(state),
  );
}

/** Refusals of ours that nobody has acknowledged, as they went out. */
export function openRefusals({userAgentServers}: UserAgentCore): string[] {
  return [...userAgentServers.values()]
    .filter(({transaction: {kind, state}}) => kind === 'ist' && state === TransactionState.Completed)
    .flatMap(({transaction}) => refusalOf(transaction) ?? []);
}

/** A re-INVITE whose answer can no longer come: it fails now, and can be made anew. */
export function failReinvite({userAgentClients}: UserAgentCore, client: UserAgentClient): void {
  client.dispose();
  userAgentClients.delete(`${client.transaction.id}INVITE`);
}

/**
 * An INVITE whose responses can no longer come. Nobody knows whether it arrived: the CANCEL that would wait for a
 * provisional response (RFC 3261 section 9.1) waits no longer, and nothing runs out.
 */
export function releaseCancel({transaction}: UserAgentClient): void {
  if (transaction.state === TransactionState.Calling) setTransactionState(transaction, TransactionState.Proceeding);
}
