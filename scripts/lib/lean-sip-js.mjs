// SIP.js as the bundles need it. What is changed is in no public reach: SIP.js is not exported from them.
import {replaceAll, visit} from './syntax.mjs';

const refuse = `{throw new Error('This build of SIP.js is without it')}`;

const OTHERS = {
  // `UserAgent` has it as its default, so bringing our own does not drop it.
  'platform/web/session-description-handler/session-description-handler-factory-default.js': `export const defaultSessionDescriptionHandlerFactory = () => () => ${refuse};`,
  // Likewise.
  'platform/web/transport/transport.js': `export class Transport {constructor() ${refuse}}`,
  // For the API class `Subscriber`; the subscription that a REFER makes is none of these.
  'core/user-agents/subscribe-user-agent-client.js': `export class SubscribeUserAgentClient {constructor() ${refuse}}`,
  // `src/sip/messages/grammar.ts` takes its place, here as for those who have a bundler of their own.
  'grammar/grammar.js': 'export const Grammar = {parse: () => -1};',
  // `src/sip/messages/receiving.ts`: nobody calls `UserAgent.onTransportMessage`.
  'core/messages/parser.js': 'export const Parser = {};',
  // Challenges are answered by `src/sip/authentication/authentication.ts`.
  'core/messages/digest-authentication.js': `export class DigestAuthentication {constructor() ${refuse}}`,
};

/** Methods that nothing of ours reaches: re-INVITE, INFO, MESSAGE and REFER of the session are sent on its dialog. */
const UNUSED = {
  'api/emitter.js': ['on', 'off', 'removeAllListeners'],
  // All of it is sent by `src/sip/session/provisional-responses.ts`, and PRACK answered there.
  'api/invitation.js': [
    ...['progress', 'sendProgress', 'sendProgressWithSDP', 'sendProgressReliable', 'sendProgressReliableWaitForPrack'],
    ...['sendProgressTrying', 'handlePrackOfferAnswer', 'waitForArrivalOfPrack', 'prackArrived'],
  ],
  'api/referral.js': ['makeInviter'],
  'api/session.js': [
    ...['invite', 'info', '_info', 'message', '_message', 'refer', '_refer', 'referExtraHeaders', 'referToString'],
    ...['onInviteRequest', 'rollbackOffer'],
  ],
  'api/user-agent.js': ['reconnect', 'attemptReconnection', 'onTransportMessage', '_makeInviter'],
  'core/dialogs/session-dialog.js': ['refer'],
  'core/user-agent-core/user-agent-core.js': ['publish', 'subscribe'],
  'grammar/uri.js': ['deleteHeader'],
};

/** The path inside SIP.js, or `''`. */
const partOf = (id) => /\/sip\.js\/lib\/(.*)$/.exec(id.replaceAll('\\', '/'))?.[1] ?? '';

/** Leaves out of SIP.js what nothing reaches. */
export function leanSipJs() {
  return {
    name: 'lean-sip-js',
    load: (id) => OTHERS[partOf(id)] ?? null,
    transform(code, id) {
      const part = partOf(id);
      if (!part) return null;
      const tree = this.parse(code);
      const places = [
        ...methodBodies(tree, UNUSED[part] ?? [], refuse),
        ...texts(tree),
        ...sentences(tree),
        ...steps(tree),
        ...unsent(tree),
      ];
      // It does nothing unless SIP.js itself follows a REFER.
      if (part === 'api/inviter.js') places.push(...methodBodies(tree, ['notifyReferer'], '{}'));
      // Every client of ours has a guard of its own.
      if (part === 'core/user-agents/user-agent-client.js') {
        places.push(...methodBodies(tree, ['authenticationGuard'], refuse));
      }
      if (part === 'core/messages/utils.js') places.push(...phrases(code, tree));
      return {code: replaceAll(code, outermost(places)), map: null};
    },
  };
}

/** What is sent; the rest goes without words, which RFC 3261 section 25.1 allows. */
const SENT = [100, 180, 183, 200, 202, 400, 404, 405, 415, 416, 420, 480, 481, 482, 486, 487, 488, 489, 491, 500, 603];

/** The reason phrases that are for others to send. */
function phrases(code, tree) {
  const others = [];
  visit(tree, ({type, key, start, end}) => {
    if (type === 'Property' && typeof key.value === 'number' && !SENT.includes(key.value)) {
      others.push({start, end: code[end] === ',' ? end + 1 : end, text: ''});
    }
  });
  if (others.length === 0) throw new Error("SIP.js's reason phrases are elsewhere now");
  return others;
}

/**
 * The bodies of methods. One that is not there is an error: the list would promise what is not so.
 *
 * @param {readonly string[]} names
 * @param {string} text - Takes the place of each body.
 */
function methodBodies(tree, names, text) {
  const bodies = new Map();
  visit(tree, ({type, key, value}) => {
    if (type === 'MethodDefinition' && names.includes(key.name)) bodies.set(key.name, {...value.body, text});
  });
  const missing = names.filter((name) => !bodies.has(name));
  if (missing.length > 0) throw new Error(`SIP.js has no ${missing.join(', ')} any more`);
  return [...bodies.values()].map(({start, end}) => ({start, end, text}));
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
