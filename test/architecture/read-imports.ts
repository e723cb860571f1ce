/** Reads from a TypeScript file its imports, the members it calls and its strings. */
import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** Path relative to the project's root for our own files, otherwise the package's specifier. */
  readonly target: string;
  /** Whether it disappears when compiled. */
  readonly typeOnly: boolean;
}

export interface SourceFacts {
  /** Relative to the project's root, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names of the called members, such as `requestDevice` for `adapter.requestDevice()`. */
  readonly calledMembers: readonly string[];
  /** The text of every string and template. */
  readonly texts: readonly string[];
  readonly lines: number;
  /** Exported classes, interfaces and types by name: their source without comments. */
  readonly types: ReadonlyMap<string, string>;
}

export function readSource(path: string, content: string): SourceFacts {
  const file = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
  const imports: Import[] = [];
  const calledMembers: string[] = [];
  const texts: string[] = [];
  const types = new Map<string, string>();

  function add(specifier: ts.Node | undefined, typeOnly: boolean): void {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ target: resolveTarget(path, specifier.text), typeOnly });
    }
  }

  function visit(node: ts.Node): void {
    if (isExportedType(node)) types.set(node.name.text, printer.printNode(ts.EmitHint.Unspecified, node, file));
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
      if (ts.isPropertyAccessExpression(node.expression)) calledMembers.push(node.expression.name.text);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  }
  visit(file);
  return { path, imports, calledMembers, texts, types, lines: content.replace(/\n$/, '').split('\n').length };
}

const printer = ts.createPrinter({ removeComments: true });

type NamedType = (ts.ClassDeclaration & { name: ts.Identifier }) | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function isExportedType(node: ts.Node): node is NamedType {
  const isType =
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isClassDeclaration(node) && node.name !== undefined);
  return isType && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

/** `import type …`, or a list in which every name is a type. */
function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.length > 0 && namedBindings.elements.every((element) => element.isTypeOnly);
}

function resolveTarget(path: string, specifier: string): string {
  const plain = specifier.replace(/\?.*$/, '');
  return plain.startsWith('.') ? posix.join(posix.dirname(path), plain) : plain;
}
