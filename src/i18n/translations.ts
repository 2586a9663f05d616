import {labels} from './en-labels.js';
import type {TermArguments, TermKey, Translation} from './translation.js';

export type {TermArguments, TermKey, TextKey, Translation} from './translation.js';

// The other English terms are in `en.ts`, which the elements that need them import.
let english = labels as Translation;
const registry = new Map([[english.$code, english]]);
const listeners = new Set<() => void>();

/**
 * Adds languages. The last one registered under a code wins. Elements on the page change at once.
 *
 * If a translation written in plain JavaScript lacks terms, these are English.
 */
export function registerTranslation(...translations: readonly Translation[]): void {
  for (const translation of translations) {
    registry.set(translation.$code.toLowerCase(), {...english, ...translation});
  }
  for (const listener of [...listeners]) listener();
}

/** Adds the rest of the English terms, also to languages that lack them. */
export function completeEnglish(en: Translation): void {
  english = en;
  for (const [code, translation] of registry) registry.set(code, {...en, ...translation});
}

/** Returns the best translation for a language: for `de-AT` that, else `de`, else English. */
export function translationFor(language: string): Translation {
  // "de_AT" is no language tag, but it is what many servers write.
  const subtags = language.trim().toLowerCase().replaceAll('_', '-').split('-');
  for (; subtags.length > 0; subtags.pop()) {
    const found = registry.get(subtags.join('-'));
    if (found) return found;
  }
  return english;
}

/** All registered languages, for a menu. English has only the labels of buttons until `i18n/en.js` is imported. */
export function translations(): readonly Translation[] {
  return [...registry.values()];
}

/** Returns a term of a translation, with its values filled in. */
export function termOf<K extends TermKey>(translation: Translation, key: K, ...args: TermArguments<K>): string {
  const term: string | ((...values: never[]) => string) = translation[key];
  return typeof term === 'string' ? term : term(...(args as never[]));
}

/** Calls back when a language is added. The returned function ends that. */
export function onTranslation(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
