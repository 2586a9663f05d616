import type {OutgoingRequestMessage} from '../sip-js.js';
import type {CredentialsScope} from '../../core/config/credentials.js';
import type {Challenge} from './challenge.js';
import type {AuthorizationField} from './nonce-cache.js';
import {isWeaker, meetsMinimum} from './protection-space.js';

/** A request of ours that was challenged. */
export interface Challenged {
  readonly field: AuthorizationField;
  readonly message: OutgoingRequestMessage;
  /** The far end has rung, so the request has passed every proxy. */
  readonly arrived: boolean;
}

/** The challenges of one server in one realm. */
interface Space {
  /** The strongest challenge that a REGISTER answered. */
  strongest: Challenge | undefined;
  /** The header fields that answered challenges to REGISTER, and to other requests outside a dialog. */
  readonly registering: Set<AuthorizationField>;
  readonly beginning: Set<AuthorizationField>;
}

const UNKNOWN =
  "the server did not ask so when the phone registered. If the realm is the server's, name it in the realms of the credentials";

/**
 * Knows which challenges come from the server. Every far end that we call can answer 401 or 407 with any realm, and
 * proxies pass that on (RFC 3261 section 22). Such a far end would get our token, or a digest to try passwords on. Only
 * a REGISTER reaches nobody but the server, so it teaches the realms; the page may name more.
 *
 * For other requests the place of the challenge counts. A proxy challenges before it passes a request on. A proxy on
 * WebSocket that stays in the path writes a Record-Route (RFC 7118), so without one the server itself is the other end.
 */
export class KnownSpaces {
  readonly #ownDomain: string;
  readonly #servers = new Map<string, Map<string, Space>>();

  /** While the phone has not registered, `ownDomain` counts as a realm of the server. */
  constructor(ownDomain: string) {
    this.#ownDomain = ownDomain;
  }

  /** Whether a server has sent a challenge that we answered. */
  has(server: string): boolean {
    return this.#servers.has(server);
  }

  /** Remembers a challenge that is being answered. */
  learn(server: string, challenge: Challenge, {field, message}: Challenged): void {
    const spaces = this.#servers.get(server) ?? new Map<string, Space>();
    const space = spaces.get(challenge.realm) ?? {
      strongest: undefined,
      registering: new Set(),
      beginning: new Set(),
    };
    this.#servers.set(server, spaces.set(challenge.realm, space));
    if (message.method === 'REGISTER') {
      space.registering.add(field);
      if (!space.strongest || isWeaker(space.strongest, challenge)) space.strongest = challenge;
    } else if (!message.toTag) space.beginning.add(field);
  }

  /** Returns why a challenge must not be answered, for the log; undefined if it may be. */
  objection(server: string, challenge: Challenge, where: Challenged, scope: CredentialsScope): string | undefined {
    const {strongest} = this.#servers.get(server)?.get(challenge.realm) ?? {};
    if (isWeaker(challenge, strongest) || !meetsMinimum(challenge, scope.minimum)) {
      return 'its algorithm is weaker than the one of the registration, or than the minimum of the credentials';
    }
    return where.message.method === 'REGISTER' ? undefined : this.#objectionOutside(server, challenge, where, scope);
  }

  /** Returns the objection to a challenge of a request other than REGISTER. */
  #objectionOutside(
    server: string,
    challenge: Challenge,
    where: Challenged,
    scope: CredentialsScope,
  ): string | undefined {
    if (where.arrived) return 'somebody has rung, so that no server asks any more';
    if (isForUserAgent(challenge, where)) return 'a token is for registrars and proxies';
    return scope.realms?.includes(challenge.realm) || this.#isKnown(server, challenge, where) ? undefined : UNKNOWN;
  }

  #isKnown(server: string, {realm}: Challenge, {field, message}: Challenged): boolean {
    const space = this.#servers.get(server)?.get(realm);
    if (message.toTag) return this.#asksInDialogs(server, space, field, message);
    return this.#asks(space, field, realm === this.#ownDomain && !this.#hasRegistered(server));
  }

  /** A proxy may challenge by 407 where the registrar challenges by 401; no server does it the other way round. */
  #asks(space: Space | undefined, field: AuthorizationField, own: boolean): boolean {
    if (!space?.registering.size && !own) return false;
    if (field === 'Proxy-Authorization') return true;
    return (own || space?.registering.has(field) === true) && !space?.beginning.has('Proxy-Authorization');
  }

  /** Inside a dialog the server challenges as it did outside. A 401 from behind a proxy may come from the far end. */
  #asksInDialogs(
    server: string,
    space: Space | undefined,
    field: AuthorizationField,
    message: OutgoingRequestMessage,
  ): boolean {
    if (space?.beginning.has(field)) return true;
    return (
      space?.registering.has(field) === true &&
      (message.getHeaders('route').length === 0 || this.#asksBehindProxy(server))
    );
  }

  #hasRegistered(server: string): boolean {
    return this.#spaces(server).some(({registering}) => registering.size > 0);
  }

  #asksBehindProxy(server: string): boolean {
    return this.#spaces(server).some(({registering}) => registering.has('Proxy-Authorization'));
  }

  #spaces(server: string): Space[] {
    return [...(this.#servers.get(server)?.values() ?? [])];
  }
}

function isForUserAgent({scheme}: Challenge, {field, message}: Challenged): boolean {
  return scheme === 'bearer' && (field === 'Authorization' || Boolean(message.toTag));
}
