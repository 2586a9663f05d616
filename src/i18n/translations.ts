import {en} from './en.js';
import type {TermArguments, TermKey, Translation} from './translation.js';

export type {TermArguments, TermKey, TextKey, Translation} from './translation.js';

const registry = new Map<string, Translation>([[en.$code, en]]);
const listeners = new Set<() => void>();

/**
 * Adds languages; the last one registered under a code wins. Elements on the page take it over at once.
 *
 * A translation from plain JavaScript may lack terms: those are English.
 */
export function registerTranslation(...translations: readonly Translation[]): void {
  for (const translation of translations) {
    registry.set(translation.$code.toLowerCase(), {...en, ...translation});
  }
  for (const listener of [...listeners]) listener();
}

/** The best translation there is: `de-AT`, else `de`, else English. */
export function translationFor(language: string): Translation {
  // "de_AT" is no language tag, but it is what many servers write.
  const subtags = language.trim().toLowerCase().replaceAll('_', '-').split('-');
  for (; subtags.length > 0; subtags.pop()) {
    const found = registry.get(subtags.join('-'));
    if (found) return found;
  }
  return en;
}

/** Every registered language, for a menu. */
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
