// SIP.js as the package has it.
import {replaceAll, visit} from './syntax.mjs';

const refuse = `{throw new Error('This build of SIP.js is without it')}`;

/** Parts that SIP.js's core imports, and that nothing runs. */
const UNUSED = {
  // `src/sip/messages/grammar.ts` takes its place.
  'grammar/grammar.js': 'export const Grammar = {parse: () => -1};',
  // We subscribe to nothing; the subscription that a REFER makes is none of these.
  'core/user-agents/subscribe-user-agent-client.js': `export class SubscribeUserAgentClient {constructor() ${refuse}}`,
};

/** What is in the place of methods that something of ours replaces, or that only those call. */
const REPLACED = {
  // `src/sip/authentication/` answers challenges. Without credentials of SIP.js's own this is what it comes to.
  'core/user-agents/user-agent-client.js': {authenticationGuard: '{return true;}'},
  // `src/sip/messages/uri-grammar.ts` writes addresses.
  'grammar/uri.js': {_toString: refuse, escapeUser: refuse},
};

/** The path inside SIP.js, or `''`. */
const partOf = (id) => /\/sip\.js\/lib\/(.*)$/.exec(id.replaceAll('\\', '/'))?.[1] ?? '';

/** SIP.js without what nothing runs, and without its sentences, which are for its own developers. */
export function leanSipJs() {
  return {
    name: 'lean-sip-js',
    load: (id) => UNUSED[partOf(id)] ?? null,
    transform(code, id) {
      if (!partOf(id) || UNUSED[partOf(id)]) return null;
      const tree = this.parse(code);
      const said = [...texts(tree), ...sentences(tree), ...steps(tree), ...unsent(tree)];
      return {code: replaceAll(code, outermost([...replaced(tree, REPLACED[partOf(id)]), ...said])), map: null};
    },
  };
}

/** Methods by their names, with another body. */
function replaced(tree, bodies = {}) {
  const places = [];
  visit(tree, ({type, key, value}) => {
    if (type === 'MethodDefinition' && Object.hasOwn(bodies, key.name))
      places.push({...value.body, text: bodies[key.name]});
  });
  const lost = Object.keys(bodies).length - places.length;
  if (lost > 0) throw new Error(`SIP.js has changed: ${lost} methods are gone`);
  return places.map(({start, end, text}) => ({start, end, text}));
}

/** What an error of SIP.js says to whoever develops SIP.js: the trace says where it was. Nothing reads it, and nothing sends it. */
function texts(tree) {
  const places = [];
  visit(tree, ({type, callee, arguments: [text, ...others] = []}) => {
    const error = type === 'NewExpression' && /(Error|Exception)$/.test(callee.name ?? '');
    if (error && others.length === 0 && isText(text)) places.push({start: text.start, end: text.end, text: ''});
  });
  return places;
}

/** `let message = 'A sentence.'`, and what is added to it, for an error or for the console. */
function sentences(tree) {
  const names = new Set();
  const places = [];
  visit(tree, ({type, id, init}) => {
    if (type !== 'VariableDeclarator' || !isSentence(init)) return;
    names.add(id.name);
    places.push({start: init.start, end: init.end, text: "''"});
  });
  visit(tree, ({type, expression, start, end}) => {
    if (type !== 'ExpressionStatement') return;
    const {type: kind, operator, left, right, callee, arguments: [first] = []} = expression;
    const added = kind === 'AssignmentExpression' && operator === '+=' && names.has(left.name) && isSentence(right);
    const told = kind === 'CallExpression' && callee.object?.property?.name === 'logger' && names.has(first?.name);
    if (added || told) places.push({start, end, text: ';'});
  });
  return places;
}

/** `this.logger.debug(…)`, `.log(…)` and fixed warnings: the steps of SIP.js itself, next to the messages that they lead to. */
function steps(tree) {
  const calls = [];
  visit(tree, ({type, expression, start, end}) => {
    const callee = type === 'ExpressionStatement' && expression.type === 'CallExpression' && expression.callee;
    if (!callee || callee.object?.property?.name !== 'logger') return;
    if (/^(debug|log)$/.test(callee.property.name) || isText(expression.arguments[0])) {
      calls.push({start, end, text: ';'});
    }
  });
  return calls;
}

/** What could not be sent is logged by its reason; which of the messages it was, the trace says. */
function unsent(tree) {
  const places = [];
  visit(tree, ({type, key, value, callee, arguments: [, text] = []}) => {
    if (type === 'MethodDefinition' && key.name === 'logTransportError') {
      places.push({...value.body, text: '{this.logger.error(error.message);}'});
    } else if (callee?.property?.name === 'logTransportError') places.push({...text, text: "''"});
  });
  return places.map(({start, end, text}) => ({start, end, text}));
}

/** A text between quotes, or several put together, whatever else is among them. */
function isText(node) {
  if (node?.type === 'BinaryExpression') return node.operator === '+' && (isText(node.left) || isText(node.right));
  return node?.type === 'TemplateLiteral' || typeof node?.value === 'string';
}

/** A text with a space between its words, and not the beginning of a message on the wire. */
function isSentence(node) {
  if (node?.type === 'BinaryExpression') return node.operator === '+' && isSentence(node.left) && isText(node.right);
  const text = node?.type === 'TemplateLiteral' ? node.quasis[0].value.cooked : node?.value;
  return typeof text === 'string' && /^ ?[A-Z][\w().-]* \w|^ \w/.test(text);
}

/** Without those that lie inside another. */
function outermost(places) {
  return places.filter(
    (place) => !places.some((other) => other !== place && other.start <= place.start && place.end <= other.end),
  );
}
