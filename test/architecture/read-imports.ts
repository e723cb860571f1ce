/** What a TypeScript file says to the outside: its imports, the members it calls, its template strings. */
import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A path from the project's root for one of our own files, else the package's specifier. */
  readonly target: string;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
}

export interface SourceFacts {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names of the members called, `requestDevice` of `adapter.requestDevice()`. */
  readonly calledMembers: readonly string[];
  /** The text of every string and template. */
  readonly texts: readonly string[];
  readonly lines: number;
}

export function readSource(path: string, content: string): SourceFacts {
  const file = ts.createSourceFile(path, content, ts.ScriptTarget.Latest);
  const imports: Import[] = [];
  const calledMembers: string[] = [];
  const texts: string[] = [];

  function add(specifier: ts.Node | undefined, typeOnly: boolean): void {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ target: resolveTarget(path, specifier.text), typeOnly });
    }
  }

  function visit(node: ts.Node): void {
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
  return { path, imports, calledMembers, texts, lines: content.replace(/\n$/, '').split('\n').length };
}

/** `import type …`, or braces in which every name is a type. */
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
