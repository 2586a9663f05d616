const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i;

/**
 * Whether a host belongs to the site of this page (HTML 7.1.1, "same site"): both are under one domain that somebody
 * can own, `app.example.com` and `pbx.example.com` for example, but not `a.github.io` and `b.github.io`.
 */
export function isOfThisSite(host: string): boolean {
  const {hostname} = location;
  if (host === hostname || (LOOPBACK.test(host) && LOOPBACK.test(hostname))) return true;
  const shared = sharedDomain(hostname.split('.'), host.split('.'));
  return shared !== '' && (shared === hostname || canBeOwned(shared));
}

/** Returns the last labels that two hosts share, if they are two or more. An IP address shares none. */
function sharedDomain(one: string[], other: string[]): string {
  if (/^\d*$|^\[/.test(one.at(-1) ?? '')) return '';
  let count = 0;
  while (count < Math.min(one.length, other.length) && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count < 2 ? '' : one.slice(-count).join('.');
}

/**
 * Whether somebody can own a domain. Only the browser knows the list of public suffixes, and it accepts no cookie for
 * one of them (RFC 6265 section 5.3).
 */
function canBeOwned(domain: string): boolean {
  const mark = `sip-same-site-${String(Math.random()).slice(2)}`;
  const where = `; domain=${domain}; path=/; samesite=strict`;
  // The getter and setter of the prototype: on the document, an element whose name is "cookie" would hide them.
  const write = (text: string) => Reflect.set(Document.prototype, 'cookie', text, document);
  try {
    write(`${mark}=1${where}`);
    const cookies: unknown = Reflect.get(Document.prototype, 'cookie', document);
    const isTaken = typeof cookies === 'string' && cookies.includes(mark);
    write(`${mark}=${where}; max-age=0`);
    return isTaken;
  } catch {
    return false; // A page without cookies, for example in a sandbox, knows no other host of its site.
  }
}
