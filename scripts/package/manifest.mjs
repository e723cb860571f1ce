/**
 * Makes custom-elements.json: the interface of each element, from its source and docstrings, with the package's module
 * paths.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// @ts-expect-error: it declares no types of these
import { create, ts as analyserTs } from '@custom-elements-manifest/analyzer';
// @ts-expect-error: nor of this
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import ts from 'typescript';

/**
 * @typedef {{ readonly name: string, readonly description?: string, readonly type?: { readonly text: string }, readonly default?: string }} Named
 * @typedef {Named & { readonly kind: string, readonly privacy?: string, readonly static?: boolean, readonly attribute?: string, readonly reflects?: boolean, readonly inheritedFrom?: object }} Member
 * @typedef {Named & { readonly fieldName: string }} Attribute
 * @typedef {object} Declaration
 * @property {string} name
 * @property {string} description
 * @property {string} tagName
 * @property {readonly Member[]} members
 * @property {readonly Attribute[]} attributes
 * @property {readonly Named[]} [events]
 * @property {readonly Named[]} [slots]
 * @property {readonly Named[]} [cssParts]
 * @property {readonly Named[]} [cssProperties]
 */

/** The registered elements: tag → class. Each file is named after the tag. */
export const elements = {
  'cam-lens': 'CamLens',
  'cam-lens-compare': 'CamLensCompare',
  'cam-lens-evaluate': 'CamLensEvaluate',
  'cam-lens-live': 'CamLensLive',
};

/** Built and registered apart from the others, because of its size. */
export const apart = 'cam-lens-evaluate';

/** Folder with the sources of the elements and their base classes. */
const folder = 'src/ui/embed';

/**
 * @param {string} root the project's folder
 * @returns {{ schemaVersion: string, readme: string, modules: readonly { declarations: readonly Declaration[], exports: readonly object[] }[] }}
 */
export function manifestOf(root) {
  const paths = readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.define.ts'))
    .map((name) => `${folder}/${name}`);
  const modules = paths.map((path) =>
    analyserTs.createSourceFile(path, readFileSync(join(root, path), 'utf8'), analyserTs.ScriptTarget.ES2022, true),
  );
  const { schemaVersion, modules: found } = create({ modules, plugins: litPlugin(), context: { dev: false } });
  const written = { ...writtenOut(root, paths), looks: defaultLooks(root) };
  const declarations = Object.entries(elements).map(([tagName, name]) => {
    const { declarations = [] } =
      found.find((/** @type {{ path: string }} */ { path }) => path === `${folder}/${tagName}.ts`) ?? {};
    const declaration = /** @type {Declaration | undefined} */ (
      declarations.find((/** @type {Declaration} */ one) => one.name === name)
    );
    if (declaration === undefined) throw new Error(`${folder}/${tagName}.ts declares no ${name}.`);
    return published({ ...declaration, tagName }, written);
  });
  const isApart = (/** @type {{ tagName: string }} */ { tagName }) => tagName === apart;
  const others = declarations.filter((one) => !isApart(one));
  const alone = declarations.filter(isApart);
  return {
    ...{ schemaVersion, readme: 'README.md' },
    modules: [
      ...modulesOf('dist/elements.js', 'dist/define.js', others),
      ...modulesOf(`dist/${apart}.js`, `dist/define-${apart}.js`, alone),
    ],
  };
}

/**
 * A module with the classes of elements, and one that registers them.
 * @param {string} path
 * @param {string} definePath
 * @param {readonly Declaration[]} declarations
 */
function modulesOf(path, definePath, declarations) {
  const named = declarations.map(({ name, tagName }) => ({ name, tagName, declaration: { name, module: path } }));
  return [
    {
      ...{ kind: 'javascript-module', path, declarations },
      exports: named.map(({ name, declaration }) => ({ kind: 'js', name, declaration })),
    },
    {
      ...{ kind: 'javascript-module', path: definePath, declarations: [] },
      exports: named.map(({ tagName, declaration }) => ({
        ...{ kind: 'custom-element-definition', name: tagName, declaration },
      })),
    },
  ];
}

/**
 * Removes private and static members, and the names of base classes, which cannot be imported.
 * @param {Declaration} declaration
 * @param {ReturnType<typeof writtenOut> & { looks: ReadonlyMap<string, string> }} written
 */
function published(declaration, { types, defaults, returned, looks }) {
  const { members, attributes, events = [], cssProperties = [], ...rest } = declaration;
  const kept = members.filter(
    ({ name, privacy, static: isStatic }) => privacy === undefined && isStatic !== true && !name.startsWith('#'),
  );
  /**
   * @template {Member | Attribute} One
   * @param {One} one
   * @returns {One}
   */
  const plain = (one) => {
    const said = Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'inheritedFrom'));
    const name = 'fieldName' in one ? one.fieldName : one.name;
    const [text, initial] = [types.get(name) ?? one.type?.text, defaults.get(name) ?? one.default];
    return /** @type {One} */ ({
      ...said,
      ...(text === undefined ? {} : { type: { text } }),
      ...(initial === undefined ? {} : { default: initial }),
      // The analyser loses the type where the docstring says what is returned.
      ...('kind' in one && one.kind === 'method' ? { return: { type: { text: returned.get(name) ?? 'void' } } } : {}),
    });
  };
  return {
    ...{ ...rest, superclass: { name: 'LitElement', package: 'lit' }, customElement: true },
    members: kept.map(plain),
    attributes: attributes.map(plain),
    cssProperties: cssProperties.map((one) => ({ ...one, default: looks.get(one.name) ?? '' })),
    events: events.map((event) => ({ ...event, type: { text: `CustomEvent<CamLensEvents['${event.name}']>` } })),
  };
}

/**
 * Types and defaults of all decorated properties, with type aliases expanded, so that editors can offer the values; and
 * what methods return, as it is written.
 * @param {string} root
 * @param {readonly string[]} paths
 * @returns {Record<'types' | 'defaults' | 'returned', ReadonlyMap<string, string>>} by name
 */
function writtenOut(root, paths) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = paths.map((path) => join(root, path));
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const { InTypeAlias, NoTruncation, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags;
  const flags = InTypeAlias | NoTruncation | UseSingleQuotesForStringLiteralType;
  /** @param {ts.Node} node */
  const typeOf = (node) => checker.typeToString(checker.getTypeAtLocation(node), undefined, flags);
  /** @type {Map<string, string>} */
  const types = new Map();
  /** @type {Map<string, string>} */
  const defaults = new Map();
  /** @type {Map<string, string>} */
  const returned = new Map();
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isMethodDeclaration(node) && node.type !== undefined) returned.set(node.name.getText(), node.type.getText());
    if (ts.isPropertyDeclaration(node) && ts.getDecorators(node)?.some((one) => /^@property\b/.test(one.getText()))) {
      types.set(node.name.getText(), typeOf(node));
      // The type of a constant is its value.
      if (node.initializer && ts.isIdentifier(node.initializer))
        defaults.set(node.name.getText(), typeOf(node.initializer));
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(/** @type {ts.SourceFile} */ (program.getSourceFile(file)));
  return { types, defaults, returned };
}

/**
 * The custom properties that a page can set, with their defaults.
 * @param {string} root
 * @returns {ReadonlyMap<string, string>} by custom property
 */
function defaultLooks(root) {
  const tokens = readFileSync(join(root, 'src/ui/shared/styles/tokens.ts'), 'utf8');
  return new Map(
    [...tokens.matchAll(/var\((--cam-lens-[\w-]+), (.+)\);/g)].map(([, name = '', initial = '']) => [name, initial]),
  );
}
