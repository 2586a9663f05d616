import {LazyGroup} from '../core/lazy-group.js';
import type * as Conversation from './conversation.js';
import type * as Incoming from './incoming.js';

/** What the first INVITE of ours does not need. The engine fetches it before somebody needs it. */
export interface SipGroups {
  readonly incoming: LazyGroup<typeof Incoming>;
  readonly conversation: LazyGroup<typeof Conversation>;
}

export const SIP_GROUPS: SipGroups = {
  incoming: new LazyGroup('What registers and is called', () => import('./incoming.js')),
  conversation: new LazyGroup('What changes and repairs calls', () => import('./conversation.js')),
};
