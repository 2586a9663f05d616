import type {URI} from '../sip-js.js';
import {readNameAddr} from './name-addr-grammar.js';

/**
 * Where a request goes on its way to `target`: through a first proxy without `lr`, which knows strict routing alone, that
 * one is the Request-URI, and the target is the last of the route (RFC 3261 section 12.2.1.1).
 */
export function routed(target: URI, routeSet: readonly string[]): {ruri: URI; routeSet: string[]} {
  const [first = '', ...others] = routeSet;
  const ruri = readNameAddr(first)?.uri;
  if (!ruri || ruri.hasParam('lr')) return {ruri: target, routeSet: [...routeSet]};
  // Section 19.1.1: these have no place in a Request-URI.
  ruri.deleteParam('method');
  ruri.clearHeaders();
  return {ruri, routeSet: [...others, `<${target.toRaw()}>`]};
}
