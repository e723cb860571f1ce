/** Declarations and docstrings of TypeScript as a reference shows them: no bodies, nothing private. */
import ts from 'typescript';

type Method = ts.MethodDeclaration | ts.MethodSignature;

/** Methods are documented one by one, apart from the declaration. */
export function isOwnMethod(member: ts.ClassElement | ts.TypeElement): member is Method {
  return (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) && isPublic(member);
}

export function methodOf(method: Method): string {
  return withoutBody(method).replace(/\n {2}/g, '\n');
}

/** @param names the exports: what else a type is made from is written out */
export function declarationOf(node: ts.Declaration, checker: ts.TypeChecker, names: ReadonlySet<string>): string {
  if (ts.isFunctionDeclaration(node)) return withoutBody(node);
  if (ts.isVariableDeclaration(node)) return constantOf(node);
  if (ts.isTypeAliasDeclaration(node)) return aliasOf(node, checker, names);
  if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) return membersOf(node);
  throw new Error(`There is no way to show ${node.getText()}.`);
}

/** Paragraphs and lists: the description, then what it takes, returns and throws. */
export function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly string[] {
  const text = flowing(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
  const tags = symbol.getJsDocTags(checker).flatMap(({ name, text: parts }) => {
    const said = flowing(ts.displayPartsToString(parts));
    if (name !== 'param') return [`- ${tagTitles[name] ?? name}: ${said}`];
    const [, parameter = '', rest = ''] = /^(\S+)\s*(?:-\s*)?([^]*)$/.exec(said) ?? [];
    return [`- \`${parameter}\`: ${rest}`];
  });
  return [text, tags.join('\n')].filter((part) => part !== '');
}

const tagTitles: Readonly<Record<string, string>> = { returns: 'Returns', throws: 'Throws', yields: 'Yields' };

/** Line breaks inside paragraphs are the source's. */
function flowing(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => (paragraph.startsWith('```') ? paragraph : paragraph.replace(/\s*\n\s*(?!- )/g, ' ')))
    .join('\n\n');
}

function withoutBody(node: ts.FunctionDeclaration | Method): string {
  const body = 'body' in node ? node.body : undefined;
  return sourceOf(node, node.getStart(), body?.getStart() ?? node.getEnd()).replace(/^(export |async )+/, '');
}

/** With its type, or with its keys if it is an object without one. */
function constantOf(node: ts.VariableDeclaration): string {
  const name = `const ${node.name.getText()}`;
  if (node.type !== undefined) return `${name}: ${node.type.getText()}`;
  let value = node.initializer;
  const satisfied = value && ts.isSatisfiesExpression(value) ? value.type.getText() : undefined;
  while (value && (ts.isSatisfiesExpression(value) || ts.isAsExpression(value))) value = value.expression;
  if (value === undefined || !ts.isObjectLiteralExpression(value)) throw new Error(`${name} has no type.`);
  const keys = value.properties.map((property) => property.name?.getText());
  const type = satisfied === undefined ? '' : `: ${satisfied.replace(/\s+/g, ' ')}`;
  return `${name}${type}\n// Its keys: ${keys.join(', ')}`;
}

/** Values of `typeof` that cannot be imported are written out. */
function aliasOf(node: ts.TypeAliasDeclaration, checker: ts.TypeChecker, names: ReadonlySet<string>): string {
  const source = sourceOf(node, node.getStart(), node.getEnd()).replace(/^export /, '');
  const hidden = [...source.matchAll(/typeof (\w+)/g)].some(([, value = '']) => !names.has(value));
  if (!hidden) return source;
  const { InTypeAlias, NoTruncation, UseSingleQuotesForStringLiteralType } = ts.TypeFormatFlags;
  const flags = InTypeAlias | NoTruncation | UseSingleQuotesForStringLiteralType;
  return `type ${node.name.text} = ${checker.typeToString(checker.getTypeAtLocation(node), node, flags)}`;
}

/** What is declared besides methods, each with its docstring. */
function membersOf(node: ts.InterfaceDeclaration | ts.ClassDeclaration): string {
  const source = node.getSourceFile().text;
  const head = source
    .slice(node.getStart(), node.members.pos)
    .replace(/^export /, '')
    .trimEnd();
  const members = [...node.members].filter((member) => isPublic(member) && !isOwnMethod(member));
  const shown = members.map((member) => {
    const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
    const text = ts.isGetAccessorDeclaration(member)
      ? `readonly ${member.name.getText()}: ${member.type?.getText() ?? 'unknown'};`
      : ts.isConstructorDeclaration(member)
        ? `${sourceOf(member, member.getStart(), member.body?.getStart() ?? member.getEnd())};`
        : propertyOf(member);
    return `${doc === undefined ? '' : `  ${sourceOf(member, doc.getStart(), doc.getEnd())}\n`}  ${text}`;
  });
  return shown.length === 0 ? `${head}}` : `${head}\n${shown.join('\n')}\n}`;
}

/** A constant value stands for its type. */
function propertyOf(member: ts.ClassElement | ts.TypeElement): string {
  const initial = ts.isPropertyDeclaration(member) && member.type !== undefined ? member.initializer : undefined;
  const text = sourceOf(member, member.getStart(), initial?.getFullStart() ?? member.getEnd());
  return text.replace(/^override /, '').replace(/\s*[=;]?\s*$/, ';');
}

function isPublic(member: ts.ClassElement | ts.TypeElement): boolean {
  if (ts.isClassStaticBlockDeclaration(member)) return false;
  if (ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')) return false;
  const { Private, Protected, Static } = ts.ModifierFlags;
  const isHidden = (ts.getCombinedModifierFlags(member) & (Private | Protected | Static)) !== 0;
  return !isHidden && member.name?.kind !== ts.SyntaxKind.PrivateIdentifier;
}

function sourceOf(node: ts.Node, from: number, to: number): string {
  return node.getSourceFile().text.slice(from, to).trim();
}
