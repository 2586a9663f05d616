import type {SipEngineFactory} from '../core/engine/sip-engine.js';
import {sipEngineFactory} from './create-engine.js';
import {SIP_GROUPS} from './groups.js';

/**
 * The SIP engine of the package, on SIP.js. The page loads it when a phone first connects. Its type names nothing of SIP.js,
 * so that a page with TypeScript needs no types of SIP.js.
 */
export const createSipEngine: SipEngineFactory = sipEngineFactory(SIP_GROUPS);
