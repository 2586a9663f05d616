// The group of what lets calls come in: REGISTER waits for it, and so does an INVITE of the far end.
export {Registration} from './registration/registration.js';
export {inboundSession} from './session/inbound.js';
// Bundlers that do not see that the engine is there already would cut it in two, into what this group needs and the rest.
export {createSipEngine} from './create-engine.js';
