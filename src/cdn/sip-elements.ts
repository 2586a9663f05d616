// One module script: every tag. SIP.js and browser media stay chunks of their own, loaded by the first phone.
import '../define/all.js';

export * from '../index.js';
