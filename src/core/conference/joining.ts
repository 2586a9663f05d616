import {isEstablished} from '../call/call-machine.js';
import type {PhoneState} from '../phone/phone-state.js';

/** The most calls that a phone mixes. Each one costs the others some sound quality, and the machine some time. */
export const MOST = 3;

/** Whether a phone can join its calls, and whether they are joined. */
export interface Joining {
  /** The number of calls in conversation is one that a conference can have. */
  readonly possible: boolean;
  /** All calls in conversation are in the conference. */
  readonly joined: boolean;
}

export function joiningOf({calls, conference}: Readonly<Pick<PhoneState, 'calls' | 'conference'>>): Joining {
  const talking = calls.filter((call) => isEstablished(call.state));
  return {
    possible: talking.length > 1 && talking.length <= MOST,
    joined: talking.length > 1 && talking.every((call) => conference.includes(call.id)),
  };
}
