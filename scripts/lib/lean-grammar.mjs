// SIP.js's parser is generated from one grammar for everything that SIP knows, with an error report that SIP.js throws
// away: of 35 kB that is more than half. Here it is made again from what it consists of: the same code for the same
// rules, without the rules that nothing starts from and without the report.
import {replaceAll, visit} from './syntax.mjs';

/** What SIP.js starts from: `Grammar.parse(…)` by name, `parseHeader(…)` by the header. */
export const START_RULES = [
  'Contact',
  'Name_Addr_Header',
  'Record_Route',
  'Request_Response',
  'SIP_URI',
  'absoluteURI',
  'uuid',
  'Call_ID',
  'Content_Disposition',
  'Content_Length',
  'Content_Type',
  'CSeq',
  'Event',
  'From',
  'Max_Forwards',
  'Proxy_Authenticate',
  'Refer_To',
  'Replaces',
  'To',
  'Via',
  'WWW_Authenticate',
];

// The instructions of a parser made by Peggy for size, which has them in a table: how long each is, and which of them
// have the index of a constant or of a rule behind them.
const LENGTHS = [2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 2, 1, 3, 3, 3, 2, 3, 4, 4, 4, 2, 2, 2, 2, 1, 4, 2, 1, 1];
const WITH_CONSTANT = new Set([0, 18, 19, 20, 22, 26]);
const FAIL = 23;
const CALL = 26;
const RULE = 27;

/**
 * @param {string} code - Of SIP.js's `grammar.js`.
 * @param {object} tree - Its syntax tree.
 */
export function lean(code, tree) {
  const parse = tree.body.find((node) => node.id?.name === 'peg$parse');
  const text = ({start, end}) => code.slice(start, end);
  const statement = (name) => {
    const found = parse.body.body.find((node) => (node.id ?? node.declarations?.[0].id)?.name === name);
    if (!found) throw new Error(`SIP.js's grammar has no ${name} any more`);
    return found;
  };
  const value = (name) => statement(name).declarations[0].init;

  const constants = value('peg$consts').elements.map(text);
  const rules = value('peg$bytecode').elements.map((call) => decode(call.arguments[0].value));
  const starts = Object.fromEntries(
    value('peg$startRuleIndices').properties.map((node) => [node.key.name, node.value.value]),
  );
  const used = reach(
    rules,
    START_RULES.map((name) => starts[name]),
  );
  const bytecode = [...used.rules.keys()].map((index) => encode(renumber(rules[index], used)));
  const startIndices = START_RULES.map((name) => `${name}: ${used.rules.get(starts[name])}`);

  const interpreter = statement('peg$parseRule');
  const engine = replaceAll(
    code.slice(0, interpreter.end),
    unusedCases(
      interpreter,
      [...used.rules.keys()].map((index) => rules[index]),
    ),
  )
    .slice(interpreter.start)
    .replace(/if \(peg\$silentFails === 0\) \{[^}]*\}/, '')
    .replaceAll(/peg\$silentFails(\+\+|--);/g, '');
  const kept = [...used.constants.keys()].map((index) =>
    constants[index]
      .replaceAll('location().start.offset', 'peg$savedPos')
      .replaceAll('options = options || { data: {} };', ''),
  );
  if (/peg\$(fail|silentFails|\w+Expectation)|\b(location|error|expected)\(/.test(engine + kept.join())) {
    throw new Error('SIP.js has another grammar now: look at it anew');
  }
  return `
import {NameAddrHeader} from '../../name-addr-header.js';
import {URI} from '../../uri.js';

const startRules = {${startIndices.join(', ')}};
const peg$bytecode = ${JSON.stringify(bytecode)}.map((rule) => [...rule].map((char) => char.charCodeAt(0) - 32));

export function parse(input, options) {
  if (!(options.startRule in startRules)) throw new Error('No such rule');
  const peg$FAILED = {};
  const peg$consts = [${kept.join(',\n')}];
  let peg$currPos = 0;
  let peg$savedPos = 0;
  ${text(statement('text'))}
  ${engine}
  ${text(statement('list'))}
  options.data = {};
  const result = peg$parseRule(startRules[options.startRule]);
  if (result === peg$FAILED || peg$currPos < input.length) throw new Error('No match');
  return result;
}
`;
}

/** The cases of instructions that no rule has, to be taken out. */
function unusedCases(interpreter, rules) {
  const used = new Set(rules.flatMap((rule) => [...instructions(rule)].map(({operation}) => operation)));
  const places = [];
  visit(interpreter, ({type, test, start, end}) => {
    if (type === 'SwitchCase' && test && !used.has(test.value)) places.push({start, end, text: ''});
  });
  return places;
}

const decode = (text) => [...text].map((char) => char.charCodeAt(0) - 32);
const encode = (codes) => String.fromCharCode(...codes.map((code) => code + 32));

/** The rules and constants that are reached from some rules, each with its new number. */
function reach(rules, starts) {
  const used = {rules: new Map(), constants: new Map()};
  const waiting = [...starts];
  for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
    if (used.rules.has(index)) continue;
    used.rules.set(index, used.rules.size);
    for (const {operation, operand} of instructions(rules[index])) {
      if (operation === RULE) waiting.push(operand);
      if (WITH_CONSTANT.has(operation) && !used.constants.has(operand))
        used.constants.set(operand, used.constants.size);
    }
  }
  return used;
}

function renumber(rule, used) {
  const result = [...rule];
  for (const {at, operation, operand} of instructions(rule)) {
    if (operation === RULE) result[at + 1] = used.rules.get(operand);
    else if (WITH_CONSTANT.has(operation)) result[at + 1] = used.constants.get(operand);
    else if (operation === FAIL) result[at + 1] = 0;
  }
  return result;
}

function* instructions(rule) {
  for (let at = 0; at < rule.length;) {
    const operation = rule[at];
    const length = LENGTHS[operation];
    if (length === undefined) throw new Error(`SIP.js's grammar has an unknown instruction ${String(operation)}`);
    yield {at, operation, operand: rule[at + 1]};
    at += length + (operation === CALL ? rule[at + 3] : 0);
  }
}
