// One module script with every tag. SIP.js and the browser's media are separate chunks, which the first phone loads.
import '../define/all.js';

export * from '../index.js';
