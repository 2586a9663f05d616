import type {Section} from './description.js';

/** What the rules have to know besides the description. */
export interface Context {
  readonly answer: boolean;
  /** For answers: the sections of our offer, in their order. */
  readonly offered: readonly (Section | undefined)[];
  /** The same sections as the far end described them last, to the same peer connection. */
  readonly before: readonly (Section | undefined)[];
  /** The DTLS role that the far end has in each section, once it is settled. */
  readonly roles: readonly (Role | undefined)[];
  /** `opus/48000`: the codecs that we want and the browser has; undefined if nobody knows. */
  readonly codecs: (kind: 'audio' | 'video') => ReadonlySet<string> | undefined;
}

export type Role = 'active' | 'passive';
