/** Builds dist/, what other programs import of cam-lens: aside, and swapped in whole. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { writeDeclarations } from './package/declarations.mjs';
import { projectRoot } from './setup/context.mjs';

// Whoever calls: a build is what people get, never the libraries' development editions.
process.env.NODE_ENV = 'production';

const aside = join(projectRoot, 'build', `.package-${process.pid}`);
const made = join(aside, 'new');
const folder = join(projectRoot, 'dist');
try {
  const configFile = join(projectRoot, 'scripts', 'package', 'vite.config.ts');
  const output = { configFile, logLevel: /** @type {const} */ ('warn'), build: { outDir: made, emptyOutDir: false } };
  await build({ ...output, mode: 'standalone' });
  await build({ ...output, mode: 'modules' });
  writeDeclarations(
    projectRoot,
    ['index.ts', 'elements.ts', 'define.ts', 'pipeline/worker/worker.ts'],
    join(made, 'types'),
  );
  mkdirSync(aside, { recursive: true });
  if (existsSync(folder)) renameSync(folder, join(aside, 'old'));
  renameSync(made, folder);
} finally {
  rmSync(aside, { recursive: true, force: true });
}
