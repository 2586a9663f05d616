// The group of what a call needs once it is answered: to be changed, repaired, and taken over by the next page.
export {PageChange} from './recovery/page-change.js';
export {makeConversation} from './session/conversation-parts.js';
// Bundlers that do not see that the engine is there already would cut it in two, into what this group needs and the rest.
export {createSipEngine} from './create-engine.js';
