import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readdir} from 'node:fs/promises';
import {get} from 'node:http';
import {test} from 'node:test';
import {serve} from './server-support.mjs';

/** Sends a request with the path exactly as given; `fetch` would normalise it. */
async function request(server, path, {headers = {}, method = 'GET'} = {}) {
  const sent = get({host: '127.0.0.1', port: server.port, path, headers, method});
  const [response] = await once(sent, 'response');
  const chunks = await response.toArray();
  return {status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString()};
}

test('config.json names the server, the domain and the users', async (t) => {
  const server = await serve(t);
  const {headers, text} = await request(server, '/config.json', {headers: {host: `localhost:${server.port}`}});
  assert.equal(headers['cache-control'], 'no-store');
  assert.deepEqual(JSON.parse(text), {
    server: `ws://localhost:${server.port}/sip`,
    domain: 'demo.invalid',
    users: ['alice', 'bob', 'carol'],
    kind: 'embedded',
  });
});

test('with --sip the pages get the other server, and ours is off', async (t) => {
  const users = new Map([
    ['1001', 'a'],
    ['1002', 'b'],
  ]);
  const server = await serve(t, {sip: 'wss://pbx.example/ws', domain: 'pbx.example', users});
  const config = JSON.parse((await request(server, '/config.json')).text);
  assert.deepEqual(config, {
    server: 'wss://pbx.example/ws',
    domain: 'pbx.example',
    users: ['1001', '1002'],
    kind: 'external',
  });
  const page = (await request(server, '/embed.html')).text;
  assert.match(page, /server="wss:\/\/pbx\.example\/ws"/);
  assert.match(page, /uri="sip:1001@pbx\.example"/);
  assert.match(page, /credentials-url="\/sip-credentials\?user=1001"/);
});

test('credentials name the server that they are for, if it is another one', async (t) => {
  const server = await serve(t, {sip: 'wss://pbx.example.com/ws'});
  const {text} = await request(server, '/sip-credentials?user=alice', {headers: {'sec-fetch-site': 'same-origin'}});
  assert.deepEqual(JSON.parse(text).servers, ['wss://pbx.example.com/ws']);
});

test('credentials go to pages of the same origin only, and are not stored', async (t) => {
  const server = await serve(t);
  const own = await request(server, '/sip-credentials?user=alice', {headers: {'sec-fetch-site': 'same-origin'}});
  assert.deepEqual(JSON.parse(own.text), {username: 'alice', password: 'alice-secret'});
  assert.equal(own.headers['cache-control'], 'no-store');
  assert.equal(own.headers['access-control-allow-origin'], undefined);
  for (const site of ['cross-site', 'same-site']) {
    const other = await request(server, '/sip-credentials?user=alice', {headers: {'sec-fetch-site': site}});
    assert.equal(other.status, 403);
    assert.doesNotMatch(other.text, /secret/);
  }
  assert.equal((await request(server, '/sip-credentials?user=nobody')).status, 404);
  assert.doesNotMatch(server.lines.join('\n'), /secret/);
});

test('a host name of somebody else that points here gets nothing', async (t) => {
  const server = await serve(t);
  const {status, text} = await request(server, '/sip-credentials?user=alice', {headers: {host: 'evil.example'}});
  assert.equal(status, 403);
  assert.doesNotMatch(text, /secret/);
});

test('nothing outside the served folders can be read', async (t) => {
  const server = await serve(t);
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/cdn/../package.json',
    '/cdn/..%2f..%2fpackage.json',
    '/..%5cpackage.json',
    '/server/index.js',
    '/Server/index.js',
    '//etc/passwd',
    '/%00',
    '/%zz',
    '/.gitignore',
    '/cdn/',
    '/nothing.html',
  ]) {
    const {status, text} = await request(server, path);
    assert.ok(status === 404 || status === 400, `${path}: ${status}`);
    assert.doesNotMatch(text, /"name"|root:|startDemoServer/, path);
  }
});

test('only GET and HEAD are answered', async (t) => {
  const server = await serve(t);
  assert.equal((await request(server, '/', {method: 'POST'})).status, 405);
  const head = await request(server, '/', {method: 'HEAD'});
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
});

test('pages say what they are, and have the strict policy', async (t) => {
  const server = await serve(t);
  const pages = (await readdir(new URL('../../demo/', import.meta.url))).filter((name) => name.endsWith('.html'));
  for (const page of ['/', ...pages.map((name) => `/${name}`)]) {
    const {status, headers, text} = await request(server, page);
    assert.equal(status, 200, page);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(
      headers['content-security-policy'],
      /^default-src 'none';.*require-trusted-types-for 'script'; trusted-types lit-html$/,
      page,
    );
    assert.match(text, /^<!doctype html>\n<html lang="en">/, page);
    assert.doesNotMatch(text, /localhost:8080/, `${page} got the address of this server`);
  }
  const {headers} = await request(server, '/csp.js');
  assert.equal('content-security-policy' in headers, false);
});
