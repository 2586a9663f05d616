/**
 * All access to private members of SIP.js. Because of it, the package pins SIP.js at 0.21.2. Each hook has a test in
 * `test/sip/patches.test.ts`, and throws if its member is missing; `refusalOf()` cannot know, and does not throw.
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

/**
 * Asks `passes` of each response whether the client receives it. `resend` sends the request in a new transaction;
 * `receive` gives the client a response that `passes` held back.
 */
export function guardResponses(client: Core.UserAgentClient, passes: (response: Response) => boolean) {
  type Client = {authenticationGuard: typeof passes; init(): void; receiveResponse(response: Response): void};
  const members = hidden<Client>(client, 'authenticationGuard', 'init', 'receiveResponse');
  members.authenticationGuard = passes;
  return {resend: () => members.init(), receive: (response: Response) => members.receiveResponse(response)};
}

/** Lets `change` alter each response of a server before SIP.js writes it. */
export function changeReplies(server: Server, change: (options: Options) => Options): void {
  const members = hidden<{reply: (options: Options) => unknown}>(server, 'reply');
  const reply = members.reply.bind(server);
  members.reply = (options) => reply(change(options));
}

/** Sets our tag, the To tag, in the responses of a server. */
export function setTag(server: Server, tag: string): void {
  hidden<{toTag: string}>(server, 'toTag').toTag = tag;
}

type MakeId = (request: Core.OutgoingRequestMessage) => string;
/** Chooses the branch of client transactions, for all user agents in this page. */
export function chooseBranches(transactions: typeof Core.ClientTransaction, choose: (before: MakeId) => MakeId): void {
  const members = hidden<{makeId: MakeId}>(transactions, 'makeId');
  members.makeId = choose(members.makeId);
}

export function setRemoteTarget(dialog: Core.SessionDialog, remoteTarget: Core.URI): void {
  hidden<{dialogState: {remoteTarget: Core.URI}}>(dialog, 'dialogState').dialogState.remoteTarget = remoteTarget;
}

/** The text of the final response of an INVITE server transaction; undefined before SIP.js sends one. */
export const refusalOf = (server: Core.Transaction) => (server as {lastFinalResponse?: string}).lastFinalResponse;

export function setTransactionState(transaction: Core.Transaction, state: Core.TransactionState): void {
  hidden<{stateTransition(state: Core.TransactionState): void}>(transaction, 'stateTransition').stateTransition(state);
}

type WriteUri = (this: Core.URI, parts: Readonly<Record<string, string | undefined>>) => string;
export function writeUris(uris: Core.URI, write: WriteUri): void {
  hidden<{_toString: typeof write}>(uris, '_toString')._toString = write;
}
