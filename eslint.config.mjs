import js from '@eslint/js';
import {defineConfig, globalIgnores} from 'eslint/config';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import regexp from 'eslint-plugin-regexp';
import {configs as wc} from 'eslint-plugin-wc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** What a text from the network could use to become markup or code. */
const MARKUP_SINKS = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'createContextualFragment', 'setHTMLUnsafe'];

const noMarkup = MARKUP_SINKS.map((property) => ({
  property,
  message: 'Names, reasons and messages come from strangers: use text nodes and templates.',
}));

const noSyntax = [
  {selector: 'TSEnumDeclaration', message: 'Use a const object and a union type.'},
  {selector: 'ExportDefaultDeclaration', message: 'Use a named export.'},
  {selector: '[accessibility="private"]', message: 'Use a #private name.'},
];

/** `<img name=baseURI>` is `document.baseURI` for whoever does not look behind it. */
const noNamedAccess = ['[object.name=/^(document|ownerDocument)$/]', "[object.property.name='ownerDocument']"].map(
  (object) => ({
    selector: `MemberExpression${object}`,
    message: 'Named elements hide members of a document: use builtIn() of core/built-in.ts.',
  }),
);

const noImports = {
  paths: [
    {name: 'lit/directives/unsafe-html.js', message: 'Nothing becomes HTML that is not a template.'},
    {name: 'lit/directives/unsafe-svg.js', message: 'Nothing becomes SVG that is not a template.'},
    {name: 'lit-html/directives/unsafe-html.js', message: 'Nothing becomes HTML that is not a template.'},
  ],
};

export default defineConfig(
  globalIgnores(['dist/', 'cdn/', '.cache/', 'coverage/', 'test/.run/']),
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-restricted-properties': ['error', ...noMarkup],
      'no-warning-comments': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {globals: {...globals.node}},
  },
  {
    files: ['demo/**/*.js'],
    ignores: ['demo/server/**'],
    languageOptions: {globals: {...globals.browser}},
  },
  {
    // Callbacks in these run in the page, through the driver of the browser.
    files: ['test/**/*.mjs', 'scripts/**/*.mjs', 'bench/**/*.mjs'],
    languageOptions: {globals: {...globals.node, ...globals.browser}},
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'inline-type-imports'}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true, allowBoolean: true}],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      'no-restricted-imports': ['error', noImports],
      'no-restricted-syntax': ['error', ...noSyntax],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      complexity: ['error', {max: 10, variant: 'modified'}],
      'max-lines': ['error', 300],
      'max-params': ['error', 4],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...noSyntax, ...noNamedAccess],
    },
  },
  {
    // Tables of contents: what a page can ask of a call and a phone, each with its documentation and one line of code.
    files: ['src/core/call/call.ts', 'src/core/phone/phone.ts'],
    rules: {'max-lines': 'off'},
  },
  {
    // One message must not freeze a page: no pattern may try every place of a run again and again.
    files: ['src/**/*.ts', 'demo/server/**/*.js'],
    plugins: {regexp},
    rules: {
      'regexp/no-super-linear-backtracking': ['error', {report: 'potential'}],
      'regexp/no-super-linear-move': ['error', {report: 'potential'}],
    },
  },
  {
    files: ['src/core/logger.ts'],
    rules: {'no-console': 'off'},
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['window', 'document', 'navigator', 'location', 'localStorage', 'HTMLElement', 'customElements'].map(
          (name) => ({name, message: 'The core runs in Node and in workers; ask through a port.'}),
        ),
      ],
    },
  },
  {
    files: ['src/{elements,controllers,define,styles}/**/*.ts'],
    extends: [wc['flat/best-practice'], lit['flat/recommended']],
    plugins: {'lit-a11y': litA11y},
    rules: {
      ...litA11y.configs.recommended.rules,
      'lit/attribute-names': 'error',
      'lit/lifecycle-super': 'error',
      'lit/no-classfield-shadowing': 'error',
      'lit/no-native-attributes': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-value-attribute': 'error',
      'lit/quoted-expressions': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Methods of a fixture are taken out of it on purpose.
      '@typescript-eslint/unbound-method': 'off',
      // `equal` is declared as a promise for the sake of its snapshots; it is none.
      '@typescript-eslint/no-floating-promises': ['error', {allowForKnownSafeCalls: ['Equal']}],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Chai's assertions are properties.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
