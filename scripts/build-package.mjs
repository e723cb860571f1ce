/**
 * Builds dist/, or another named folder of the project: the modules that other programs import. It is built elsewhere
 * and then swapped in, so that nobody sees a partial build.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { writeDeclarations } from './package/declarations.mjs';
import { writeFrameworkTypes } from './package/framework-types.mjs';
import { elements, manifestOf } from './package/manifest.mjs';
import { projectRoot } from './setup/context.mjs';

// Set whatever the caller's environment is: builds never contain the development versions of libraries.
process.env.NODE_ENV = 'production';

const aside = join(projectRoot, 'build', `.package-${process.pid}`);
const made = join(aside, 'new');
const folder = join(projectRoot, process.argv[2] ?? 'dist');
try {
  const configFile = join(projectRoot, 'scripts', 'package', 'vite.config.ts');
  const output = { configFile, logLevel: /** @type {const} */ ('warn'), build: { outDir: made, emptyOutDir: false } };
  // The last one has the licences of all.
  for (const mode of ['standalone', 'standalone-evaluate', 'modules', 'evaluate']) await build({ ...output, mode });
  const single = Object.keys(elements).flatMap((tag) => [`ui/embed/${tag}.ts`, `ui/embed/${tag}.define.ts`]);
  const scripts = ['standalone.ts', 'standalone-evaluate.ts', 'pipeline/worker/worker.ts'];
  const languages = ['ui/embed/strings.de.ts', 'ui/embed/run-strings.de.ts'];
  const entries = ['index.ts', 'elements.ts', 'define.ts', ...scripts, ...languages, ...single];
  writeDeclarations(projectRoot, entries, join(made, 'types'));
  const manifest = manifestOf(projectRoot);
  writeFileSync(join(made, 'custom-elements.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFrameworkTypes(
    manifest.modules.flatMap(({ declarations }) => declarations),
    join(made, 'types'),
  );
  mkdirSync(aside, { recursive: true });
  if (existsSync(folder)) renameSync(folder, join(aside, 'old'));
  renameSync(made, folder);
} finally {
  rmSync(aside, { recursive: true, force: true });
}
