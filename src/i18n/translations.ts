import {labels} from './en-labels.js';
import type {TermArguments, TermKey, Translation} from './translation.js';

export type {TermArguments, TermKey, TextKey, Translation} from './translation.js';

// What is missing here is in `en.ts`, which the elements import that ask for it.
let english = labels as Translation;
const registry = new Map([[english.$code, english]]);
const listeners = new Set<() => void>();

/**
 * Adds languages; the last one registered under a code wins. Elements on the page take it over at once.
 *
 * A translation from plain JavaScript may lack terms: those are English.
 */
export function registerTranslation(...translations: readonly Translation[]): void {
  for (const translation of translations) {
    registry.set(translation.$code.toLowerCase(), {...english, ...translation});
  }
  for (const listener of [...listeners]) listener();
}

/** Adds the rest of English, to languages that lack terms too. */
export function completeEnglish(en: Translation): void {
  english = en;
  for (const [code, translation] of registry) registry.set(code, {...en, ...translation});
}

/** The best translation there is: `de-AT`, else `de`, else English. */
export function translationFor(language: string): Translation {
  // "de_AT" is no language tag, but it is what many servers write.
  const subtags = language.trim().toLowerCase().replaceAll('_', '-').split('-');
  for (; subtags.length > 0; subtags.pop()) {
    const found = registry.get(subtags.join('-'));
    if (found) return found;
  }
  return english;
}

/** Every registered language, for a menu. English has only the words of buttons until `i18n/en.js` is imported. */
export function translations(): readonly Translation[] {
  return [...registry.values()];
}

/** One term of a translation, with its values filled in. */
export function termOf<K extends TermKey>(translation: Translation, key: K, ...args: TermArguments<K>): string {
  const term: string | ((...values: never[]) => string) = translation[key];
  return typeof term === 'string' ? term : term(...(args as never[]));
}

/** Told when a language was added; the returned function ends it. */
export function onTranslation(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
