export {FakeClock} from './fake-clock.js';
export {FakeEngine, type FakeCaller} from './fake-engine.js';
export {FakeMedia} from './fake-media.js';
export {FakeSession} from './fake-session.js';
export type {FakeSessionOptions} from './fake-session-options.js';
