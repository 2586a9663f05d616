import {callPlaced, classic, control, everything, headlessCall, phoneUsable} from './pages.mjs';

/**
 * What a person waits for, and what it may weigh: kB (1000 bytes) of scripts after gzip. `aim` is what the design wants;
 * where it is not reached yet, `limit` is what is reached and 3 %.
 *
 * @typedef {{name: string, aim: number, limit: number, markup: string, without?: RegExp, until: (visit: import('./visit.mjs').Visit) => Promise<void>}} Line
 * @type {readonly Line[]}
 */
export const LINES = [
  {name: 'one control beside an existing phone', aim: 11, limit: 12.6, ...control},
  {name: '<sip-phone> can be used', aim: 43, limit: 55.1, ...phoneUsable},
  {name: 'its first call is placed, with its face', aim: 90, limit: 119.7, ...callPlaced},
  {name: 'the same without a face', aim: 57, limit: 83.1, ...headlessCall},
  {name: 'everything, after idle', aim: 130, limit: 152.0, ...everything},
  {name: 'the classic file, everything', aim: 119, limit: 141.3, ...classic},
];
