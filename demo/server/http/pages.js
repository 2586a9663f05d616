/** @typedef {{server: string, domain: string, users: readonly string[], kind: 'embedded' | 'external'}} DemoConfig */

/**
 * The content security policy of every page: nothing inline, no eval, and no string becomes markup or a script. It
 * allows all of `ws:` and `wss:`, because the server may be on another host. A real page names its own server.
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
 * Puts the values of the running server into a page. The pages are complete files for a server on the default port.
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
