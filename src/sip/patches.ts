/**
 * All that leans on members which SIP.js 0.21.2 hides; it is pinned for that reason. Each hook throws if its member is gone, and
 * has its test in `test/sip/patches.test.ts`.
 */
import type * as Core from './sip-js.js';
import {SipError} from '../core/errors.js';

function hidden<T extends object>(target: object, ...names: (keyof T & string)[]): T {
  const lost = names.find((name) => !(name in target));
  if (lost) throw new SipError('internal', `SIP.js has changed: there is no ${lost} any more.`);
  return target as T;
}

type Response = Core.IncomingResponse['message'];
type Server = Core.UserAgentServer;
type Options = Core.ResponseOptions;

/** Lets `passes` keep a response from a client; `resend` makes a new transaction, `receive` hands in what was kept. */
export function guardResponses(client: Core.UserAgentClient, passes: (response: Response) => boolean) {
  type Client = {authenticationGuard: typeof passes; init(): void; receiveResponse(response: Response): void};
  const members = hidden<Client>(client, 'authenticationGuard', 'init', 'receiveResponse');
  members.authenticationGuard = passes;
  return {resend: () => members.init(), receive: (response: Response) => members.receiveResponse(response)};
}

/** Changes what a server sends, before it is written. */
export function changeReplies(server: Server, change: (options: Options) => Options): void {
  const members = hidden<{reply: (options: Options) => unknown}>(server, 'reply');
  const reply = members.reply.bind(server);
  members.reply = (options) => reply(change(options));
}

/** The tag of ours in what a server answers. */
export function setTag(server: Server, tag: string): void {
  hidden<{toTag: string}>(server, 'toTag').toTag = tag;
}

type MakeId = (request: Core.OutgoingRequestMessage) => string;
/** For the transactions of all user agents in this page. */
export function chooseBranches(transactions: typeof Core.ClientTransaction, choose: (before: MakeId) => MakeId): void {
  const members = hidden<{makeId: MakeId}>(transactions, 'makeId');
  members.makeId = choose(members.makeId);
}

export function setRemoteTarget(dialog: Core.SessionDialog, remoteTarget: Core.URI): void {
  hidden<{dialogState: {remoteTarget: Core.URI}}>(dialog, 'dialogState').dialogState.remoteTarget = remoteTarget;
}

/** The final response of an INVITE server transaction, as it went out; of a refusal only. */
export const refusalOf = (server: Core.Transaction) => (server as {lastFinalResponse?: string}).lastFinalResponse;

export function setTransactionState(transaction: Core.Transaction, state: Core.TransactionState): void {
  hidden<{stateTransition(state: Core.TransactionState): void}>(transaction, 'stateTransition').stateTransition(state);
}

type WriteUri = (this: Core.URI, parts: Readonly<Record<string, string | undefined>>) => string;
export function writeUris(uris: Core.URI, write: WriteUri): void {
  hidden<{_toString: typeof write}>(uris, '_toString')._toString = write;
}
