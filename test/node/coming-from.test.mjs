/** Every method, property, event and tag in the right column of docs/coming-from.md exists. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const sources = (folder) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), {recursive: true})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(`${folder}/${file}`))
    .join('\n');

const page = read('docs/coming-from.md');
const spans = page
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| (there|---)/.test(line))
  .flatMap((line) => {
    const [, , ours = ''] = line.replaceAll('\\|', '/').split('|');
    return [...ours.matchAll(/`([^`]+)`/g)].map(([, span]) => span ?? '');
  });

/** Returns the names after `owner.` or `owner.snapshot.` in all spans. */
const named = (pattern) => [...new Set(spans.flatMap((span) => [...span.matchAll(pattern)].map(([, name]) => name)))];

const core = sources('src/core');
const declared = (name) =>
  new RegExp(`^\\s+(?:override |readonly |abstract |async |get |protected )*${name}\\??(?:[(<:]| =)`, 'm').test(core);

test('every method and property of a call and a phone that is named exists', () => {
  const names = [...named(/\b(?:call|phone)\.(?:snapshot\.)?([a-zA-Z]+)/g)].filter((name) => name !== 'snapshot');
  assert.ok(names.length > 40, `only ${names.length} names were found`);
  assert.deepEqual(
    names.filter((name) => !declared(name)),
    [],
  );
});

test('every event that is named is one that is fired', () => {
  const events = named(/(sip-[a-z-]+)(?![a-z-]*>)/g).filter((name) => !spans.some((span) => span.includes(`<${name}`)));
  assert.ok(events.length > 15, `only ${events.length} events were found`);
  const fired = read('src/core/events.ts');
  assert.deepEqual(
    events.filter((name) => !fired.includes(`'${name}'`)),
    [],
  );
});

test('every tag that is named is defined', () => {
  const tags = named(/<(sip-[a-z-]+)/g);
  assert.ok(tags.length > 2);
  const all = read('src/define/all.ts');
  assert.deepEqual(
    tags.filter((tag) => !all.includes(`'./${tag}.js'`)),
    [],
  );
});

test('every item of the seeds has its row', () => {
  for (const word of ['toggleVideoMute', 'setOutputDevice', 'preaccepted', 'getLocalStreams', 'startCall', 'purge']) {
    assert.ok(page.includes(word), `${word} is not on the page`);
  }
});
