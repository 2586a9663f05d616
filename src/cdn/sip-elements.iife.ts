// One classic script with everything except the other languages. Each of these is a classic script of its own.
import '../define/all.js';

export * from '../index.js';
