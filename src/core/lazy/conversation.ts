// What is used only once somebody has answered, or chooses devices. `lazy-groups.ts` says when it is fetched, and
// `.dependency-cruiser.cjs` that nobody imports it before.
export {Conversation} from '../call/conversation.js';
export {Conference} from '../conference/conference.js';
export {Devices} from '../devices/devices.js';
