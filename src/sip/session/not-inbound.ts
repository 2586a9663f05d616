import {SipError} from '../../core/errors.js';
import type {Beginning} from './beginning.js';

const refuse = () => Promise.reject(new SipError('invalid-state', 'Only an inbound call can be answered.'));

/** What is asked of an inbound call only, as every other beginning of a session answers it. */
export const NOT_INBOUND: Readonly<Pick<Beginning, 'ring' | 'progress' | 'accept'>> = Object.freeze({
  ring: () => undefined,
  progress: refuse,
  accept: refuse,
});
