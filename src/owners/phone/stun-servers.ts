import {warnOnce} from '../../controllers/warn-once.js';

/** Returns the servers that a text names, with spaces or commas between them. It skips unusable ones with a warning. */
export function stunServers(element: HTMLElement, text: string): RTCIceServer[] {
  return text
    .split(/[\s,]+/)
    .filter((url) => url && isUsable(element, url))
    .map((url) => ({urls: url}));
}

// A single URL that RTCPeerConnection refuses would make every call fail.
function isUsable(element: HTMLElement, url: string): boolean {
  if (/^stuns?:[^\s/]+$/i.test(url)) return true;
  const why = /^turns?:/i.test(url)
    ? 'TURN needs a user name and a credential, which do not belong into markup: set the property iceServers.'
    : 'it must begin with stun: or stuns:. All others go into the property iceServers.';
  warnOnce(element, `${namedAddress(url)} in the attribute ice-servers is left out: ${why}`);
  return false;
}

/** Returns the part of an address that a log may show: markup that is meant for the property may hold secrets. */
function namedAddress(url: string): string {
  if (!/^(turns?|https?|wss?):[^"']*$/i.test(url)) return 'a text that is not the address of a STUN server';
  return `"${url.replace(/^([^:]*):.*@/, '$1…@').replace(/\?.*/s, '?…')}"`;
}
