// A minifier does not change Lit's templates, because they are strings. Their line breaks and comments would reach
// every page.
import {replaceAll, visit} from './syntax.mjs';

const QUOTED_OR_COMMENT = /("[^"]*"|'[^']*')|\/\*[^]*?\*\//g;

/** Removes white space and comments without a meaning from `css`, `html` and `svg` templates. */
export function denseTemplates() {
  return {
    name: 'dense-templates',
    transform(code, id) {
      if (!/\/dist\/(elements|styles)\//.test(id.replaceAll('\\', '/'))) return null;
      const texts = [];
      visit(this.parse(code), ({type, tag, quasi}) => {
        const dense = type === 'TaggedTemplateExpression' && DENSE[tag.name];
        if (!dense) return;
        for (const {start, end} of quasi.quasis) texts.push({start, end, text: dense(code.slice(start, end))});
      });
      return {code: replaceAll(code, texts), map: null};
    },
  };
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
