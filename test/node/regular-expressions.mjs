// Finds the regular expressions of a source file, and makes strings on which a bad one takes long.
import {readdirSync, readFileSync} from 'node:fs';
import {RegExpParser, visitRegExpAST} from '@eslint-community/regexpp';
import ts from 'typescript';

/** @returns {string[]} the paths of all source files below a folder */
export function sourceFiles(folder) {
  return readdirSync(folder, {recursive: true})
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ts|js)$/.test(path));
}

/**
 * Returns every regular expression in a file, and the source text of those that are built only at run time.
 *
 * @param {string} path
 * @returns {{patterns: RegExp[], dynamic: string[]}}
 */
export function regularExpressions(path) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const constants = new Map();
  const patterns = [];
  const dynamic = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node)) constants.set(node.name.getText(), textOf(node.initializer, constants));
    if (ts.isRegularExpressionLiteral(node)) patterns.push(readLiteral(node.text));
    if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
      const [source, flags] = (node.arguments ?? []).map((argument) => textOf(argument, constants));
      if (source === undefined) dynamic.push(node.getText());
      else patterns.push(new RegExp(source, flags));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {patterns, dynamic};
}

function readLiteral(text) {
  const end = text.lastIndexOf('/');
  return new RegExp(text.slice(1, end), text.slice(end + 1));
}

/** Returns the value of an expression of constant strings. */
function textOf(node, constants) {
  if (!node) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text);
  if (!ts.isTemplateExpression(node)) return undefined;
  const values = node.templateSpans.map(({expression}) => textOf(expression, constants));
  if (values.includes(undefined)) return undefined;
  return node.templateSpans.reduce((text, {literal}, index) => text + values[index] + literal.text, node.head.text);
}

/** One character of each kind that a character class may treat differently. */
const CHARACTERS = [...'aZ0 \t\r\n"\'<>[](){};,:=@?&%\\/.-+_~#*$|^!`', '\u00a0', '\u2028', 'é', '\u0000'];
/** How many characters of a class, how many following parts, and how many ends are tried. */
const THOROUGH = {units: 5, neighbours: 2, ends: 5};
const BRIEF = {units: 1, neighbours: 1, ends: 2};

/**
 * Returns inputs for a pattern, each as a function of its length. Each repeats the texts that a repeated part matches,
 * after the text that leads to this part; it also repeats two neighbours, alternating or one after the other; and it
 * repeats all of this. The end never fits.
 *
 * @param {RegExp} pattern
 * @param {boolean} [brief] only the most important ones
 * @returns {((length: number) => string)[]}
 */
export function inputsFor({source, flags}, brief = false) {
  const effort = brief ? BRIEF : THOROUGH;
  const plain = flags.replace(/[gym]/g, '');
  const tree = new RegExpParser().parsePattern(source, 0, source.length, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  });
  const characters = (node) => {
    if (node.type === 'Character') return [String.fromCodePoint(node.value)];
    const one = new RegExp(`^(?:${node.raw})$`, plain);
    return CHARACTERS.filter((character) => one.test(character));
  };
  /** Returns the shortest texts that a part matches, or some of them. */
  const samples = (node) => {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return spread(characters(node), effort.units);
      case 'Group':
      case 'CapturingGroup':
        return node.alternatives.flatMap((alternative) => samples(alternative).slice(0, 2));
      case 'Alternative':
        return [node.elements.map((element) => samples(element)[0] ?? '').join('')];
      case 'Quantifier':
        return samples(node.element).map((text) => text.repeat(Math.max(1, node.min)));
      default:
        return [''];
    }
  };
  /** Returns a text that leads to a part. */
  const before = (node) => {
    const {parent} = node;
    if (!parent) return '';
    if (parent.type !== 'Alternative') return before(parent);
    const earlier = parent.elements.slice(0, parent.elements.indexOf(node));
    return before(parent) + earlier.map((element) => samples(element)[0] ?? '').join('');
  };
  const repeated = [];
  const single = [];
  visitRegExpAST(tree, {
    onQuantifierEnter: (node) => {
      if (node.max === Infinity) repeated.push(node);
    },
    onCharacterEnter: (node) => single.push(node),
    onCharacterSetEnter: (node) => single.push(node),
    onCharacterClassEnter: (node) => single.push(node),
  });
  const made = [];
  const add = (make, end) => made.push((length) => make(length) + end);
  for (const [index, node] of repeated.entries()) {
    const [start, units] = [before(node), samples(node.element).filter(Boolean)];
    const neighbours = repeated.slice(index + 1, index + 1 + effort.neighbours).map(({element}) => element);
    const others = neighbours.flatMap((other) => spread(samples(other), 2));
    const strangers = [node.element, ...neighbours].map((part) => strangerTo(part, characters));
    const [stranger] = strangers;
    const ends = new Set(['', strangers.join(''), '\u0000', stranger, stranger + strangers.at(-1)]);
    for (const end of [...ends].slice(0, effort.ends)) {
      for (const unit of units) {
        add((length) => start + run(unit, length), end);
        add((length) => run(unit, length), end);
        add((length) => run(start + unit, length), end);
        for (const other of others) {
          add((length) => start + run(unit + other, length), end);
          add((length) => start + run(unit, length / 2) + run(other, length / 2), end);
        }
      }
    }
  }
  for (const node of single) {
    for (const unit of spread(characters(node), 2)) {
      for (const end of ['', '@', '\u0000', '\nx'].slice(0, effort.ends)) add((length) => run(unit, length), end);
    }
  }
  for (const unit of samples(tree.alternatives[0]).filter(Boolean)) add((length) => run(unit, length), '');
  return [...new Map(made.map((make) => [make(64), make])).values()];
}

/** Returns items that are spread over a list. */
function spread(list, count) {
  const step = Math.max(1, list.length / count);
  return Array.from({length: Math.min(count, list.length)}, (_, index) => list[Math.floor(index * step)]);
}

/** Returns a character that a repeated part does not match, so that the next part must match it. */
function strangerTo(node, characters) {
  if (!['Character', 'CharacterSet', 'CharacterClass'].includes(node.type)) return '\nx';
  const known = new Set(characters(node));
  return CHARACTERS.find((character) => !known.has(character)) ?? '';
}

export function run(unit, length) {
  return unit.repeat(Math.ceil(length / unit.length));
}
