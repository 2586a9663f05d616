// The package's own declarations: custom-elements.json and package.json.

interface Named {
  readonly name: string;
  readonly description?: string;
}

export interface DeclaredMember extends Named {
  readonly kind: 'field' | 'method';
  readonly static?: boolean;
  readonly type?: {readonly text: string};
  readonly default?: string;
  readonly attribute?: string;
}

interface DeclaredAttribute extends Named {
  readonly type?: {readonly text: string};
  readonly fieldName?: string;
}

/** A class in custom-elements.json that has a tag. */
export interface DeclaredElement extends Named {
  readonly tagName: string;
  readonly summary?: string;
  readonly attributes?: readonly DeclaredAttribute[];
  readonly members?: readonly DeclaredMember[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
  readonly cssParts?: readonly Named[];
  readonly cssStates?: readonly Named[];
  readonly cssProperties?: readonly Named[];
}

interface DeclaredExport extends Named {
  readonly kind: string;
  readonly declaration: {readonly name: string; readonly module: string};
}

interface DeclaredModule {
  readonly path: string;
  readonly declarations?: readonly (Named & Partial<DeclaredElement>)[];
  readonly exports?: readonly DeclaredExport[];
}

interface PackageFile {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | {readonly types: string; readonly default: string}>>;
}

async function json(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
  return response.json();
}

export const packageFile = (await json('/package.json')) as PackageFile;

const {modules} = (await json('/custom-elements.json')) as {readonly modules: readonly DeclaredModule[]};

/** The declarations of all elements. */
export const elements: readonly DeclaredElement[] = modules
  .flatMap(({declarations}) => declarations ?? [])
  .filter((declaration): declaration is DeclaredElement => declaration.tagName !== undefined);

/** Tag → class name, as the `define/` modules register them. */
export const definitions: ReadonlyMap<string, string> = new Map(
  modules
    .flatMap((module) => module.exports ?? [])
    .filter(({kind}) => kind === 'custom-element-definition')
    .map(({name, declaration}) => [name, declaration.name]),
);

/** Records which of our tags are registered from now on. */
export function recordDefinitions(): string[] {
  const tags: string[] = [];
  const define = customElements.define.bind(customElements);
  customElements.define = (tag, ...rest) => {
    if (tag.startsWith('sip-')) tags.push(tag);
    define(tag, ...rest);
  };
  return tags;
}
