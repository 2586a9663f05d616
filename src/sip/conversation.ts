// The group of what a call needs once it is answered: to be changed, repaired, and taken over by the next page.
export {PageChange} from './recovery/page-change.js';
export {makeConversation} from './session/conversation-parts.js';
