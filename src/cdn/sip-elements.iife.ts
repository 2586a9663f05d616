// One classic script with everything in it, languages too: it has no registry that a second file could add them to.
import '../define/all.js';
import '../i18n/de.js';
import '../i18n/he.js';

export * from '../index.js';
