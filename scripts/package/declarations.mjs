/** Type declarations of the public API, one file per source file, in the same folders. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { reachable } from './reachable.mjs';

/**
 * @param {string} root the project's folder
 * @param {readonly string[]} entries paths of sources, relative to src/
 * @param {string} folder output folder
 * @returns {void}
 */
export function writeDeclarations(root, entries, folder) {
  const wanted = entries.map((entry) => entry.replace(/\.ts$/, '.d.ts'));
  for (const [path, text] of reachable(declare(join(root, 'src'), entries), wanted)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/**
 * @param {string} sources
 * @param {readonly string[]} entries
 * @returns {ReadonlyMap<string, string>} by path relative to src/
 */
function declare(sources, entries) {
  const root = dirname(sources);
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(
    [...entries, 'shaders/wgsl.d.ts'].map((path) => join(sources, path)),
    {
      ...options,
      ...{
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        allowJs: false,
        checkJs: false,
        rootDir: root,
        stripInternal: true,
      },
    },
  );
  /** @type {Map<string, string>} */
  const declarations = new Map();
  const { diagnostics } = program.emit(undefined, (file, text) => {
    declarations.set(relative(sources, file).split(sep).join('/'), text);
  });
  const problems = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return declarations;
}
