/** docs/api.md: what src/index.ts exports, as its source declares and documents it. */
import { join } from 'node:path';
import ts from 'typescript';
import { declarationOf, docOf, isOwnMethod, methodOf } from './declarations.ts';

const intro = `# API

What \`import … from 'cam-lens'\` gives, made from the source by \`npm run docs:renew\`. Sizes are in pixels, boxes are half-open,
\`[x0, y0, x1, y1)\`, and every error is a [CamLensError](#camlenserror), whose codes are in [errors.md](errors.md). The
custom elements are in [elements.md](elements.md), and the README [begins with an example](../README.md#as-a-library).`;

/** Section → its kind of declaration. */
const sections: Readonly<Record<string, (node: ts.Node) => boolean>> = {
  Functions: ts.isFunctionDeclaration,
  Constants: ts.isVariableDeclaration,
  Classes: ts.isClassDeclaration,
  Types: (node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
};

interface Exported {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly declarations: readonly ts.Declaration[];
}

/**
 * @param root the project's folder
 * @throws Error if an export is of no section
 */
export function apiReference(root: string): string {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  // What the platform declares takes most of the time, and is not shown.
  const program = ts.createProgram([join(root, 'src/index.ts')], {
    ...options,
    ...{ lib: ['lib.es5.d.ts'], types: [] },
  });
  const checker = program.getTypeChecker();
  const all = exportsOf(program, join(root, 'src/index.ts'));
  const names = new Set(all.map(({ name }) => name));
  const isOf = (section: string, { declarations: [first] }: Exported): boolean =>
    first !== undefined && sections[section]!(first);
  const titles = Object.keys(sections);
  const lost = all.filter((one) => !titles.some((section) => isOf(section, one)));
  if (lost.length > 0) throw new Error(`docs/api.md has no section for ${lost.map(({ name }) => name).join(', ')}.`);

  const entry = ({ name, symbol, declarations }: Exported): readonly string[] => {
    const code = declarations.map((node) => declarationOf(node, checker, names)).join('\n');
    const methods = declarations.flatMap((node) =>
      ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node) ? [...node.members].filter(isOwnMethod) : [],
    );
    return [
      ...[`### ${name}`, ...docOf(symbol, checker), fenced(code), ...mentioned(code, name, names)],
      ...methods.flatMap((method) => {
        const own = checker.getSymbolAtLocation(method.name);
        const called = `${name}.${method.name.getText()}`;
        const signature = methodOf(method);
        const doc = own === undefined ? [] : docOf(own, checker);
        return [`#### ${called}`, ...doc, fenced(signature), ...mentioned(signature, name, names)];
      }),
    ];
  };
  const listed = titles.map((section) => [section, all.filter((one) => isOf(section, one))] as const);
  const contents = listed.map(
    ([section, members]) => `**${section}:** ${members.map(({ name }) => linkTo(name)).join(' · ')}`,
  );
  const bodies = listed.flatMap(([section, members]) => [`## ${section}`, ...members.flatMap(entry)]);
  return `${[intro, ...contents, ...bodies].join('\n\n')}\n`;
}

/** In the order of the file; what is imported and exported again, where it is declared. */
function exportsOf(program: ts.Program, index: string): readonly Exported[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(index);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${index} is no module.`);
  return checker.getExportsOfModule(module).map((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return { name: exported.name, symbol, declarations: symbol.declarations ?? [] };
  });
}

function fenced(code: string): string {
  return `\`\`\`ts\n${code}\n\`\`\``;
}

function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

/** Links to other exports that the code names. */
function mentioned(code: string, self: string, names: ReadonlySet<string>): readonly string[] {
  const withoutComments = code.replace(/\/\*\*[^]*?\*\//g, '');
  const found = [...new Set(withoutComments.match(/\b[A-Z]\w+/g))].filter((name) => name !== self && names.has(name));
  return found.length === 0 ? [] : [`See ${found.sort().map(linkTo).join(', ')}.`];
}
