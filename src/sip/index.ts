/** The SIP engine of the package, on SIP.js. The page loads it when a phone first connects. */
export {createSipEngine} from './create-engine.js';
