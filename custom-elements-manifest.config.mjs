// `custom-elements.json`: what editors and documentation know of our tags, from the doc comments of their classes.
import {readFileSync} from 'node:fs';
import ts from 'typescript';

/** `src/elements/x.ts` → `dist/elements/x.js`: what a user of the package has. */
const published = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** Every `module` and `path` of a manifest, renamed to the published file. */
function publish(value) {
  if (!value || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    if ((key === 'path' || key === 'module') && typeof inner === 'string') value[key] = published(inner);
    else publish(inner);
  }
}

const isPublic = (member) => !member.name.startsWith('#') && !['private', 'protected'].includes(member.privacy);

/** `define('sip-x', SipXElement)` of the `define/` modules, as the definition of a tag. */
const definitions = {
  name: 'definitions',
  analyzePhase({ts, node, moduleDoc}) {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
    const [tag, type] = node.arguments;
    if (!ts.isStringLiteral(tag) || !ts.isIdentifier(type)) return;
    moduleDoc.exports ??= [];
    moduleDoc.exports.push({
      kind: 'custom-element-definition',
      name: tag.text,
      declaration: {name: type.getText(), module: moduleDoc.path.replace('/define/', '/elements/')},
    });
  },
};

/** Owners and the interfaces of `src/core/events.ts` whose members they fire besides what their `@fires` say. */
const FIRED_BY = {
  SipPhoneElement: ['PhoneNotices', 'CallNotices'],
  SipCallElement: ['CallNotices'],
};

/** The notices of the owners, from the one place that declares and documents them. */
const notices = {
  name: 'notices',
  packageLinkPhase({customElementsManifest}) {
    const interfaces = eventInterfaces('src/core/events.ts');
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        const fired = (FIRED_BY[declaration.name] ?? []).flatMap((name) => interfaces.get(name));
        if (fired.length > 0) declaration.events = [...(declaration.events ?? []), ...fired];
        for (const event of declaration.events ?? []) {
          if (event.type?.text === 'SipRequestEvent') event.type = {text: `SipRequestEvent<'${event.name}'>`};
        }
      }
    }
  },
};

/** The properties of `<sip-phone>` without a comment of their own, from the interface that documents the options. */
const options = {
  name: 'options',
  packageLinkPhase({customElementsManifest}) {
    const options = interfaces('src/core/config/phone-options.ts').get('PhoneOptions');
    const comments = new Map(options.map((member) => [member.name.text, commentOf(member)]));
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const {name, members = [], attributes = []} of declarations) {
        if (!/^SipPhone(Settings)?Element$/.test(name)) continue;
        for (const member of [...members, ...attributes]) {
          member.description ??= comments.get(member.fieldName ?? member.name);
        }
      }
    }
  },
};

/** The members of each interface of a file, as events of a manifest. */
function eventInterfaces(file) {
  return new Map([...interfaces(file)].map(([name, members]) => [name, members.map((member) => eventOf(member))]));
}

/** The members of each interface of a file. */
function interfaces(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = source.statements.filter((statement) => ts.isInterfaceDeclaration(statement));
  return new Map(declared.map(({name, members}) => [name.text, members]));
}

function commentOf(member) {
  return ts
    .getJSDocCommentsAndTags(member)
    .map(({comment}) => ts.getTextOfJSDocComment(comment))
    .join(' ')
    .replace(/\s+/g, ' ');
}

function eventOf(member) {
  const name = member.name.text;
  const fields = member.type.members?.map((field) => field.name.text) ?? [];
  const detail = fields.length > 0 ? `\`{${fields.join(', ')}}\`. ` : '';
  return {
    name,
    type: {text: `SipNoticeEvent<'${name}'>`},
    description: detail + commentOf(member),
  };
}

/** Only what users can use, in the same order on every machine. */
const tidy = {
  name: 'tidy',
  packageLinkPhase({customElementsManifest}) {
    publish(customElementsManifest);
    for (const {declarations = []} of customElementsManifest.modules) {
      for (const declaration of declarations) {
        if (declaration.members) declaration.members = declaration.members.filter(isPublic);
      }
    }
    customElementsManifest.modules = customElementsManifest.modules
      .filter(({declarations = [], exports = []}) => declarations.length + exports.length > 0)
      .sort((a, b) => a.path.localeCompare(b.path, 'en'));
  },
};

export default {
  globs: ['src/elements/*.ts', 'src/define/*.ts'],
  exclude: ['src/define/{all,define}.ts'],
  litelement: true,
  packagejson: false,
  dependencies: false,
  plugins: [definitions, notices, options, tidy],
};
