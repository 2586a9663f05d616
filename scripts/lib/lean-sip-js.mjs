// SIP.js as the bundles need it. What is changed is in no public reach: SIP.js is not exported from them.
import {readFileSync} from 'node:fs';
import {lean} from './lean-grammar.mjs';
import {replaceAll, visit} from './syntax.mjs';

const refuse = `{throw new Error('This build of SIP.js is without it')}`;

const OTHERS = {
  // `UserAgent` has it as its default, so bringing our own does not drop it.
  'platform/web/session-description-handler/session-description-handler-factory-default.js': `export const defaultSessionDescriptionHandlerFactory = () => () => ${refuse};`,
  // Likewise.
  'platform/web/transport/transport.js': `export class Transport {constructor() ${refuse}}`,
  // For the API class `Subscriber`; the subscription that a REFER makes is none of these.
  'core/user-agents/subscribe-user-agent-client.js': `export class SubscribeUserAgentClient {constructor() ${refuse}}`,
  'core/messages/md5.js': readFileSync(new URL('small-md5.mjs', import.meta.url), 'utf8'),
};

/** The path inside SIP.js, or `''`. */
const partOf = (id) => /\/sip\.js\/lib\/(.*)$/.exec(id.replaceAll('\\', '/'))?.[1] ?? '';

/** Leaves out of SIP.js what nothing reaches, takes a smaller MD5, and the grammar without what nothing asks it for. */
export function leanSipJs() {
  return {
    name: 'lean-sip-js',
    load: (id) => OTHERS[partOf(id)] ?? null,
    transform(code, id) {
      const part = partOf(id);
      if (part === 'grammar/pegjs/dist/grammar.js') return {code: lean(code, this.parse(code)), map: null};
      if (!part) return null;
      return {code: withoutSteps(code, this.parse(code)), map: null};
    },
  };
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
