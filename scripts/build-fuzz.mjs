import { join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './setup/context.mjs';

/**
 * Builds the fuzzer for Node.
 * @param {string} name of the folder in build/
 * @param {Record<'main' | 'child', string>} entries paths from the project's root
 * @returns {Promise<string>} the folder
 */
export async function buildFuzz(name, entries) {
  const folder = join(projectRoot, 'build', name);
  await build({
    configFile: false,
    publicDir: false,
    root: projectRoot,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.19',
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: entries },
    },
  });
  return folder;
}
