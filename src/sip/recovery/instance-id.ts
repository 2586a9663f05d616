import type {Clock} from '../../core/clock.js';
import {readStored, store} from './storage.js';

/** The identity of a phone for registrars and far ends. It outlives its page. */
export interface Instance {
  /** The instance id of RFC 5626 section 4.1. */
  readonly id: string;
  /** A second random id, for Contact and Via, so that far ends do not learn the instance id. */
  readonly alias: string;
  /** Whether no other phone uses the id: then the data that an earlier page of this tab left under it is ours. */
  readonly exclusive: boolean;
  /** Frees the id for another phone. */
  readonly release: () => void;
}

/** How long to wait for the page before this one: during a reload it may still be closing. */
const PATIENCE = 1000;
const MAX = 8;
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ENTRY = new RegExp(`^${UUID} ${UUID}$`);

/** Ids that phones of this page use now. */
const taken = new Set<string>();

/**
 * Takes the identity of an account in this tab. With it, a registrar replaces the binding of the page before a reload
 * and does not ring both, and requests of far ends still reach us.
 *
 * It lives in `sessionStorage`, not in `localStorage`: two tabs are two instances, and with one id between them the
 * second would take the first one's binding away. A tab that is duplicated gets a copy of the storage; a lock, held for
 * as long as the phone lives, tells it that the id is in use, and it takes another.
 *
 * @param prefers - Whether an earlier page left sessions under an id; such ids are taken first.
 */
export async function takeInstance(account: string, clock: Clock, prefers: (id: string) => boolean): Promise<Instance> {
  const key = `instance.${account}`;
  const entries = (readStored(key) ?? '').split('\n').filter((entry) => ENTRY.test(entry));
  const order = (entry: string) => Number(!prefers(idOf(entry)));
  for (const entry of [...entries].sort((one, other) => order(one) - order(other))) {
    const instance = await take(entry, clock);
    if (instance) return instance;
  }
  const entry = `${newUuid()} ${newUuid()}`;
  store(key, [entry, ...entries].slice(0, MAX).join('\n'));
  return (await take(entry, clock)) ?? instanceOf(entry, false, () => undefined);
}

/** RFC 9562 version 4; `crypto.randomUUID` is missing on plain-http pages. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Takes the lock of an id; resolves with undefined if another tab has it. */
async function take(entry: string, clock: Clock): Promise<Instance | undefined> {
  const id = idOf(entry);
  if (taken.has(id)) return undefined;
  taken.add(id);
  // Missing on plain-http pages, which get no microphone either.
  const {locks} = navigator as Partial<Navigator>;
  const unlock = locks ? await lock(locks, `sip-elements.${id}`, clock) : () => undefined;
  if (unlock) return instanceOf(entry, locks !== undefined, unlock);
  taken.delete(id);
  return undefined;
}

function lock(locks: LockManager, name: string, clock: Clock): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const patience = new AbortController();
    const stop = clock.after(PATIENCE, () => patience.abort());
    const hold = () =>
      new Promise<void>((unlock) => {
        stop();
        resolve(unlock);
      });
    locks.request(name, {signal: patience.signal}, hold).catch(() => {
      // Another tab has the lock, or locks are forbidden here, for example in a sandboxed frame.
      stop();
      resolve(undefined);
    });
  });
}

function instanceOf(entry: string, exclusive: boolean, unlock: () => void): Instance {
  const [id = '', alias = ''] = entry.split(' ');
  const release = () => {
    taken.delete(id);
    unlock();
  };
  return {id, alias, exclusive, release};
}

function idOf(entry: string): string {
  return entry.slice(0, 36);
}
