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
  // `src/sip/grammar.ts` takes its place, here as for those who have a bundler of their own.
  'grammar/grammar.js': 'export const Grammar = {parse: () => -1};',
  // `src/sip/receiving.ts`: nobody calls `UserAgent.onTransportMessage`.
  'core/messages/parser.js': 'export const Parser = {};',
  // Challenges are answered by `src/sip/authentication.ts`.
  'core/messages/digest-authentication.js': `export class DigestAuthentication {constructor() ${refuse}}`,
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
      if (part === 'core/messages/utils.js') return {code: withFewPhrases(code, tree), map: null};
      if (part === 'core/user-agents/user-agent-client.js') return {code: withoutGuard(code, tree), map: null};
      return {code: withoutSteps(code, tree), map: null};
    },
  };
}

/** What is sent; the rest goes without words, which RFC 3261 section 25.1 allows. */
const SENT = [100, 180, 183, 200, 202, 400, 404, 405, 415, 416, 420, 480, 481, 482, 486, 487, 488, 489, 491, 500, 603];

/** Takes out the reason phrases that are for others to send. */
function withFewPhrases(code, tree) {
  const others = [];
  visit(tree, ({type, key, start, end}) => {
    if (type === 'Property' && typeof key.value === 'number' && !SENT.includes(key.value)) {
      others.push({start, end: code[end] === ',' ? end + 1 : end, text: ''});
    }
  });
  if (others.length === 0) throw new Error("SIP.js's reason phrases are elsewhere now");
  return replaceAll(code, others);
}

/** Takes out what SIP.js does with challenges; every client of ours has a guard of its own. */
function withoutGuard(code, tree) {
  const guards = [];
  visit(tree, ({type, key, value}) => {
    if (type === 'MethodDefinition' && key.name === 'authenticationGuard') guards.push({...value.body, text: refuse});
  });
  if (guards.length !== 1) throw new Error("SIP.js's user agent client has no authenticationGuard any more");
  return replaceAll(
    code,
    guards.map(({start, end, text}) => ({start, end, text})),
  );
}

/** Takes out `this.logger.debug(…)` and `.log(…)`: the steps of SIP.js itself, next to the messages that they lead to. */
export function withoutSteps(code, tree) {
  const calls = [];
  visit(tree, ({type, expression, start, end}) => {
    const callee = type === 'ExpressionStatement' && expression.type === 'CallExpression' && expression.callee;
    const step = callee && callee.object?.property?.name === 'logger' && /^(debug|log)$/.test(callee.property.name);
    if (step) calls.push({start, end, text: ';'});
  });
  return replaceAll(code, calls);
}
