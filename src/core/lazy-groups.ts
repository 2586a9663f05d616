import type * as conversation from './lazy/conversation.js';
import {LazyGroup} from './lazy-group.js';
import type {LazyPart} from './lazy-part.js';

/** The tools of a conversation: fetched when the phone is connected, and at the latest when a call is on its way. */
export const conversationGroup = new LazyGroup('What a conversation needs', () => import('./lazy/conversation.js'));

/** An object of that group. */
export type ConversationPart<Part> = LazyPart<typeof conversation, Part>;
