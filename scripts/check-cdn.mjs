// Checks what a page with a strict policy needs of `cdn/`: the folder is complete, no string becomes code or inline
// style, and the hashes are right. No chunk imports the entry: if a page loads the entry with a query, it would run
// twice.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';
import {parseAst} from 'rollup/parseAst';
import {sri} from './lib/rollup-plugins.mjs';

const FOLDER = 'cdn';
const ENTRIES = ['autoloader.js', 'headless.js', 'sip-elements.js', 'sip-elements.iife.js'];
const problems = [];

const scripts = readdirSync(FOLDER, {recursive: true})
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.js'));
for (const entry of ENTRIES.filter((name) => !scripts.includes(name))) problems.push(`${entry} is missing`);
for (const script of scripts) checkScript(script);
checkIntegrity();
if (!/^(\/\*!.*\*\/)?var SipElements=/m.test(read('sip-elements.iife.js')))
  problems.push('sip-elements.iife.js makes no SipElements');

for (const problem of problems) console.error(problem);
console.log(`${scripts.length} scripts, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function read(file) {
  return readFileSync(join(FOLDER, file), 'utf8');
}

function checkScript(script) {
  const classic = script.endsWith('.iife.js');
  for (const node of nodesOf(parseAst(read(script)))) {
    const problem =
      (classic ? moduleSyntax(node) : importProblem(node, script)) ?? codeProblem(node) ?? styleProblem(node);
    if (problem) problems.push(`${script}: ${problem}`);
  }
}

function moduleSyntax({type, meta}) {
  return /^(Import|Export)/.test(type) || meta?.name === 'import' ? `a classic script has ${type}` : undefined;
}

function importProblem(node, script) {
  if (!/^(Import|Export\w+)(Declaration|Expression)$/.test(node.type) || !node.source) return undefined;
  const specifier = node.source.value;
  if (typeof specifier !== 'string') return 'an import whose address is computed';
  if (!/^\.\.?\//.test(specifier)) return `imports ${specifier}, which a browser cannot find`;
  const target = normalize(join(dirname(script), specifier)).replaceAll('\\', '/');
  if (ENTRIES.includes(target)) return `imports the entry ${target}`;
  return existsSync(join(FOLDER, target)) ? undefined : `imports ${specifier}, which is not there`;
}

/** Finds code that `script-src 'self'` and Trusted Types refuse. */
function codeProblem(node) {
  const called = node.type === 'CallExpression' || node.type === 'NewExpression' ? node.callee : undefined;
  if (called?.type === 'Identifier' && ['eval', 'Function'].includes(called.name)) return `calls ${called.name}()`;
  const [first] = node.arguments ?? [];
  const timer = called?.type === 'Identifier' && /^set(Timeout|Interval)$/.test(called.name);
  return timer && first?.type === 'Literal' ? `calls ${called.name}() with a text` : undefined;
}

/** Finds styles that `style-src 'self'` refuses. A style attribute with a binding is allowed: Lit sets it by script. */
function styleProblem(node) {
  const text = node.type === 'TemplateElement' ? node.value.cooked : node.type === 'Literal' ? node.value : undefined;
  if (typeof text !== 'string') return undefined;
  const found = /<style[\s>]|<[a-z][^>]*\sstyle\s*=\s*["'][^"']/i.exec(text)?.[0];
  return found ? `has an inline style: ${found}` : undefined;
}

function* nodesOf(node) {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child?.type === 'string') yield* nodesOf(child);
  }
}

function checkIntegrity() {
  const hashes = JSON.parse(read('integrity.json'));
  for (const script of scripts) {
    if (hashes[script] !== sri(readFileSync(join(FOLDER, script)))) problems.push(`integrity.json: ${script} differs`);
  }
  for (const file of Object.keys(hashes)) if (!scripts.includes(file)) problems.push(`integrity.json: no ${file}`);
}
