import {makeResponse, parseUri, userOf} from './message.js';

/** @import {Request, Response, Address} from './message.js' */
/** @import {Flow} from './flow.js' */

const DEFAULT_EXPIRES = 600;
const MAX_EXPIRES = 3600;
const MIN_EXPIRES = 10;
/** The limit for one user: enough for many browser tabs, and not too many for the server. */
const MAX_CONTACTS = 10;

/**
 * One contact of one user.
 *
 * @typedef {{user: string, contact: Address, key: string, flow: Flow, expires: number, order: number}} Binding
 */

/** @typedef {'registered' | 'refreshed' | 'unregistered' | 'queried' | 'refused'} RegisterEvent */

/** Keeps the contacts of users (RFC 3261 section 10.3). It does not check passwords: its callers do that first. */
export class Registrar {
  /** @type {Map<string, Binding>} */
  #bindings = new Map();
  #order = 0;
  #now;

  /** @param {() => number} [now] */
  constructor(now = Date.now) {
    this.#now = now;
  }

  /**
   * Carries out a REGISTER of an authenticated user.
   *
   * @param {Request} request
   * @param {string} user
   * @param {Flow} flow
   * @returns {{response: Response, event: RegisterEvent, expires: number}}
   */
  register(request, user, flow) {
    const contacts = request.headers.contact ?? [];
    const fallback = seconds(request.headers['expires']) ?? DEFAULT_EXPIRES;
    if (contacts.some(({uri}) => uri === '*')) return this.#removeAll(request, user, contacts, fallback);

    const wanted = contacts.map((contact) => ({contact, expires: seconds(contact.params['expires']) ?? fallback}));
    if (wanted.some(({expires}) => expires > 0 && expires < MIN_EXPIRES)) {
      const headers = {'min-expires': String(MIN_EXPIRES)};
      return {response: makeResponse(request, 423, 'Interval Too Brief', {headers}), event: 'refused', expires: 0};
    }
    const known = this.find(user)?.flow === flow;
    for (const {contact, expires} of wanted) this.#bind(user, contact, flow, Math.min(expires, MAX_EXPIRES));
    const longest = Math.min(MAX_EXPIRES, Math.max(0, ...wanted.map(({expires}) => expires)));
    return {response: this.#ok(request, user), event: eventOf(wanted.length, longest, known), expires: longest};
  }

  /**
   * Returns the newest valid contact of a user.
   *
   * @param {string} user
   * @returns {Binding | undefined}
   */
  find(user) {
    return this.#living((binding) => binding.user === user).at(-1);
  }

  /**
   * Returns the binding of a contact address, for requests that are sent to that address.
   *
   * @param {string} uri
   * @returns {Binding | undefined}
   */
  findContact(uri) {
    const wanted = contactKey(uri);
    return wanted ? this.#living((binding) => contactKey(binding.contact.uri) === wanted).at(-1) : undefined;
  }

  /**
   * Removes every binding of a closed connection.
   *
   * @param {Flow} flow
   * @returns {string[]} the users that have no contact any more
   */
  removeFlow(flow) {
    const gone = [...this.#bindings.values()].filter((binding) => binding.flow === flow);
    for (const {key} of gone) this.#bindings.delete(key);
    return [...new Set(gone.map(({user}) => user))].filter((user) => !this.find(user));
  }

  /**
   * Returns the valid bindings, oldest first. Bindings of a closing connection are not returned, but stay until
   * `removeFlow`, which reports their users.
   *
   * @param {(binding: Binding) => boolean} matches
   */
  #living(matches) {
    const now = this.#now();
    for (const [key, {expires}] of this.#bindings) if (expires <= now) this.#bindings.delete(key);
    const open = [...this.#bindings.values()].filter(({flow}) => flow.open);
    return open.filter(matches).sort((a, b) => a.order - b.order);
  }

  /**
   * @param {string} user
   * @param {Address} contact
   * @param {Flow} flow
   * @param {number} expires
   */
  #bind(user, contact, flow, expires) {
    // RFC 5626 section 6: a binding replaces one with the same instance and reg-id, even with another address.
    const instance = contact.params['+sip.instance'];
    const key = `${user} ${instance ? `${instance} ${contact.params['reg-id'] ?? ''}` : contact.uri}`;
    if (expires === 0) this.#bindings.delete(key);
    else {
      const binding = {user, contact, key, flow, expires: this.#now() + expires * 1000, order: ++this.#order};
      this.#bindings.set(key, binding);
      this.#dropOldest(user);
    }
  }

  /** @param {string} user */
  #dropOldest(user) {
    const own = [...this.#bindings.values()].filter((binding) => binding.user === user);
    const oldest = own.sort((a, b) => b.order - a.order).slice(MAX_CONTACTS);
    for (const {key} of oldest) this.#bindings.delete(key);
  }

  /**
   * Handles `Contact: *`, which removes all bindings of the user.
   *
   * @param {Request} request
   * @param {string} user
   * @param {Address[]} contacts
   * @param {number} expires
   * @returns {ReturnType<Registrar['register']>}
   */
  #removeAll(request, user, contacts, expires) {
    if (expires !== 0 || contacts.length !== 1) {
      return {response: makeResponse(request, 400, 'Contact * Needs Expires 0'), event: 'refused', expires: 0};
    }
    for (const [key, binding] of this.#bindings) if (binding.user === user) this.#bindings.delete(key);
    return {response: this.#ok(request, user), event: 'unregistered', expires: 0};
  }

  /**
   * @param {Request} request
   * @param {string} user
   */
  #ok(request, user) {
    const now = this.#now();
    const contact = this.#living((binding) => binding.user === user).map((binding) => ({
      ...binding.contact,
      params: {...binding.contact.params, expires: String(Math.ceil((binding.expires - now) / 1000))},
    }));
    return makeResponse(request, 200, 'OK', {headers: contact.length > 0 ? {contact} : {}});
  }
}

/**
 * @param {number} contacts
 * @param {number} expires
 * @param {boolean} known
 * @returns {RegisterEvent}
 */
function eventOf(contacts, expires, known) {
  if (contacts === 0) return 'queried';
  if (expires === 0) return 'unregistered';
  return known ? 'refreshed' : 'registered';
}

/** @param {unknown} text */
function seconds(text) {
  return typeof text === 'string' && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

/** @param {string} uri */
function contactKey(uri) {
  const parsed = parseUri(uri);
  return parsed ? `${userOf(parsed)}@${parsed.host.toLowerCase()}:${parsed.port || ''}` : '';
}
