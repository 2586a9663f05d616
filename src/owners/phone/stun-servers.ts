import {warnOnce} from '../../controllers/warn-once.js';

/** The servers that a text names, with spaces or commas between them; what cannot be used is left out, with a warning. */
export function stunServers(element: HTMLElement, text: string): RTCIceServer[] {
  return text
    .split(/[\s,]+/)
    .filter((url) => url && isUsable(element, url))
    .map((url) => ({urls: url}));
}

// One URL that RTCPeerConnection does not take would make every call fail.
function isUsable(element: HTMLElement, url: string): boolean {
  if (/^stuns?:[^\s/]+$/i.test(url)) return true;
  const why = /^turns?:/i.test(url)
    ? 'TURN needs a user name and a credential, which do not belong into markup: set the property iceServers.'
    : 'it must begin with stun: or stuns:. All others go into the property iceServers.';
  warnOnce(element, `${namedAddress(url)} in the attribute ice-servers is left out: ${why}`);
  return false;
}

/** What may be said of an address in a log: markup that is meant for the property may hold secrets. */
function namedAddress(url: string): string {
  if (!/^(turns?|https?|wss?):[^"']*$/i.test(url)) return 'what is no address of a STUN server';
  return `"${url.replace(/^([^:]*):.*@/, '$1…@').replace(/\?.*/s, '?…')}"`;
}
