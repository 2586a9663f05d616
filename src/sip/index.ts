/** The SIP engine of the package, on SIP.js. Loaded when a phone first connects. */
export {createSipEngine} from './engine.js';
