// The group of what lets calls come in: REGISTER waits for it, and so does an INVITE of the far end.
export {Registration} from './registration/registration.js';
export {inboundSession} from './session/inbound.js';
