// What docs/security.md says about files, storage and connections is true.
import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {pageHeaders} from '../../demo/server/http/pages.js';

const page = readFileSync('docs/security.md', 'utf8');

/** Returns the files of `src/` that match a pattern, without those for tests. */
function filesWith(pattern) {
  const files = readdirSync('src', {recursive: true}).map((file) => `src/${file.replaceAll('\\', '/')}`);
  return files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/testing/'))
    .filter((file) => {
      const code = readFileSync(file, 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');
      return pattern.test(code);
    })
    .sort();
}

test('every file that it names is there', () => {
  const named = [...page.matchAll(/`((?:src|test|demo|docs)\/[^`\s]+)`|\]\(([^)#\s]+)/g)];
  const paths = named.map(([, code, link]) => code ?? `docs/${link}`);
  assert.ok(paths.length > 20, String(paths.length));
  assert.deepEqual(
    paths.filter((path) => !existsSync(path)),
    [],
  );
});

test('every test that it quotes is there', () => {
  const quoted = [...page.matchAll(/`(test\/[^`]+)`\s\(([^)]*)\)/g)];
  assert.ok(quoted.length > 0);
  for (const [, file, titles] of quoted) {
    for (const [, title] of titles.matchAll(/"([^"]+)"/g)) {
      assert.ok(readFileSync(file, 'utf8').includes(title.replace(/\s+/g, ' ')), `${file}: ${title}`);
    }
  }
});

test('the policy is the one of the demo', () => {
  assert.ok(page.includes(`\n   ${pageHeaders('csp.html')['content-security-policy']}\n`));
});

test('nothing else stores anything', () => {
  const stores = filesWith(/\b(localStorage|sessionStorage|indexedDB|caches|cookieStore|cookie)\b|\.setItem\(/);
  assert.deepEqual(stores, [
    'src/media/device-memory.ts',
    'src/owners/phone/left-calls.ts', // only checks whether something is stored
    'src/owners/phone/same-site.ts',
    'src/sip/recovery/storage.ts',
  ]);
  const storing = ['instance-id', 'saved-sessions'].map((name) => `src/sip/recovery/${name}.ts`);
  // The factory of the engine only checks whether something is stored.
  assert.deepEqual(filesWith(/from '.*\/storage\.js'/), ['src/sip/create-engine.ts', ...storing]);
  const keys = [...page.matchAll(/^\| (?:`(?:local|session)Storage`|cookie) \| `([^`<]+)/gm)].map(([, key]) => key);
  assert.deepEqual(keys, ['sip-elements.instance.', 'sip-elements.calls.', 'sip-elements.devices', 'sip-same-site-']);
});

test('nothing else opens a connection', () => {
  const pattern =
    /new (RTCPeerConnection|WebSocket|EventSource|XMLHttpRequest|WebTransport|Image|Worker)\b|\bfetch\(|sendBeacon/;
  assert.deepEqual(filesWith(pattern), [
    'src/owners/phone/phone-credentials.ts',
    'src/sip/media/peer-connections.ts',
    'src/sip/transport/socket.ts',
  ]);
});
