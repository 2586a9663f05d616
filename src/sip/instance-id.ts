const KEY = 'sip-elements.instance';

export interface Instance {
  readonly id: string;
  /** Frees the id for another phone of this page. */
  readonly release: () => void;
}

/** Ids that phones of this page use now. */
const taken = new Set<string>();

/**
 * The instance id of RFC 5626 section 4.1: a registrar that knows it replaces the binding of the page before a reload
 * instead of ringing both.
 *
 * It lives in `sessionStorage`, not in `localStorage`: two tabs are two instances, and with one id between them the
 * second would take the first one's binding away.
 */
export function takeInstanceId(account: string): Instance {
  const kept = read(account);
  const id = kept && !taken.has(kept) ? kept : newUuid();
  taken.add(id);
  if (!kept) write(account, id);
  return {id, release: () => void taken.delete(id)};
}

/** RFC 9562 version 4; `crypto.randomUUID` is missing on plain-http pages. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function read(account: string): string | undefined {
  try {
    const value = globalThis.sessionStorage.getItem(`${KEY}.${account}`) ?? '';
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? value : undefined;
  } catch {
    return undefined; // Storage is forbidden here, in a sandboxed frame for instance: a new id each time will do.
  }
}

function write(account: string, id: string): void {
  try {
    globalThis.sessionStorage.setItem(`${KEY}.${account}`, id);
  } catch {
    // As above.
  }
}
