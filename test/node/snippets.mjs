/** Turns the code of our documents into a program that TypeScript checks against the built package. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

export const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const read = (path) => readFileSync(join(PROJECT, path), 'utf8');

/** Returns the fenced blocks of one language. */
export function blocks(markdown, language) {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code]) =>
    name === language ? [code] : [],
  );
}

/** Returns the code in backticks outside of fenced blocks; in a table of two columns only that of the right one. */
export function spans(markdown) {
  const lines = markdown.replace(/^```[\s\S]*?^```$/gm, '').split('\n');
  const ours = lines.map((line) => {
    const cells = line.replaceAll('\\|', '¦').split('|');
    return cells.length === 4 ? cells[2] : cells.join(' ');
  });
  const found = ours.join('\n').matchAll(/`([^`]+)`/g);
  return [...new Set([...found].map(([, span]) => span.replaceAll('¦', '|').replace(/\s+/g, ' ')))];
}

/**
 * Returns TypeScript's errors for files that exist only in memory, in the package's root: the package imports itself by
 * name.
 * @param {Record<string, string>} files
 * @param {ts.CompilerOptions} [options]
 * @returns {string[]}
 */
export function problems(files, options = {}) {
  const known = new Map(Object.entries(files).map(([name, text]) => [join(PROJECT, name), text]));
  const settings = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowJs: true,
    checkJs: true,
    ...options,
  };
  const host = ts.createCompilerHost(settings);
  const {fileExists, readFile, getSourceFile} = host;
  host.fileExists = (path) => known.has(path) || fileExists(path);
  host.readFile = (path) => known.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) =>
    known.has(path) ? ts.createSourceFile(path, known.get(path), ...rest) : getSourceFile(path, ...rest);
  const program = ts.createProgram([...known.keys()], settings, host);
  return ts.getPreEmitDiagnostics(program).map(({file, start = 0, messageText}) => {
    const line = file?.text.slice(0, start).split('\n').length ?? 1;
    const code = file?.text.split('\n')[line - 1]?.trim() ?? '';
    return `${code}  ← ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
