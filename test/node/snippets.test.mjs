/** All code in the documents is checked: script against the types of `dist/`, markup against the manifest. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {blocks, problems, read, spans} from './snippets.mjs';

const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'docs/coming-from.md', 'docs/features.md', 'docs/security.md'];

/** The page's own names in the examples. */
const OF_THE_PAGE = `
import 'sip-elements/define/all.js';
declare global {
  function fetchOneTimePassword(): Promise<string>;
  function isAllowed(target: string): boolean;
  const password: string;
}`;

/** The meaning of the placeholders in the examples. */
const PLACEHOLDERS = `
import {createPhone, type Call, type Credentials, type DescriptionModifier, type Phone} from 'sip-elements';
import type {CallPhase, CallStatus, ConnectionPhase, EndCause, PhoneOptions, SipErrorCode} from 'sip-elements';
import type {CallState, Identity, PhoneState, SipNotices, SipPhoneElement, SipRequests} from 'sip-elements';
declare const phone: Phone & SipPhoneElement;
declare const call: Call;
declare const otherCall: Call;
declare const credentials: Credentials;
declare const headers: Record<string, string>, params: Record<string, string>;
declare const modifiers: DescriptionModifier[];
declare const media: boolean, granted: boolean, anonymous: boolean, video: boolean, audio: boolean, on: boolean, muted: boolean, held: boolean, deaf: boolean;
declare const target: string, text: string, digits: string, id: string, body: string, reason: string, from: string, displayName: string;
declare const uri: string, server: string, contentType: string, method: string, targets: string[];
declare const status: number, code: number, duration: number, gap: number, volume: number;
declare const kind: 'audio' | 'video', via: 'info';
declare const options: any; // Each method takes options of its own.
type Word =
  | keyof PhoneOptions | keyof CallState | keyof PhoneState | keyof SipPhoneElement
  | keyof SipNotices['sip-call-ended'] | keyof Identity | SipNotices['sip-digit']['direction']
  | CallPhase | CallStatus | ConnectionPhase | EndCause | SipErrorCode;
`;

/** The examples are JavaScript, so null checks are off. */
const LOOSE = {strictNullChecks: false};

test('every script in the documents compiles', () => {
  const scripts = DOCUMENTS.flatMap((path) => blocks(read(path), 'js'));
  assert.ok(scripts.length >= 2);
  const files = Object.fromEntries(scripts.map((code, index) => [`snippet-${index}.js`, `${code}\nexport {};\n`]));
  assert.deepEqual(problems({'page.d.ts': OF_THE_PAGE, ...files}, LOOSE), []);
});

test('every expression of a call or a phone in the documents compiles', () => {
  const expressions = DOCUMENTS.flatMap((path) => spans(read(path))).filter((span) =>
    /^(call|phone)\.[a-z]|^createPhone\(/i.test(span),
  );
  assert.ok(expressions.length > 100, `only ${expressions.length}`);
  const lines = expressions.map((expression) => `void (async () => ${filled(expression)});`);
  assert.deepEqual(problems({'expressions.ts': PLACEHOLDERS + lines.join('\n')}, LOOSE), []);
});

test('every event in the documents exists, with what is said to be in its detail', () => {
  const events = DOCUMENTS.flatMap((path) => spans(read(path))).filter((span) =>
    /^sip-(?!elements$)[a-z-]+( \{.*\})?$/.test(span),
  );
  assert.ok(events.length > 30, `only ${events.length}`);
  const tags = new Set(elements.map(({tagName}) => tagName));
  const lines = events.flatMap((span) => {
    const [name, ...detail] = span.split(' ');
    if (tags.has(name)) return [];
    const fields = detail
      .join(' ')
      .slice(1, -1)
      .replace(/:(?!\s*\{)[^,}]*/g, '');
    return `void ((detail: Details['${name}']) => { const {${fields}} = detail as NonNullable<typeof detail>; });`;
  });
  const details =
    'type Details = SipNotices & SipRequests & {"sip-credentials-request": object; "sip-video-resize": object};\n';
  assert.deepEqual(problems({'events.ts': PLACEHOLDERS + details + lines.join('\n')}), []);
});

const elements = JSON.parse(read('custom-elements.json')).modules.flatMap(({declarations = []}) =>
  declarations.filter(({tagName}) => tagName),
);
/** Attributes of every HTML element. */
const GLOBAL = new Set([
  'id',
  'class',
  'slot',
  'part',
  'exportparts',
  'hidden',
  'lang',
  'dir',
  'style',
  'command',
  'commandfor',
]);

test('every tag and attribute in the documents exists', () => {
  const markup = DOCUMENTS.flatMap((path) => [...blocks(read(path), 'html'), ...spans(read(path))]);
  const opened = markup.flatMap((text) => [...text.matchAll(/<(sip-[a-z-]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/g)]);
  assert.ok(opened.length > 30, `only ${opened.length}`);
  const wrong = opened.flatMap(([, tag, text]) => {
    const element = elements.find(({tagName}) => tagName === tag);
    if (!element) return [tag];
    const names = [...text.matchAll(/([a-z-]+)(?:="[^"]*")?/g)].map(([, name]) => name);
    const known = new Set((element.attributes ?? []).map(({name}) => name));
    return names.filter((name) => !known.has(name) && !GLOBAL.has(name)).map((name) => `<${tag} ${name}>`);
  });
  assert.deepEqual(wrong, []);
});

test('every other word that coming-from.md says is ours exists', () => {
  const attributes = new Set(elements.flatMap(({attributes: list = []}) => list.map(({name}) => name)));
  const words = spans(read('docs/coming-from.md')).filter((span) => /^[a-z]+(-[a-z]+)*$|^[a-z]+[A-Z]\w*$/.test(span));
  const others = words.filter((word) => !attributes.has(word) && !word.startsWith('sip-'));
  assert.ok(others.length > 10, `only ${others.length}`);
  const lines = others.map((word) => `void ('${word}' satisfies Word);`);
  assert.deepEqual(problems({'words.ts': PLACEHOLDERS + lines.join('\n')}), []);
});

/** Fills in placeholders: an ellipsis stands for any value, and empty brackets mark a method. */
function filled(expression) {
  return expression.replaceAll('{…}', '…').replaceAll('…', 'options').replace(/\(\)$/, '');
}
