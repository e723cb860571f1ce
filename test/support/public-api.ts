/** What src/index.ts shows to callers: its exports, their members, their docstrings, the types that they mention. */
import { join, relative } from 'node:path';
import ts from 'typescript';

/** A name that a caller can see: `Explainer`, `Explainer.explain`. */
export interface PublicName {
  readonly name: string;
  readonly doc: string;
  /** It is called, and answers with a promise. */
  readonly isAsync: boolean;
  /** Tags of the docstring, `throws` of `@throws`. */
  readonly tags: readonly string[];
}

export interface PublicApi {
  readonly names: readonly PublicName[];
  /** Types of ours that a caller meets and cannot import: `Watch (of Lens.explain)`. */
  readonly unreachable: readonly string[];
}

/** Classes are exported as types: what is static is not seen. */
const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Static;

/**
 * @param root of the project
 * @param index its entry, from the root
 */
export function readPublicApi(root: string, index: string, options: ts.CompilerOptions): PublicApi {
  const program = ts.createProgram([join(root, index)], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(root, index));
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${index} is no module.`);

  const exported = new Map(
    checker.getExportsOfModule(module).map((symbol) => [resolved(symbol), symbol.name] as const),
  );
  const names: PublicName[] = [];
  const unreachable = new Set<string>();

  function resolved(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function isOurs(declaration: ts.Declaration | undefined): boolean {
    if (declaration === undefined) return false;
    const path = relative(root, declaration.getSourceFile().fileName);
    return path.startsWith('src/') || path === index;
  }

  function describe(name: string, symbol: ts.Symbol, declaration: ts.Declaration): void {
    names.push({
      name,
      doc: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim(),
      isAsync: isAsync(declaration),
      tags: symbol.getJsDocTags(checker).map((tag) => tag.name),
    });
  }

  function isAsync(declaration: ts.Declaration): boolean {
    const [signature] = checker.getSignaturesOfType(checker.getTypeAtLocation(declaration), ts.SignatureKind.Call);
    return signature !== undefined && checker.typeToString(signature.getReturnType()).startsWith('Promise<');
  }

  /** Every name of a type of ours that the declaration mentions is one that callers can import. */
  function mention(node: ts.Node, by: string): void {
    if (ts.isBlock(node)) return;
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const symbol = checker.getSymbolAtLocation(ts.isTypeReferenceNode(node) ? node.typeName : node.expression);
      const target = symbol && resolved(symbol);
      const declaration = target?.declarations?.[0];
      if (target !== undefined && isOurs(declaration) && !exported.has(target) && !isParameter(declaration)) {
        unreachable.add(`${target.name} (of ${by})`);
      }
    }
    ts.forEachChild(node, (child) => mention(child, by));
  }

  function isParameter(declaration: ts.Declaration | undefined): boolean {
    return declaration !== undefined && ts.isTypeParameterDeclaration(declaration);
  }

  function isHidden(member: ts.ClassElement | ts.TypeElement): boolean {
    if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return true;
    return (ts.getCombinedModifierFlags(member) & hidden) !== 0;
  }

  function readMembers(owner: string, members: readonly (ts.ClassElement | ts.TypeElement)[]): void {
    for (const member of members) {
      if (isHidden(member) || member.name === undefined) continue;
      const symbol = checker.getSymbolAtLocation(member.name);
      if (symbol === undefined) continue;
      const name = `${owner}.${symbol.name}`;
      describe(name, symbol, member);
      mention(member, name);
      if (ts.isPropertySignature(member) && member.type !== undefined) readNested(name, member.type);
    }
  }

  /** `{ readonly width: number }`, written where it is used. */
  function readNested(owner: string, type: ts.TypeNode): void {
    if (ts.isTypeLiteralNode(type)) readMembers(owner, [...type.members]);
    else if (ts.isIntersectionTypeNode(type)) for (const part of type.types) readNested(owner, part);
    else if (ts.isArrayTypeNode(type)) readNested(owner, type.elementType);
    else if (ts.isTypeOperatorNode(type)) readNested(owner, type.type);
  }

  for (const [symbol, name] of exported) {
    const declaration = symbol.declarations?.find(isOurs);
    if (declaration === undefined) continue;
    describe(name, symbol, declaration);
    if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
      for (const clause of declaration.heritageClauses ?? []) mention(clause, name);
      readMembers(name, [...declaration.members]);
    } else mention(declaration, name);
  }
  return { names, unreachable: [...unreachable].sort() };
}
