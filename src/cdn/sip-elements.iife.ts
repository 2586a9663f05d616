// One classic script with everything but the other languages, which are classic scripts of their own.
import '../define/all.js';

export * from '../index.js';
