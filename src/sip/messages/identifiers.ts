import {ClientTransaction, type OutgoingRequestMessage, type UserAgentCore} from '../sip-js.js';
import {randomId} from '../../core/id.js';
import {chooseBranches, setTag} from '../patches.js';
import {routed} from './strict-routing.js';

/**
 * Stands for the tag of a far end without a tag. A far end that follows RFC 2543 needs none (RFC 3261 section 12.1.2),
 * but SIP.js does. In the messages that we send the tag is empty.
 */
export const NO_TAG = '(none)';

/** Requests whose branch is ours to choose. */
const ours = new WeakSet();
let choosing = false;

/**
 * Gives messages Call-IDs, tags and branches that nobody can guess (RFC 3261 sections 8.1.1.4, 8.1.1.7 and 19.3).
 * SIP.js makes them with `Math.random()`: from a few of its values, all later ones can be computed. `sending` gets each
 * request before it is written.
 */
export function useStrongIdentifiers(core: UserAgentCore, sending: (message: OutgoingRequestMessage) => void): void {
  chooseOurBranches();
  const make = core.makeOutgoingRequestMessage.bind(core);
  core.makeOutgoingRequestMessage = (...parts) => {
    const [method, target, from, to, options, ...rest] = parts;
    const initial = method === 'INVITE' && !options.toTag;
    // The prefix of the Call-ID shows that a request which comes back is our own (RFC 3261 section 8.2.2.2).
    const {callId = core.configuration.sipjsId + randomId(), fromTag = randomId()} = options;
    const toTag = options.toTag === NO_TAG ? '' : (options.toTag ?? '');
    const identifiers = {callId, fromTag: initial ? randomId() : fromTag, toTag};
    // A CANCEL goes the way of its INVITE, from which SIP.js copies it.
    const route = method === 'CANCEL' ? [] : (options.routeSet ?? core.configuration.routeSet);
    const {ruri, routeSet} = routed(target, route);
    const message = make(method, ruri, from, to, {...options, ...identifiers, routeSet}, ...rest);
    Object.assign(message, {toTag: options.toTag});
    // SIP.js writes all that it finds in it, also what the page has added to every object.
    Object.setPrototypeOf(message.headers, null);
    ours.add(message);
    // All routes are in one field, because SIP.js copies only the first field into the ACK to a refusal (RFC 3261
    // section 17.1.1.3).
    const routes = message.getHeaders('route');
    if (routes[1]) message.setHeader('route', routes.join());
    const stamp = message.setViaHeader.bind(message);
    message.setViaHeader = (branch, transport) => {
      sending(message);
      // The ACK to a 2xx is the one request for which SIP.js does not ask `chooseOurBranches()`.
      stamp(method === 'ACK' ? newBranch() : branch, transport);
    };
    return message;
  };
  const {userAgentServers} = core;
  const add = userAgentServers.set.bind(userAgentServers);
  userAgentServers.set = (id, server) => {
    const {message} = server;
    if (!message.toTag) setTag(server, randomId());
    return add(id, server);
  };
  const reply = core.replyStateless.bind(core);
  core.replyStateless = (message, options) => reply(message, {toTag: randomId(), ...options});
}

/** Chooses the branches of our requests. Requests of other user agents in the page keep SIP.js's. */
function chooseOurBranches(): void {
  if (choosing) return;
  choosing = true;
  chooseBranches(
    ClientTransaction,
    (make) => (request) => (ours.has(request) && request.method !== 'CANCEL' ? newBranch() : make(request)),
  );
}

function newBranch(): string {
  return `z9hG4bK${randomId()}`;
}
