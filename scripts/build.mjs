/**
 * Builds build/page (what a browser loads) and build/node (the command and the model's builder), or only those named as
 * arguments. Each is built elsewhere and then swapped in, so that nobody sees a partial build.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { inputsOf, stampFile } from './setup/built.mjs';
import { projectRoot } from './setup/context.mjs';

// Set whatever the caller's environment is: builds never contain the development versions of libraries.
process.env.NODE_ENV = 'production';

/** @typedef {import('./setup/built.mjs').Target} Target */

/** @type {Record<Target, import('vite').InlineConfig>} */
const targets = {
  node: {
    configFile: false,
    publicDir: false,
    // The command must run without node_modules. Puppeteer is not bundled: it downloads a browser, and is optional.
    ssr: { noExternal: true, external: ['puppeteer'] },
    build: {
      ssr: true,
      target: 'node20.19',
      rolldownOptions: {
        input: {
          main: join(projectRoot, 'cli/main.ts'),
          server: join(projectRoot, 'cli/server.ts'),
          'build-model': join(projectRoot, 'models/build-model.ts'),
        },
      },
    },
  },
  page: { configFile: join(projectRoot, 'vite.config.ts') },
};

/** @param {Target} target */
async function buildTarget(target) {
  const config = targets[target];
  const folder = join(projectRoot, 'build', target);
  const aside = join(projectRoot, 'build', `.${target}-${process.pid}`);
  // Computed before the build, so that a file edited during the build causes a rebuild next time.
  const stamp = inputsOf(projectRoot, target);
  try {
    await build({
      ...config,
      root: projectRoot,
      logLevel: 'warn',
      build: { ...config.build, outDir: join(aside, 'new'), emptyOutDir: true },
    });
    mkdirSync(aside, { recursive: true });
    if (existsSync(folder)) renameSync(folder, join(aside, 'old'));
    renameSync(join(aside, 'new'), folder);
    writeFileSync(stampFile(projectRoot, target), stamp);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(targets, name));
if (unknown !== undefined) {
  process.stderr.write(`"${unknown}" cannot be built; the targets are ${Object.keys(targets).join(', ')}.\n`);
  process.exit(2);
}
for (const target of /** @type {Target[]} */ (Object.keys(targets))) {
  if (wanted.length === 0 || wanted.includes(target)) await buildTarget(target);
}
