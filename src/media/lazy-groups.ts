import {LazyGroup} from '../core/lazy-group.js';

/** Fetched with the engine, and waited for by nobody: the first tone comes with the first answer of a server. */
export const toneGroup = new LazyGroup('What makes tones', () => import('./tones.js'));

// Of one chunk: a phone that is connected has fetched it ahead.
export const mixerGroup = new LazyGroup('What mixes sound', () => import('./mixing/mixer.js'));
export const recorderGroup = new LazyGroup('What records sound', () => import('./mixing/stream-recorder.js'));
