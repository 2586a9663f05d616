/** @typedef {{server: string, domain: string, users: readonly string[], kind: 'embedded' | 'external'}} DemoConfig */

/**
 * What every page is served with: nothing inline, no eval, and no string ever becomes markup or a script. `ws:` and `wss:`
 * are wide because the server may be elsewhere; a real page names its own.
 */
const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self'",
  "media-src 'self' blob: mediastream:",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/**
 * @param {string} file
 * @returns {Record<string, string>}
 */
export function pageHeaders(file) {
  return file.endsWith('.html') ? {'content-security-policy': STRICT_POLICY} : {};
}

/**
 * Pages are complete as files, written for this server on its usual port; here the values of the running one go in.
 *
 * @param {string} html
 * @param {DemoConfig} config
 */
export function fillIn(html, {server, domain, users}) {
  const people = ['alice', 'bob', 'carol'];
  return html.replace(/ws:\/\/localhost:8080\/sip|demo\.invalid|\b(?:alice|bob|carol)\b/g, (found) => {
    if (people.includes(found)) return users[people.indexOf(found)] ?? found;
    return found === 'demo.invalid' ? domain : server;
  });
}
