// The folder table of the layers, as rules: who may import whom, and which packages. Everything not listed is refused.
const FOLDERS = {
  core: {},
  i18n: {},
  styles: {packages: ['lit']},
  media: {from: ['core/']},
  sip: {from: ['core/'], packages: ['sip\\.js']},
  testing: {from: ['core/']},
  controllers: {from: ['core/', 'i18n/'], packages: ['lit', '@lit/context']},
  owners: {from: ['controllers/', 'core/', 'i18n/'], packages: ['lit', '@lit/context']},
  elements: {
    from: ['owners/', 'controllers/', 'core/', 'styles/', 'i18n/', 'create-phone\\.ts$'],
    packages: ['lit', '@lit/context'],
  },
  define: {from: ['elements/']},
};

/** What `src/core/lazy/` exports, and what that alone needs. */
const LAZY = `^src/core/(${[
  'lazy/',
  'call/(conversation|call-recorder|follow-referral)\\.ts$',
  'conference/(?!joining)',
  'devices/(devices|input-devices)\\.ts$',
  'quality/',
  'transfer/(call-transfers|outgoing-transfer)\\.ts$',
].join('|')})`;

const sourceRules = Object.entries(FOLDERS).map(([folder, {from = []}]) => ({
  name: `${folder}-imports-only`,
  comment: [`src/${folder}/ may import`, ...[`${folder}/`, ...from]].join(' '),
  severity: 'error',
  from: {path: `^src/${folder}/`},
  to: {path: '^src/', pathNot: [`${folder}/`, ...from].map((path) => `^src/${path}`)},
}));

const packageRules = Object.entries(FOLDERS).map(([folder, {packages = []}]) => ({
  name: `${folder}-packages-only`,
  comment: `src/${folder}/ may use these packages: ${packages.join(' ') || 'none'}`,
  severity: 'error',
  from: {path: `^src/${folder}/`},
  to: {
    pathNot: ['^src/', '^\\.{1,2}/(?!.*node_modules/)', ...packages.map((name) => `(^|node_modules/)${name}(/|$)`)],
  },
}));

module.exports = {
  forbidden: [
    ...sourceRules,
    ...packageRules,
    {
      name: 'no-circular',
      comment: 'Types may name each other, a notice its call for instance: nothing of that is left at run time.',
      severity: 'error',
      from: {},
      to: {circular: true, viaOnly: {dependencyTypesNot: ['type-only']}},
    },
    {name: 'no-unresolvable', severity: 'error', from: {}, to: {couldNotResolve: true}},
    {
      name: 'engines-lazy',
      comment: 'SIP.js and browser media load when a phone first needs them.',
      severity: 'error',
      from: {pathNot: '^src/(sip|media)/'},
      to: {path: '^src/(sip|media)/', dependencyTypesNot: ['dynamic-import', 'type-only']},
    },
    {
      name: 'groups-lazy',
      comment: 'These modules load when a phone is connected, not with it.',
      severity: 'error',
      from: {pathNot: LAZY},
      to: {path: LAZY, dependencyTypesNot: ['dynamic-import', 'type-only']},
    },
    {
      name: 'create-phone-imports-only',
      severity: 'error',
      from: {path: '^src/create-phone\\.ts$'},
      to: {pathNot: '^src/(core|sip|media)/'},
    },
    {
      name: 'no-packages-in-entries',
      comment: 'Entries put our modules together; they use no package themselves.',
      severity: 'error',
      from: {path: '^src/(cdn/|index\\.ts|autoloader\\.ts)'},
      to: {pathNot: '^(src/|\\.{1,2}/(?!.*node_modules/))'},
    },
    {
      name: 'nothing-imports-entries',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/cdn/'},
      to: {path: '^src/(cdn/|index\\.ts|autoloader\\.ts|define/all\\.ts)', pathNot: '^src/define/define\\.ts'},
    },
    {
      name: 'sip-js-by-one-module',
      comment: 'What of SIP.js is in the package is what src/sip/sip-js.ts exports.',
      severity: 'error',
      from: {path: '^src/', pathNot: '^src/sip/sip-js\\.ts$'},
      to: {path: '(^|node_modules/)sip\\.js(/|$)'},
    },
    {
      name: 'barrels-are-entries',
      comment: 'index.ts of a folder is for the package, not for its neighbours.',
      severity: 'error',
      from: {path: '^src/([^/]+)/'},
      to: {path: '^src/$1/index\\.ts$'},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: {fileName: 'tsconfig.json'},
    doNotFollow: {path: 'node_modules'},
    enhancedResolveOptions: {exportsFields: ['exports'], conditionNames: ['import', 'types', 'default']},
  },
};
