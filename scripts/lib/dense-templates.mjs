// A minifier does not change Lit's templates, because they are strings. Their line breaks and comments would reach
// every page, also through a bundler.
import {parseAst} from 'rollup/parseAst';
import {replaceAll, visit} from './syntax.mjs';

const QUOTED_OR_COMMENT = /("[^"]*"|'[^']*')|\/\*[^]*?\*\//g;

/**
 * Removes white space and comments without a meaning from `css`, `html` and `svg` templates. Line breaks move out of the
 * texts and into the code behind them, so that every line of code keeps its number and source maps stay right.
 *
 * @param {string} code
 */
export function denseTemplates(code) {
  const places = [];
  visit(parseAst(code), ({type, tag, quasi}) => {
    const dense = type === 'TaggedTemplateExpression' && DENSE[tag.name];
    if (!dense) return;
    for (const {start, end, tail} of quasi.quasis) {
      const text = code.slice(start, end);
      const breaks = text.replace(/[^\n]/g, '');
      // Behind the text there is either a backtick or the `${` of an expression.
      places.push({start, end: end + (tail ? 1 : 2), text: `${dense(text)}${tail ? '`' : '${'}${breaks}`});
    }
  });
  return replaceAll(code, places);
}

const DENSE = {css: denseCss, html: denseMarkup, svg: denseMarkup};

/** @param {string} text - A style sheet, or the part of one between two values. */
export function denseCss(text) {
  const strings = [];
  return text
    .replace(QUOTED_OR_COMMENT, (_, string) => (string ? `"${strings.push(string) - 1}"` : ''))
    .replace(/\s+/g, ' ')
    .replace(/ ?([{},;]) ?/g, '$1')
    .replace(/: /g, ':') // No selector has a colon before a space.
    .replace(/;}/g, '}')
    .replace(/"(\d+)"/g, (_, index) => strings[index]);
}

/**
 * Replaces white space by one space, which is visible between inline elements, and before `/>` ends an unquoted value.
 */
export function denseMarkup(text) {
  return text.replace(/\s+/g, ' ');
}
