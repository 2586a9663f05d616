/** Calls `look` with every node of a syntax tree. */
export function visit(node, look) {
  if (typeof node?.type === 'string') look(node);
  for (const child of Object.values(node)) if (child && typeof child === 'object') visit(child, look);
}

/**
 * Replaces parts of a text.
 *
 * @param {string} code
 * @param {{start: number, end: number, text: string}[]} places - The parts, in any order; they must not overlap.
 */
export function replaceAll(code, places) {
  let result = '';
  let done = 0;
  for (const {start, end, text} of [...places].sort((a, b) => a.start - b.start)) {
    result += code.slice(done, start) + text;
    done = end;
  }
  return result + code.slice(done);
}
