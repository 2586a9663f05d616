import {md5, sha256} from '../../../src/sip/authentication/hashes.js';
import type {SipMessage} from './sip-message.js';

const HASHES: Record<string, (text: string) => string> = {MD5: md5, 'SHA-256': sha256};

/** An Authorization header field as a server reads it. */
export class DigestAnswer {
  readonly parameters: ReadonlyMap<string, string>;
  readonly #message: SipMessage;

  constructor(message: SipMessage, value: string) {
    this.#message = message;
    this.parameters = new Map(
      [...value.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name = '', quoted, bare]) => [
        name,
        quoted ?? bare ?? '',
      ]),
    );
  }

  get(name: string): string {
    return this.parameters.get(name) ?? '';
  }

  /** Whether it was made with this password, by RFC 7616 section 3.4. */
  isBy(password: string): boolean {
    const {method, startLine, body} = this.#message;
    const [name = '', session] = this.get('algorithm').split('-sess');
    const hash = HASHES[name.toUpperCase()]!;
    const user = hash(`${this.get('username')}:${this.get('realm')}:${password}`);
    const ha1 = session === undefined ? user : hash(`${user}:${this.get('nonce')}:${this.get('cnonce')}`);
    const qop = this.get('qop');
    const uri = startLine.split(' ')[1]!;
    const ha2 = hash(`${method}:${uri}${qop === 'auth-int' ? `:${hash(body)}` : ''}`);
    const middle = qop ? `${this.get('nc')}:${this.get('cnonce')}:${qop}:` : '';
    return this.get('uri') === uri && this.get('response') === hash(`${ha1}:${this.get('nonce')}:${middle}${ha2}`);
  }
}

/** The answers that a request carries for the servers of one kind, one for each realm. */
export function answers(message: SipMessage, field: 'authorization' | 'proxy-authorization'): DigestAnswer[] {
  return message.all(field).map((value) => new DigestAnswer(message, value));
}

/** Returns the only answer; throws if there is none or more than one. */
export function answer(message: SipMessage, field: 'authorization' | 'proxy-authorization'): DigestAnswer {
  const all = answers(message, field);
  if (all.length !== 1) throw new Error(`${message.summary} has ${String(all.length)} ${field}`);
  return all[0]!;
}
