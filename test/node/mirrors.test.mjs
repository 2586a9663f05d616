// An element has every public method and fact of what it stands for: `<sip-phone>` those of `Phone`, `<sip-call>` those of
// `Call`. The types say what is public.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import ts from 'typescript';

/** What an element does not have, or has in a way of its own, and why. */
const EXCEPTIONS = {
  'sip-phone': {
    on: 'an element has addEventListener()',
    leave: 'the element leaves with its page by itself',
  },
  'sip-call': {
    on: 'an element has addEventListener()',
    id: 'the id of an element is its own; that of the call is callId',
    phone: 'the phone element that it belongs to, or its id',
    store: 'an element shows one call after another: it has notices, a call has a store',
  },
};
const PAIRS = [
  {tag: 'sip-phone', element: 'src/elements/sip-phone.ts', core: 'src/core/phone/phone.ts'},
  {tag: 'sip-call', element: 'src/elements/sip-call.ts', core: 'src/core/call/call.ts'},
];

/** @type {ts.Program | undefined} */
let program;

before(() => {
  const {config} = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const {options} = ts.parseJsonConfigFileContent({...config, include: []}, ts.sys, '.');
  program = ts.createProgram(
    PAIRS.flatMap(({element, core}) => [element, core]),
    {...options, types: []},
  );
});

after(() => {
  program = undefined;
});

/** Name → type of the public members of the class that a file exports, inherited ones of ours included. */
function publicMembers(file) {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file));
  const type = checker
    .getExportsOfModule(module)
    .filter((symbol) => symbol.flags & ts.SymbolFlags.Class)
    .map((symbol) => checker.getDeclaredTypeOfSymbol(symbol))
    .at(0);
  assert.ok(type, `${file} exports a class`);
  return new Map(
    checker
      .getPropertiesOfType(type)
      .filter(isOurs)
      .map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol)]),
  );
}

function isOurs(symbol) {
  const declaration = symbol.declarations?.[0];
  if (!declaration || declaration.getSourceFile().fileName.includes('node_modules')) return false;
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  if (ts.getCombinedModifierFlags(declaration) & hidden || ts.isPrivateIdentifier(declaration.name)) return false;
  return !symbol.getJsDocTags().some(({name}) => name === 'internal');
}

for (const {tag, element, core} of PAIRS) {
  describe(`<${tag}>`, () => {
    const exceptions = EXCEPTIONS[tag];

    it('has every public member of what it stands for, and methods that take the same', () => {
      const checker = program.getTypeChecker();
      const own = publicMembers(element);
      const mirrored = [...publicMembers(core)].filter(([name]) => !Object.hasOwn(exceptions, name));
      assert.ok(mirrored.length > 20, 'there are many');
      const missing = mirrored.filter(([name]) => !own.has(name)).map(([name]) => name);
      assert.deepEqual(missing, []);
      const different = mirrored
        .filter(([, type]) => type.getCallSignatures().length > 0)
        .filter(([name, type]) => !takesTheSame(checker, own.get(name), type))
        .map(([name]) => name);
      assert.deepEqual(different, []);
    });

    it('shows them in custom-elements.json, all of them', () => {
      const {modules} = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
      const declared = modules.flatMap(({declarations = []}) => declarations).find(({tagName}) => tagName === tag);
      const shown = new Set(declared.members.map(({name}) => name));
      const absent = [...publicMembers(core).keys()].filter(
        (name) => !Object.hasOwn(exceptions, name) && !shown.has(name),
      );
      assert.deepEqual(absent, []);
    });

    it('has no exception that is none', () => {
      const names = new Set(publicMembers(core).keys());
      assert.deepEqual(
        Object.keys(exceptions).filter((name) => !names.has(name)),
        [],
      );
    });
  });
}

/** Whether what a method of an element takes is all handed on to that of the core. */
function takesTheSame(checker, own, core) {
  const [mine, theirs] = [own, core].map((type) => type?.getCallSignatures()[0]?.parameters ?? []);
  if (mine.length !== theirs.length) return false;
  const types = (list) => list.map((parameter) => checker.getNonNullableType(checker.getTypeOfSymbol(parameter)));
  const wanted = types(theirs);
  return types(mine).every((type, index) => checker.isTypeAssignableTo(type, wanted[index]));
}
