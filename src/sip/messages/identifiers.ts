import type {Inviter} from 'sip.js';
import type {OutgoingRequestMessage, UserAgentCore, UserAgentServer} from 'sip.js/lib/core/index.js';
import {ClientTransaction} from 'sip.js/lib/core/transactions/client-transaction.js';
import {randomId} from '../../core/id.js';
import {internals} from '../patches.js';

/** Requests whose branch is ours to choose. */
const ours = new WeakSet();
let choosing = false;

/**
 * Call-IDs, tags and branches that nobody can guess (RFC 3261 sections 8.1.1.4, 8.1.1.7 and 19.3): SIP.js makes them with
 * `Math.random`, which tells all later values to whoever has seen a few. `sending` sees each request before it is written.
 */
export function useStrongIdentifiers(core: UserAgentCore, sending: (message: OutgoingRequestMessage) => void): void {
  chooseBranches();
  const make = core.makeOutgoingRequestMessage.bind(core);
  core.makeOutgoingRequestMessage = (...parts) => {
    const [method, ruri, from, to, options, ...rest] = parts;
    const initial = method === 'INVITE' && !options.toTag;
    // By its beginning a request of our own is known that comes back (RFC 3261 section 8.2.2.2).
    const {callId = core.configuration.sipjsId + randomId(), fromTag = randomId()} = options;
    const identifiers = {callId, fromTag: initial ? randomId() : fromTag};
    const message = make(method, ruri, from, to, {...options, ...identifiers}, ...rest);
    ours.add(message);
    // In one field, as SIP.js copies the first alone into the ACK to a refusal (RFC 3261 section 17.1.1.3).
    const routes = message.getHeaders('route');
    if (routes[1]) message.setHeader('route', routes.join());
    const stamp = message.setViaHeader.bind(message);
    message.setViaHeader = (branch, transport) => {
      sending(message);
      // SIP.js makes the one of an ACK to a 2xx where nobody else can.
      stamp(method === 'ACK' ? newBranch() : branch, transport);
    };
    return message;
  };
  const {userAgentServers} = core;
  const add = userAgentServers.set.bind(userAgentServers);
  userAgentServers.set = (id, server) => {
    const {message} = server;
    if (!message.toTag) (server as UserAgentServer & {toTag: string}).toTag = randomId();
    return add(id, server);
  };
  const reply = core.replyStateless.bind(core);
  core.replyStateless = (message, options) => reply(message, {toTag: randomId(), ...options});
}

/** SIP.js makes the id of a session of its own weak tag; the session goes by what is on the wire. */
export function withStrongId(inviter: Inviter): Inviter {
  const {callId, fromTag} = inviter.request;
  const sessions = inviter.userAgent._sessions;
  const named = inviter as unknown as {_id: string};
  Reflect.deleteProperty(sessions, named._id);
  named._id = `${callId}${fromTag}`;
  sessions[named._id] = inviter;
  return inviter;
}

/** The one thing that cannot be reached through an instance; requests of other user agents keep SIP.js's branches. */
function chooseBranches(): void {
  if (choosing) return;
  choosing = true;
  const transactions = internals(ClientTransaction, 'makeId');
  const makeId = transactions.makeId as unknown as (request: OutgoingRequestMessage) => string;
  transactions.makeId = (request: OutgoingRequestMessage) =>
    ours.has(request) && request.method !== 'CANCEL' ? newBranch() : makeId(request);
}

function newBranch(): string {
  return `z9hG4bK${randomId()}`;
}
