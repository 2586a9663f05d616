// The package as users get it: a tarball, made in a copy of this tree that looks like a fresh clone.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {homedir, tmpdir} from 'node:os';
import {dirname, join, posix, relative, sep} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';

const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Folders that a clone does not have. */
const NOT_CLONED = ['.git', '.cache', 'node_modules', 'dist', 'cdn', 'coverage', join('test', '.run')];
/** Replaces the real build, which takes minutes: copies the build that exists, and logs that it ran. */
const BUILD = `import {appendFileSync, cpSync} from 'node:fs';
for (const folder of ['dist', 'cdn']) cpSync(${JSON.stringify(PROJECT)} + '/' + folder, folder, {recursive: true});
appendFileSync('built.log', 'built\\n');
console.log('what a build says');`;

const scratch = mkdtempSync(join(tmpdir(), 'sip-elements-package-'));
after(() => rmSync(scratch, {recursive: true, force: true}));

/** Makes a clone whose build is quick. */
function clone(name, {installed = true} = {}) {
  const folder = join(scratch, name);
  cpSync(PROJECT, folder, {
    recursive: true,
    preserveTimestamps: true,
    filter: (path) => !NOT_CLONED.includes(relative(PROJECT, path)),
  });
  writeFileSync(join(folder, 'scripts/build.mjs'), BUILD);
  if (installed) symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Runs a command, without the npm variables of the present run. */
async function run(command, args, {cwd, env = {}}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const shell = command === 'npm' && process.platform === 'win32';
  const child = spawn(command, args, {cwd, shell, env: {...clean, ...env}});
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return {code, stdout, stderr};
}

const builds = (folder) =>
  existsSync(join(folder, 'built.log')) ? readFileSync(join(folder, 'built.log'), 'utf8').split('\n').length - 1 : 0;
const prepack = (cwd, env) => run(process.execPath, ['scripts/prepack.mjs'], {cwd, env});
const filesIn = (folder) =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));

