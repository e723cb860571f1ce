/** Keeps the declarations that callers can reach from the entry points, and drops those used only internally. */
import { posix } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {object} File
 * @property {ts.SourceFile} source
 * @property {Map<string, ts.Statement[]>} declared by name
 * @property {Map<string, { from: string, name: string }>} named imports and re-exports, by their name in this file
 * @property {Map<string, { from: string, name: string }>} handedOn
 * @property {Set<string>} used
 */

/**
 * @param {ReadonlyMap<string, string>} declarations text by path, relative imports with the extension .ts
 * @param {readonly string[]} entries paths whose exports are all reachable
 * @returns {ReadonlyMap<string, string>} the kept declarations of each file, relative imports with the extension .js
 */
export function reachable(declarations, entries) {
  const files = new Map([...declarations].map(([path, text]) => [path, readFile(path, text)]));

  /**
   * @param {string} path
   * @param {string} name
   */
  function use(path, name) {
    const file = files.get(path);
    // It comes from a package.
    if (file === undefined || file.used.has(name)) return;
    const elsewhere = file.named.get(name) ?? file.handedOn.get(name);
    if (elsewhere === undefined && !file.declared.has(name)) return;
    file.used.add(name);
    if (elsewhere !== undefined) use(elsewhere.from, elsewhere.name);
    for (const statement of file.declared.get(name) ?? []) useAllIn(path, statement);
  }

  /**
   * @param {string} path
   * @param {ts.Node} node
   */
  function useAllIn(path, node) {
    if (ts.isImportTypeNode(node) && /^import\(["']\./.test(node.getText()))
      throw new Error(`${path} has an inline import of a type: ${node.getText()}`);
    if (ts.isIdentifier(node)) use(path, node.text);
    ts.forEachChild(node, (child) => useAllIn(path, child));
  }

  for (const entry of entries) {
    const { handedOn, declared, source } = /** @type {File} */ (files.get(entry));
    for (const name of [...handedOn.keys(), ...declared.keys()]) use(entry, name);
    source.statements.filter(isForAll).forEach((statement) => useAllIn(entry, statement));
  }
  const isEntry = new Set(entries);
  return new Map(
    [...files]
      .filter(([path, { used }]) => used.size > 0 || isEntry.has(path))
      .map(([path, file]) => [path, print(file)]),
  );
}

/** @param {ts.Statement} statement */
function isForAll(statement) {
  return ts.isModuleDeclaration(statement);
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {File}
 */
function readFile(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  /** @type {File} */
  const file = { source, declared: new Map(), named: new Map(), handedOn: new Map(), used: new Set() };
  for (const statement of source.statements) {
    for (const { here, there } of specifiersOf(statement)) {
      const from = placeOf(path, statement);
      if (from === undefined) continue;
      (ts.isImportDeclaration(statement) ? file.named : file.handedOn).set(here, { from, name: there });
    }
    for (const name of namesOf(statement)) file.declared.set(name, [...(file.declared.get(name) ?? []), statement]);
  }
  return file;
}

/**
 * @param {ts.Statement} statement
 * @returns {string[]}
 */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  if (isForAll(statement) || !('name' in statement)) return [];
  return [/** @type {ts.Identifier} */ (statement.name).text];
}

/**
 * The names between braces, local and in the other module.
 * @param {ts.Statement} statement
 */
function specifiersOf(statement) {
  const named = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
  if (named === undefined || !('elements' in named)) return [];
  return named.elements.map((specifier) => ({
    here: specifier.name.text,
    there: (specifier.propertyName ?? specifier.name).text,
    text: specifier.getText(),
  }));
}

/**
 * @param {string} path
 * @param {ts.Statement} statement
 * @returns {string | undefined} path of the imported declarations, or the name of the package
 */
function placeOf(path, statement) {
  const place =
    ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
  if (place === undefined || !ts.isStringLiteral(place)) return undefined;
  return place.text.startsWith('.')
    ? posix.join(posix.dirname(path), place.text.replace(/\.ts$/, '.d.ts'))
    : place.text;
}

/** @param {File} file */
function print({ source, used }) {
  const kept = source.statements.flatMap((statement) => {
    const place =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier : undefined;
    if (place === undefined) {
      const names = namesOf(statement);
      return names.length === 0 || names.some((name) => used.has(name)) ? [statement.getFullText()] : [];
    }
    const names = specifiersOf(statement).filter(({ here }) => used.has(here));
    if (names.length === 0) return [];
    const [start = ''] = statement.getFullText().split('{');
    return [
      `${start}{ ${names.map(({ text }) => text).join(', ')} } from ${place.getText().replace(/\.ts(?=.$)/, '.js')};`,
    ];
  });
  return `${kept.join('').trim()}\n`;
}
