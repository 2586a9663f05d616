import {LazyGroup} from '../core/lazy-group.js';
import type * as Incoming from './incoming.js';

/** What the first INVITE of ours does not need. The engine fetches it before somebody needs it. */
export interface SipGroups {
  readonly incoming: LazyGroup<typeof Incoming>;
}

export const SIP_GROUPS: SipGroups = {
  incoming: new LazyGroup('What registers and is called', () => import('./incoming.js')),
};
