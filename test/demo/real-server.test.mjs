import assert from 'node:assert/strict';
import {test} from 'node:test';
import {missingPrograms, startServers} from '../servers/index.mjs';
import {callAcross, openPage, startBrowser, startDemo} from './support.mjs';

const missing = missingPrograms().find(({program}) => program === 'kamailio');
const skip = missing && `needs ${missing.packages.join(' ')}`;

test('index.html: the same call through Kamailio with --sip', {skip}, async (t) => {
  const servers = await startServers({kamailio: true});
  t.after(() => servers.stop());
  const {ws, domain, users} = servers.kamailio;
  const accounts = ['alice', 'bob'].map((user) => `${user}:${users[user]}`).join(',');
  const {url} = await startDemo(t, ['--sip', ws, '--domain', domain, '--users', accounts]);
  const browser = await startBrowser(t);
  const {page, assertClean} = await openPage(browser, url);
  await callAcross(page);
  assert.equal(await servers.kamailio.isRegistered('alice'), true);
  assertClean();
});