describe('npm pack', () => {
  /** The folder of a user who installs the package. */
  const app = join(scratch, 'app');
  const installed = join(app, 'node_modules/sip-elements');
  let folder;
  let packed;
  let files;
  let manifest;

  before(async () => {
    folder = clone('clone');
    packed = await run('npm', ['pack', '--json', '--pack-destination', scratch], {cwd: folder});
    assert.equal(packed.code, 0, packed.stderr);
    const [{filename}] = JSON.parse(packed.stdout);
    mkdirSync(installed, {recursive: true});
    const {code, stderr} = await run(
      'tar',
      ['-xzf', join(scratch, filename), '--strip-components=1', '-C', installed],
      {
        cwd: scratch,
      },
    );
    assert.equal(code, 0, stderr);
    files = filesIn(installed);
    manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    for (const name of Object.keys(manifest.dependencies)) {
      mkdirSync(dirname(join(app, 'node_modules', name)), {recursive: true});
      symlinkSync(join(PROJECT, 'node_modules', name), join(app, 'node_modules', name), 'junction');
    }
  });

  it('builds in a fresh clone, says so, and leaves stdout to npm', () => {
    assert.equal(builds(folder), 1);
    assert.match(packed.stderr, /Building/);
    assert.ok(files.includes('dist/index.js') && files.includes('cdn/sip-elements.js'));
  });

  it('does not build again what is built', async () => {
    const again = await run('npm', ['pack', '--json', '--dry-run'], {cwd: folder});
    assert.equal(again.code, 0, again.stderr);
    assert.equal(builds(folder), 1);
  });

  it('has every file that package.json names', () => {
    const {main, module, types, unpkg, jsdelivr, customElements, exports} = manifest;
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const path of [main, module, types, unpkg, jsdelivr, customElements, ...targets]) {
      assert.ok(path, 'a field is missing');
      const pattern = posix.normalize(path).split('*');
      const found = files.some((file) => file.startsWith(pattern[0]) && file.endsWith(pattern.at(-1)));
      assert.ok(found, `${path} is not in the package`);
    }
  });

  it('has for CDNs that serve one file under the name of the package one that needs no other', () => {
    for (const path of [manifest.unpkg, manifest.jsdelivr]) {
      assert.doesNotMatch(readFileSync(join(installed, path), 'utf8'), /\bimport\s*[({"']|^export /m);
    }
  });

  it('says where it comes from', () => {
    assert.match(manifest.repository.url, /^git\+https:\/\/.+\.git$/);
    const home = manifest.repository.url.replace(/^git\+|\.git$/g, '');
    assert.ok(manifest.homepage.startsWith(home) && manifest.bugs.url.startsWith(home));
  });

  it('has whatever its readme links to and shows', () => {
    const home = manifest.repository.url.replace(/^git\+|\.git$/g, '');
    const readme = readFileSync(join(installed, 'README.md'), 'utf8');
    const links = [...readme.matchAll(/\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)="([^"]+)"/g)];
    const broken = links
      .map(([, markdown, markup]) => (markdown ?? markup).replace(/#.*$/, ''))
      .filter((link) => link !== '' && !link.startsWith(`${home}/`) && !files.includes(posix.normalize(link)));
    assert.ok(links.length > 3);
    assert.deepEqual(broken, [], 'add them to "files" of package.json, or link to the repository');
  });

  it('has neither tests nor tools, and no path of the machine that made it', () => {
    const strange = files.filter((file) => /^(test|scripts|demo|node_modules|\.)|\.(test|log|tgz)\b/.test(file));
    assert.deepEqual(strange, []);
    const machine = [PROJECT, folder, homedir()].filter((path) => path.length > 4);
    const telling = files.filter((file) => {
      const text = readFileSync(join(installed, file), 'utf8');
      return machine.some((path) => text.includes(path));
    });
    assert.deepEqual(telling, []);
  });

  it('has the source that every source map names, and each once', () => {
    const maps = files.filter((file) => file.endsWith('.map'));
    assert.ok(
      maps.some((file) => file.endsWith('.d.ts.map')),
      'types lead to sources',
    );
    for (const file of maps) {
      const {sources, sourcesContent} = JSON.parse(readFileSync(join(installed, file), 'utf8'));
      assert.equal(sourcesContent, undefined, `${file} has sources of its own`);
      for (const source of sources) {
        const path = posix.join(posix.dirname(file), source);
        assert.ok(files.includes(path), `${file}: ${path} is not in the package`);
      }
    }
  });

  it('can be imported where it is installed: the core, everything, and each tag by itself', async () => {
    const tags = files.flatMap((file) => /^dist\/define\/(sip-[a-z-]+)\.js$/.exec(file)?.[1] ?? []);
    assert.ok(tags.length > 20);
    const engines = ['./sip.js', './media.js'];
    const names = [
      '.',
      './core.js',
      ...engines,
      './testing.js',
      './define/all.js',
      ...tags.map((tag) => `./define/${tag}.js`),
    ];
    const specifiers = names.map((name) => name.replace('.', 'sip-elements'));
    writeFileSync(
      join(app, 'try.mjs'),
      `for (const name of ${JSON.stringify(specifiers)}) {
        await import(name);
        if (!import.meta.resolve(name).includes('/app/node_modules/sip-elements/')) throw new Error(name);
      }
      const {createPhone} = await import('sip-elements');
      console.log(createPhone({server: 'wss://pbx.example.com'}).store.state.connection);`,
    );
    const {code, stdout, stderr} = await run(process.execPath, ['try.mjs'], {cwd: app});
    assert.equal(code, 0, stderr);
    assert.equal(stdout.trim(), 'offline');
  });

  it('has SIP.js inside, with its licence', () => {
    assert.ok(!existsSync(join(app, 'node_modules/sip.js')));
    const asking = files.filter(
      (file) => file.endsWith('.js') && /\bfrom ['"]sip\.js\b/.test(readFileSync(join(installed, file), 'utf8')),
    );
    assert.deepEqual(asking, []);
    for (const folder of ['dist', 'cdn']) {
      assert.match(readFileSync(join(installed, folder, 'LICENSES.txt'), 'utf8'), /^sip\.js [^]+Junction Networks/m);
    }
  });

  it('has types that need no other package than it brings', async () => {
    const entries = Object.entries(manifest.exports).filter(([, target]) => target.types);
    const specifiers = entries.flatMap(([entry, {types}]) => {
      const [before, after] = types.slice(2).split('*');
      if (after === undefined) return [entry];
      const found = files.filter((file) => file.startsWith(before) && file.endsWith(after));
      return found.map((file) => entry.replace('*', file.slice(before.length, -after.length)));
    });
    assert.ok(specifiers.length > 60);
    writeFileSync(join(app, 'package.json'), '{"type": "module"}');
    writeFileSync(
      join(app, 'try.ts'),
      specifiers.map((name, at) => `export type * as _${at} from 'sip-elements${name.slice(1)}';`).join('\n'),
    );
    const tsc = join(PROJECT, 'node_modules/typescript/bin/tsc');
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', '--noEmit'];
    const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
    const {code, stdout} = await run(process.execPath, [tsc, ...strict, ...target, 'try.ts'], {cwd: app});
    assert.equal(code, 0, stdout);
  });
});

describe('before it is packed, the package', () => {
  /** Writes a stand-in for npm, which logs its arguments and links our node_modules instead of installing them. */
  const npmDouble = (folder) => {
    const file = join(folder, 'npm.js');
    writeFileSync(
      file,
      `import {symlinkSync, writeFileSync} from 'node:fs';
      writeFileSync('npm.log', process.argv.slice(2).join(' '));
      symlinkSync(${JSON.stringify(join(PROJECT, 'node_modules'))}, 'node_modules', 'junction');`,
    );
    return file;
  };

  it('gets what it is built with, on a machine that has only Node', async () => {
    const folder = clone('bare', {installed: false});
    const {code, stdout, stderr} = await prepack(folder, {npm_execpath: npmDouble(folder)});
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    // `npm pack --dry-run` and `npm install --global` pass their options on to nested npm commands.
    const told = readFileSync(join(folder, 'npm.log'), 'utf8').split(' ');
    assert.equal(told[0], 'ci');
    for (const option of ['--include=dev', '--dry-run=false', '--global=false'])
      assert.ok(told.includes(option), option);
    assert.equal(builds(folder), 1);
  });

  it('is not packed when it cannot be built', async () => {
    const folder = clone('broken');
    writeFileSync(join(folder, 'scripts/build.mjs'), 'process.exit(1);');
    const {code, stderr} = await prepack(folder);
    assert.notEqual(code, 0);
    assert.match(stderr, /The build failed/);
  });

  it('is built where npm packs a git dependency, but not by npm install in a clone', async () => {
    const folder = clone('prepare');
    const event = {npm_lifecycle_event: 'prepare'};
    assert.equal((await prepack(folder, event)).code, 0);
    assert.equal((await prepack(folder, {...event, npm_package_resolved: 'null'})).code, 0);
    assert.equal(builds(folder), 0);
    assert.equal((await prepack(folder, {...event, npm_package_resolved: folder})).code, 0);
    assert.equal(builds(folder), 1);
  });
});
